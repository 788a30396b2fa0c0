"""How uvicorn talks to browsers: as it does by itself, but the head of a request is limited too.

Uvicorn waits for a head as long as it takes, and keeps all that comes of it; and of what stands around the
pieces of a chunked body, whose trailers it keeps too.
"""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_SOCKET_MESSAGE_BYTES = 4096
"""Sockets tell; what a browser says on one is not listened to."""

MAX_SOCKET_QUEUE = 4
TOO_LARGE = "431 Request Header Fields Too Large"
FRAMING_PER_BODY_BYTE = 8
"""A piece of one byte has five or six around it."""
KEEP_ALIVE_SECONDS = 5


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection whose next head does not come in time or end, or whose body is all frames."""

    _head_timer: asyncio.TimerHandle | None = None
    _head_bytes = _body_bytes = _framed_bytes = 0
    _has_begun = False
    """Whether a request began in what is received now."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._has_begun = True
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        was_expected, self._has_begun = self._head_timer is not None, False
        super().data_received(data)
        # What comes with the end of a body before it does not count; one read has 256 KiB at most.
        if was_expected and self._head_timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > settings.MAX_HEAD_BYTES:
                self._refuse(TOO_LARGE, "The head of this request is too large.")
        elif not was_expected and not self._has_begun:
            self._framed_bytes += len(data)
            if self._framed_bytes > settings.MAX_HEAD_BYTES + (1 + FRAMING_PER_BODY_BYTE) * self._body_bytes:
                self._refuse(TOO_LARGE, "What stands around the body of this request is too large.")

    def _expect_head(self) -> None:
        self._end_head()
        self._head_bytes = self._body_bytes = self._framed_bytes = 0
        self._head_timer = self.loop.call_later(settings.HEAD_SECONDS, self._give_up)

    def _end_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        if self._head_bytes:
            self._refuse("408 Request Timeout", "The head of this request took too long to arrive.")
        else:
            self.transport.close()  # A browser opens connections ahead, and would show an answer to nothing.

    def _refuse(self, status: str, sentence: str) -> None:
        self._end_head()
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.close()  # It has an answer, or a part of one.
        if self.transport.is_closing():
            return
        content = f"{sentence}\n"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
        self.transport.write(f"{head}Content-Length: {len(content)}\r\n\r\n{content}".encode())
        self.transport.close()


def uvicorn_options() -> dict[str, Any]:
    """What limits connections, for `uvicorn.run` and `uvicorn.Config`."""
    return {
        "http": PatientProtocol,
        "ws_max_size": MAX_SOCKET_MESSAGE_BYTES,
        "ws_max_queue": MAX_SOCKET_QUEUE,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
    }
