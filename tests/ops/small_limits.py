"""The product's settings with limits that a test reaches at once."""

from webapp.settings import *  # noqa: F403

MAX_VISITOR_BODY_BYTES = 2_000
MAX_BODY_BYTES = 20_000
MAX_HEAD_BYTES = 8_000
HEAD_SECONDS = BODY_SECONDS = 3.0
MIN_BODY_BYTES_PER_SECOND = 1_000_000
