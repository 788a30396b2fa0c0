"""The encoding service in a thread of this process, asked over a real socket."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn

from agents.retrieval.encoders import Encoder, load_encoder
from agents.retrieval.encoders.base import Vectors
from agents.retrieval.encoders.hashing import HashingEncoder
from tests.support.waiting import free_port
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.encoding.service import encoding_service

KEY = "a key of the tests"


@contextmanager
def serving(
    load: Callable[[str], Encoder] = load_encoder,
    *,
    key: str = KEY,
    first: str = "hashing",
    wait_seconds: float = 30,
) -> Iterator[str]:
    """The address of a service."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        application = encoding_service(load, key, first, wait_seconds)
        server = uvicorn.Server(uvicorn.Config(application, lifespan="on", log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


OPENED: list[EncodingClient] = []
"""To be closed when the test ends."""


def client_of(*addresses: str, key: str = KEY) -> EncodingClient:
    OPENED.append(EncodingClient(lambda: addresses, lambda: key))
    return OPENED[-1]


def closed_address() -> str:
    """Where nobody listens."""
    return f"http://127.0.0.1:{free_port()}"


class GatedEncoder(HashingEncoder):
    """Embeds no text before its gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()

    def embed_texts(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        assert self.gate.wait(60)
        return super().embed_texts(texts)
