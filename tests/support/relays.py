"""A relay in front of a server, which can fall silent as a server does that hangs, or say something else."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import create_connection, socket


@dataclass
class Relay:
    """Passes bytes on to `target` until it is silent: then it takes them and says nothing.

    As long as there are any, it says the first of `instead` where a reply of HTTP begins.
    """

    target: tuple[str, int]
    port: int = 0
    silent: threading.Event = field(default_factory=threading.Event)
    instead: list[bytes] = field(default_factory=list)

    def pump(self, source: socket, sink: socket) -> None:
        with suppress(OSError):  # the other side has hung up, and its socket is closed
            while data := source.recv(65_536):
                if not self.silent.is_set():
                    begins = data.startswith(b"HTTP/") and self.instead
                    sink.sendall(self.instead.pop(0) if begins else data)


@contextmanager
def relay_to(host: str, port: int) -> Iterator[Relay]:
    """A relay on a free port of this machine."""
    relay = Relay((host, port))

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with create_connection(relay.target) as upstream:
                back = threading.Thread(target=relay.pump, args=(upstream, self.request), daemon=True)
                back.start()
                relay.pump(self.request, upstream)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        relay.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield relay
        server.shutdown()
