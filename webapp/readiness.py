"""Whether the processes of `make run` answer yet."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from django.conf import settings

from agents.errors import VectorsUnavailable
from agents.messages import message as _
from webapp.celery import app as celery
from webapp.corpora.encoding.addresses import service_addresses
from webapp.corpora.vectors import connect
from webapp.corpora.vectors_folder import VectorsFolder

POLL_SECONDS = 0.2
PING_SECONDS = 2.0
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Part:
    """A process and the question that tells whether it answers."""

    name: str
    answers: Callable[[], bool]


def address() -> str:
    """The address to open in a browser on this machine."""
    listen = settings.ENV.listen
    host = (
        "localhost"
        if listen in ("0.0.0.0", "::", "127.0.0.1")
        else f"[{listen}]"
        if ":" in listen
        else listen
    )
    return f"http://{host}:{settings.ENV.port}/"


def web_answers() -> bool:
    """Whether the page that checks health does."""
    return _is_healthy(address())


def vectors_answer() -> bool:
    """Whether there is a vector server that can be asked."""
    owner = VectorsFolder(settings.VECTORS_FOLDER).owner()
    url = settings.VECTORS_URL or (owner.url if owner else "")
    if not url:
        return False
    try:
        connect(url).check()
    except VectorsUnavailable:
        return False
    return True


def encoding_answers() -> bool:
    """Whether an encoding service does, if only that it is loading its encoder."""
    return any(map(_is_healthy, service_addresses()))


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url.rstrip('/')}/healthz", timeout=PING_SECONDS).is_success
    except httpx.TransportError:
        return False


def worker_answers() -> bool:
    """Whether a worker replies through the broker."""
    return bool(celery.control.ping(timeout=PING_SECONDS, limit=1))


# The worker comes last: a ping that nobody takes lies in the broker until somebody does.
PARTS = (
    Part(_("web server"), web_answers),
    Part(_("vector server"), vectors_answer),
    Part(_("encoding service"), encoding_answers),
    Part(_("worker"), worker_answers),
)


def wait_for(part: Part, complain: Callable[[str], None]) -> None:
    """Return once the part answers; say so about every half minute while it does not."""
    next_complaint = time.monotonic() + PATIENCE_SECONDS
    while not part.answers():
        if time.monotonic() > next_complaint:
            complain(_("Still waiting: %(part)s. Its lines above say what it is doing.", part=part.name))
            next_complaint += PATIENCE_SECONDS
        time.sleep(POLL_SECONDS)
