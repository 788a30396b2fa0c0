"""Bodies of requests are limited before anything is kept of them: in size, and in the time they may take.

Django writes a body to a file before a view sees any of it, whoever sent it. So this stands around Django: a
visitor may send what fits a sign-in form; who is signed in, a question with all its pictures. A body that
announces no length is counted as it comes.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _

from agents.parsing.storable import is_storable
from media_store.limits import MIB
from webapp.http.outages import DISK_FULL, NO_ROOM, outage_of
from webapp.requests import parse_integer

PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT = 413, 408
MAX_DRAINED_BYTES = MIB
DRAIN_SECONDS = 2.0
"""What is still taken, and thrown away, of a refused body: browsers send some before they read an answer."""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass
class BodyRefused(Exception):
    """A body is too large, or takes too long; `limit_bytes` is what it may have."""

    status: int
    limit_bytes: int


class BodyLimits:
    """ASGI middleware: answers 413 and 408 in a sentence, and passes everything else on."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        body = _Body(scope, receive)
        try:
            await body.check_announced()
            await self.application(scope, body.receive, send)
        except BodyRefused as refused:
            await _answer(_request(scope), refused, receive, send)
        except OSError as error:
            # Django keeps a long body in a file before any of its own handlers stands around it.
            if outage_of(error) is not DISK_FULL:
                raise
            await _answer(_request(scope), BodyRefused(NO_ROOM, 0), receive, send)


class _Body:
    """A body on its way, piece by piece."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope, self._receive = scope, receive
        self._limit_bytes = settings.MAX_VISITOR_BODY_BYTES
        self._knows_person = self._is_complete = False
        self._received_bytes, self._begun = 0, asyncio.get_running_loop().time()

    async def check_announced(self) -> None:
        """Raises BodyRefused for one that is announced with more than the person may send."""
        lengths = [value for name, value in self._scope["headers"] if name == b"content-length"]
        for length in lengths:
            announced = parse_integer(length.decode("latin-1"))
            await self._admit(settings.MAX_BODY_BYTES + 1 if announced is None else announced)

    async def receive(self) -> Message:
        """The next message. Raises BodyRefused for what is too much, or too slow."""
        if self._is_complete:
            return await self._receive()
        allowed_seconds = settings.BODY_SECONDS + self._received_bytes / settings.MIN_BODY_BYTES_PER_SECOND
        try:
            async with asyncio.timeout_at(self._begun + allowed_seconds):
                message = await self._receive()
        except TimeoutError:
            raise BodyRefused(REQUEST_TIMEOUT, self._limit_bytes) from None
        self._received_bytes += len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        await self._admit(self._received_bytes)
        return message

    async def _admit(self, size_bytes: int) -> None:
        """Ask who sends it only where that matters: most requests fit what anybody may send."""
        if size_bytes > self._limit_bytes and not self._knows_person:
            self._knows_person = True
            if await database_sync_to_async(_is_signed_in)(self._scope):
                self._limit_bytes = settings.MAX_BODY_BYTES
        if size_bytes > self._limit_bytes:
            raise BodyRefused(PAYLOAD_TOO_LARGE, self._limit_bytes)


def _request(scope: Scope) -> ASGIRequest:
    """The head of a request, for its cookies and its language."""
    return ASGIRequest(scope, BytesIO())


def _is_signed_in(scope: Scope) -> bool:
    request = _request(scope)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not is_storable(key):
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return get_user(request).is_authenticated


async def _answer(request: ASGIRequest, refused: BodyRefused, receive: Receive, send: Send) -> None:
    with translation.override(translation.get_language_from_request(request)):
        if refused.status == REQUEST_TIMEOUT:
            sentence = _("This request took too long to arrive. Check your connection, and try again.")
        elif refused.status == NO_ROOM:
            sentence = str(DISK_FULL.sentence)
        elif refused.limit_bytes < settings.MAX_BODY_BYTES:
            sentence = _("This is more than can be sent without signing in. Sign in, and try again.")
        else:
            sentence = _("This is more than can be sent at once (%(size)s). Send it in parts.")
            sentence %= {"size": filesizeformat(refused.limit_bytes)}
    content = f"{sentence}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": content, "more_body": True})
    if refused.status != REQUEST_TIMEOUT:
        await _drain(receive)
    await send({"type": "http.response.body", "body": b""})


async def _drain(receive: Receive) -> None:
    left_bytes = MAX_DRAINED_BYTES
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while left_bytes > 0:
                message = await receive()
                left_bytes -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
