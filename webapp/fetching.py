"""The one fetcher of this process, as the settings want it."""

from functools import cache

from django.conf import settings

from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from webapp.env import names


@cache
def fetcher() -> Fetcher:
    """The way out, the same for all threads, so that they keep to one pace for each host."""
    return Fetcher(
        FetchLimits(max_bytes=settings.ENV.max_upload_bytes),
        allowed_private_hosts=frozenset(names(settings.ENV.fetch_private_hosts)),
    )
