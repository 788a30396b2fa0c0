"""A real HTTP server that plays a script and speaks OpenAI's chat completions, streaming and whole.

It speaks the streams of Anthropic and Gemini as well, by the path that is asked.
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socket import SHUT_RDWR, socket
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any

from tests.support.chat_format import (
    Body,
    Say,
    Tokens,
    chunk,
    counted_tokens,
    deltas,
    inline_pictures,
    prompt_text,
    streamed_reply,
    whole_reply,
)
from tests.support.provider_formats import provider_format

__all__ = [
    "Body",
    "Cut",
    "Empty",
    "ModelServer",
    "Raw",
    "Reply",
    "Say",
    "Script",
    "Silence",
    "Status",
    "Tokens",
]
__all__ += ["in_order", "inline_pictures", "prompt_text"]


@dataclass(frozen=True, slots=True)
class Status:
    """An HTTP status other than 200, with headers and a body."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | str = field(
        default_factory=lambda: {"error": {"message": "as the script says"}}
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """A stream without an end after this many characters: its connection closes, or orderly, stays open."""

    after_characters: int
    is_orderly: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing more after these characters (0: not even headers) until one side of the connection ends it."""

    after_characters: int = 0


@dataclass(frozen=True, slots=True)
class Empty:
    """A whole reply with no text and no calls."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A body with status 200 as it stands: what a server sends that keeps to no protocol."""

    body: str
    content_type: str = "text/event-stream"


Reply = Say | Status | Cut | Silence | Empty | Raw
Script = Callable[[Body, int], Reply]
"""Is given the parsed body and the number of the request, from 1; called in the thread of its connection."""


def in_order(*replies: Reply) -> Script:
    """The script that plays these replies one after the other, and the last one ever after."""
    return lambda _body, number: replies[min(number, len(replies)) - 1]


class ModelServer:
    """A server on a free port of the loopback, from `with` to the end of its block.

    `requests` are the bodies in the order of arrival, `authorizations` the headers with their keys. An error
    of the script is raised at the end of the block; its client sees a connection that closes. `abandoned` is
    set once a client has given up on a Silence.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._lock = Lock()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="model server")
        self._numbers = count(1)
        self.requests: list[Body] = []
        self.authorizations: list[str] = []
        self.connections = 0
        self.failure: BaseException | None = None
        self.closing = Event()
        self.abandoned = Event()

    @property
    def url(self) -> str:
        """The base URL, to be written behind `base_url=`."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        if self.failure:
            raise self.failure

    def answer(self, body: Body, authorization: str) -> Reply:
        """Note the request, and ask the script."""
        with self._lock:
            self.requests.append(body)
            self.authorizations.append(authorization)
            number = next(self._numbers)
        return self._script(body, number)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # More clients than the five that may wait by default.
    daemon_threads = False

    def __init__(self, owner: ModelServer) -> None:
        self.owner = owner
        self._connections: set[socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        self.owner.connections += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End what clients keep open, so that no thread waits for a request that never comes."""
        for connection in tuple(self._connections):
            try:
                connection.shutdown(SHUT_RDWR)
            except OSError:
                continue  # Its client was faster.

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients that go away are part of what is tested; anything else is a mistake in a script.
        error = sys.exception()
        if not isinstance(error, OSError):
            self.owner.failure = error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_POST(self) -> None:  # noqa: N802
        length = int(self.headers["Content-Length"])
        content = self.rfile.read(length)
        if len(content) < length:  # The client went away.
            self.close_connection = True
            return
        body = json.loads(content)
        form = provider_format(self.path)
        headers = form.key_headers if form else ("Authorization",)
        key = next((self.headers[name] for name in headers if name in self.headers), "")
        reply = self.server.owner.answer(body, key)
        match reply:
            case Status():
                self._send_status(reply)
            case Silence(after_characters=characters):
                if characters:
                    self._start_stream(characters)
                self._wait_for_the_end()
            case Cut(is_orderly=is_orderly):
                self._start_stream(reply.after_characters)
                self.wfile.write(b"0\r\n\r\n" if is_orderly else b"")
                self.close_connection = not is_orderly
            case Raw(body=text, content_type=content_type):
                self._send(200, text.encode(), {"Content-Type": content_type})
            case Say() | Empty():
                self._send_reply(reply if isinstance(reply, Say) else Say(), body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read the requests, not a log."""

    def _send_status(self, reply: Status) -> None:
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        self._send(reply.code, text.encode(), {"Content-Type": "application/json", **reply.headers})

    def _send_reply(self, reply: Say, body: Body) -> None:
        self.server.owner.closing.wait(reply.delay_seconds)
        if form := provider_format(self.path):
            events = form.stream(reply, reply.usage or Tokens(0, 0))
            self._send(200, events.encode(), {"Content-Type": "text/event-stream"})
            return
        usage = reply.usage or counted_tokens(reply, body)
        if body.get("stream"):
            events = "".join(f"data: {json.dumps(event)}\n\n" for event in streamed_reply(reply, usage))
            self._start_chunked()
            self._write_chunk(f"{events}data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")
        else:
            self._send(
                200, json.dumps(whole_reply(reply, usage)).encode(), {"Content-Type": "application/json"}
            )

    def _send(self, code: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _start_stream(self, characters: int) -> None:
        """A stream with this many characters of text and no end."""
        self._start_chunked()
        for delta in deltas("text", "x" * characters):
            self._write_chunk(f"data: {json.dumps(chunk(delta))}\n\n")
        self.wfile.flush()

    def _start_chunked(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _write_chunk(self, text: str) -> None:
        content = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))

    def _wait_for_the_end(self) -> None:
        self.close_connection = True
        with suppress(ConnectionError):
            self.connection.recv(1)  # Ends when either side hangs up.
        if not self.server.owner.closing.is_set():
            self.server.owner.abandoned.set()
