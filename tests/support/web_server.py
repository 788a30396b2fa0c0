"""A real server of the web that misbehaves as told, and a network on which every address leads to it."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import httpcore

PUBLIC = "93.184.215.14"

Page = bytes | Callable[[socket, Event], None]
"""The bytes of an answer, head included, or what writes them until the event says to stop."""


def page(
    content: bytes = b"hello", *headers: str, status: str = "200 OK", media_type: str = "text/plain"
) -> bytes:
    """An answer with its true length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", f"Content-Type: {media_type}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that sends on to `location`."""
    return page(b"", f"Location: {location}", status=status)


class WebServer:
    """Serves `pages` by path on loopback and keeps the head and the body of every request.

    It begins with whoever first asks where it is: most of what is tested never gets as far as that.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.greeting: Callable[[socket, Event], None] | None = None
        """Takes over a connection before anything is read of it."""
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.closing = Event()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        if not self._thread.ident:
            self._thread.start()
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """As an operator allows it."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        if self._thread.ident:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = False
    request_queue_size = 32

    def __init__(self, owner: WebServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        owner = self.server.owner
        with suppress(OSError):  # Clients that hang up are part of what is tested.
            if owner.greeting:
                return owner.greeting(self.request, owner.closing)
            head, body = self._read()
            owner.requests.append(head)
            owner.bodies.append(body)
            answer = owner.pages.get(head.split(" ")[1], page(status="404 Not Found"))
            if callable(answer):
                answer(self.request, owner.closing)
            else:
                self.request.sendall(answer)

    def _read(self) -> tuple[str, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._piece()
        head, _end, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        while len(body) < int(length[1] if length else 0):
            body += self._piece()
        return f"{head.decode()}\r\n\r\n", body

    def _piece(self) -> bytes:
        piece: bytes = self.request.recv(65536)
        if not piece:
            raise ConnectionError
        return piece


class Network(httpcore.NetworkBackend):
    """Leads every address to one local server, and notes which addresses were dialled."""

    def __init__(self, server: WebServer, unreachable: Iterable[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._server = server
        self._unreachable = set(unreachable)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *arguments: Any, **options: Any
    ) -> httpcore.NetworkStream:
        self.dialled.append((host, port))
        if host in self._unreachable:
            raise httpcore.ConnectError("unreachable")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._server.port, timeout)
