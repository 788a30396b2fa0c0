"""What a page says when a part of the installation fails: which, with the status that fits, and what to do.

A full disk, a database that is locked or away, a queue that takes nothing, a picture whose file is damaged:
none of these is a fault of the code, and none may look like one.
"""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import server_error
from kombu.exceptions import ChannelError
from kombu.exceptions import OperationalError as BrokerError

from agents.errors import EncodingUnavailable, VectorsUnavailable
from media_store import BrokenImage, MediaStoreUnavailable
from webapp.requests import wants_json

NOT_FOUND, UNAVAILABLE, NO_ROOM = 404, 503, 507
RETRY_AFTER_SECONDS = 30
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_SQLITE = "disk is full"
_FULL_POSTGRES = "No space left on device"


@dataclass(frozen=True, slots=True)
class Outage:
    """A status, and a sentence for whoever asked."""

    status: int
    sentence: str | Promise


DISK_FULL = Outage(
    NO_ROOM, gettext_lazy("The disk of the server is full, so this was not kept. Tell an administrator.")
)
DATABASE = Outage(UNAVAILABLE, gettext_lazy("The database is busy or away. Try again in half a minute."))
BROKER = Outage(
    UNAVAILABLE, gettext_lazy("The queue of work takes nothing now. What was kept is taken up once it does.")
)
MEDIA = Outage(UNAVAILABLE, gettext_lazy("The pictures cannot be reached now. Tell an administrator."))
VECTORS = Outage(UNAVAILABLE, gettext_lazy("The vectors cannot be reached now. Try again in half a minute."))
ENCODING = Outage(
    UNAVAILABLE, gettext_lazy("Texts and pictures cannot be compared now. Try again in half a minute.")
)
DAMAGED = Outage(NOT_FOUND, gettext_lazy("The file of this picture is damaged. Bring it in again."))
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Outage], ...] = (
    ((OperationalError, InterfaceError, sqlite3.OperationalError), DATABASE),
    ((ChannelError, BrokerError), BROKER),
    ((MediaStoreUnavailable,), MEDIA),
    ((VectorsUnavailable,), VECTORS),
    ((EncodingUnavailable,), ENCODING),
    ((BrokenImage,), DAMAGED),
)


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage that an error tells of, or that caused it; None for a fault of the code."""
    chain = list(_causes(error))
    if any(map(_is_full, chain)):
        return DISK_FULL
    for each in chain:
        for kinds, outage in _KINDS:
            if isinstance(each, kinds):
                return outage
    return None


def is_passing(error: BaseException) -> bool:
    """Whether the database was locked or away: what is worked on waits, and goes on from where it was."""
    if outage_of(error) is not DATABASE:
        return False
    return connection.vendor != "sqlite" or any("is locked" in str(each) for each in _causes(error))


def handle_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of errors that nobody caught: an outage is told; all else is a fault of ours."""
    outage = outage_of(sys.exc_info()[1])
    return server_error(request) if outage is None else tell(request, outage)


def tell(request: HttpRequest, outage: Outage) -> HttpResponse:
    """The page of an outage, made without the database; for a script, the sentence as JSON."""
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"problem": str(outage.sentence)}, status=outage.status)
    else:
        context = {"title": _("Not now"), "sentence": outage.sentence}
        response = HttpResponse(render_to_string("outage.html", context), status=outage.status)
    if outage.status == UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    said = str(error)
    is_database = isinstance(error, OperationalError | sqlite3.OperationalError)
    return is_database and (_FULL_SQLITE in said or _FULL_POSTGRES in said)
