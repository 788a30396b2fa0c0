"""One local server for all sites: each has a loopback address of its own, all have one port.

Names would need a resolver on every machine, and a port each would make all sites one host for cookies, paces
and robots. Addresses of 127.0.0.0/8 need nothing, are told apart by every client, and can be allowed by
`SIGHTLINE_WEB_ALLOW` one by one. Only Linux has them all without being asked.
"""

import re
import selectors
import socket
import struct
from collections.abc import Iterable, Mapping
from contextlib import suppress
from http.client import responses
from itertools import repeat
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from tests.support.little_web.engine import Engine
from tests.support.little_web.pages import Answer, Request, Site
from tests.support.little_web.sites import sites

ENGINE_HOST = "127.1.0.1"
SLOW_SECONDS = 3.0
SILENT_SECONDS = 60.0
TRICKLE_SECONDS = 0.2
MAX_REQUEST_BYTES = 64 * 1024
MAX_ENDLESS_BYTES = 1024**3
_NAMED = re.compile(rb"http://([a-z0-9-]+)\.little")


class LittleWeb:
    """Serves all sites and the engine before them, on a port (0: one that is free), until it is closed."""

    def __init__(self, port: int = 0) -> None:
        self.sites: Mapping[str, Site] = {site.key: site for site in sites()}
        self.hosts = {key: f"127.1.1.{place}" for place, key in enumerate(self.sites, start=1)}
        self.requests: list[tuple[str, str, str]] = []
        """Site ("" is the engine), method and path of each."""
        self.closing = Event()
        self._by_host = {host: self.sites[key] for key, host in self.hosts.items()}
        self._selector = selectors.DefaultSelector()
        first = self._listen(ENGINE_HOST, port)
        self.port: int = first.getsockname()[1]
        for host in self._by_host:
            self._listen(host, self.port)
        self._engine = Engine(self.sites.values(), self.address)
        self._wake, self._waking = socket.socketpair()
        self._selector.register(self._waking, selectors.EVENT_READ, None)
        self._thread = Thread(target=self._accept, daemon=True)

    @property
    def engine(self) -> str:
        """The address of the engine."""
        return f"http://{ENGINE_HOST}:{self.port}"

    @property
    def allowed(self) -> list[str]:
        """Every host of it, as `SIGHTLINE_WEB_ALLOW` takes them."""
        return [f"{host}:{self.port}" for host in self._by_host]

    @property
    def settings(self) -> dict[str, str]:
        """What an installation has to be told to search and read it."""
        return {
            "SIGHTLINE_WEB_ENGINES": f"searxng:{self.engine} interval=0",
            "SIGHTLINE_WEB_ALLOW": " ".join(self.allowed),
        }

    def address(self, named: str) -> str:
        """Where a page is served that is named `http://KEY.little/...`."""
        return self._placed(named.encode()).decode()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Switch it off: from then on no address of it answers."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._wake.send(b"x")
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._wake.close()
        self._selector.close()

    def _listen(self, host: str, port: int) -> socket.socket:
        listening = socket.create_server((host, port), backlog=64)
        self._selector.register(listening, selectors.EVENT_READ, host)
        return listening

    def _accept(self) -> None:
        while not self.closing.is_set():
            for key, _events in self._selector.select():
                if key.data is not None:
                    line, _peer = key.fileobj.accept()  # type: ignore[union-attr]
                    Thread(target=self._serve, args=(key.data, line), daemon=True).start()

    def _serve(self, host: str, line: socket.socket) -> None:
        with line, suppress(OSError):  # Clients that hang up are none of its business.
            line.settimeout(30)
            request = _read(line)
            if request is None:
                return
            site = self._by_host.get(host)
            self.requests.append((site.key if site else "", request.method, request.path))
            self._send(line, site.answer(request) if site else self._engine.answer(request))

    def _send(self, line: socket.socket, answer: Answer) -> None:
        is_text = answer.media_type.startswith(("text/", "application/json", "application/xml"))
        body = self._placed(answer.body) if is_text else answer.body
        headers = [(name, self._placed(value.encode()).decode()) for name, value in answer.headers]
        head = [
            f"HTTP/1.1 {answer.status} {responses[answer.status]}", f"Content-Type: {answer.media_type}",
            "Connection: close", *(f"{name}: {value}" for name, value in headers),
        ]  # fmt: skip
        if answer.manner != "endless":
            head.append(f"Content-Length: {len(body)}")
        self._manner(line, answer.manner, "\r\n".join([*head, "", ""]).encode(), body)

    def _manner(self, line: socket.socket, manner: str, head: bytes, body: bytes) -> None:
        match manner:
            case "silent":
                self.closing.wait(SILENT_SECONDS)
            case "reset":
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            case "cut":
                line.sendall(head + body[: len(body) // 2])
            case "trickle":
                self._go_on(
                    line, head, [body[at : at + 64] for at in range(0, len(body), 64)], TRICKLE_SECONDS
                )
            case "endless":
                self._go_on(line, head, repeat(body, MAX_ENDLESS_BYTES // len(body)))
            case "slow":
                self.closing.wait(SLOW_SECONDS)
                line.sendall(head + body)
            case _:
                line.sendall(head + body)

    def _go_on(
        self, line: socket.socket, head: bytes, pieces: Iterable[bytes], pause_seconds: float = 0
    ) -> None:
        line.sendall(head)
        for piece in pieces:
            line.sendall(piece)
            if self.closing.wait(pause_seconds):
                return

    def _placed(self, content: bytes) -> bytes:
        def place(named: re.Match[bytes]) -> bytes:
            return f"http://{self.hosts[named[1].decode()]}:{self.port}".encode()

        return _NAMED.sub(place, content)


def _read(line: socket.socket) -> Request | None:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = line.recv(16 * 1024)
        if not piece or len(received) > MAX_REQUEST_BYTES:
            return None
        received += piece
    head, _end, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (each.partition(":") for each in lines)}
    length = min(int(headers.get("content-length", "0")), MAX_REQUEST_BYTES)
    while len(body) < length and (piece := line.recv(16 * 1024)):
        body += piece
    method, target, *_version = first.split(" ")
    parts = urlsplit(target)
    form = dict(parse_qsl(body.decode("utf-8", "replace")))
    return Request(method, parts.path or "/", dict(parse_qsl(parts.query)), headers, form)
