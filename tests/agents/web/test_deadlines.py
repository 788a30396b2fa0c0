"""One deadline holds for everything: names, connections, heads, bodies, redirects."""

from collections.abc import Callable
from dataclasses import replace
from socket import socket
from threading import Event

import pytest

from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher, Wire
from agents.web.limits import FetchLimits
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect


def dripping(head: bytes, piece: bytes) -> Callable[[socket, Event], None]:
    """Sends a little now and then, always sooner than any limit of a single read."""

    def write(connection: socket, closing: Event) -> None:
        connection.sendall(head)
        while not closing.wait(0.02):
            connection.sendall(piece)

    return write


@pytest.fixture
def slow_names(network: Network) -> Wire:
    """Every look-up of a name takes two and a half seconds of a clock that stands still otherwise."""
    now = [100.0]

    def resolve(host: str) -> list[str]:
        now[0] += 2.5
        return [PUBLIC]

    return Wire(resolve=resolve, network=network, clock=lambda: now[0])


DRIPPING = [
    (b"", b""),
    (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
]


@pytest.mark.parametrize(
    ("head", "piece"),
    DRIPPING,
    ids=["silence", "head", "body", "chunks"],
)
def test_a_server_that_drips_is_left_at_the_deadline(
    impatient: Fetcher, server: WebServer, head: bytes, piece: bytes
) -> None:
    server.pages["/"] = dripping(head, piece)
    with pytest.raises(FetchFailed, match=r"example\.org took longer than 0\.3 seconds") as failed:
        impatient.fetch("http://example.org/")
    assert failed.value.retryable


def test_a_slow_redirect_is_told_of_by_the_name_that_was_typed(impatient: Fetcher, server: WebServer) -> None:
    server.pages |= {"/": redirect("http://other.example/slow"), "/slow": dripping(b"", b"")}
    with pytest.raises(FetchFailed, match=r"^example\.org took longer"):
        impatient.fetch("http://example.org/")


def test_a_name_server_that_does_not_answer_is_left_at_the_deadline(network: Network) -> None:
    released = Event()

    def resolve(host: str) -> list[str]:
        released.wait()
        return [PUBLIC]

    limits = FetchLimits(max_bytes=1000, total_seconds=0.1)
    try:
        with pytest.raises(FetchFailed, match=r"example\.org took longer than 0\.1 seconds"):
            Fetcher(limits, wire=Wire(resolve=resolve, network=network)).fetch("http://example.org/")
    finally:
        released.set()
    assert network.dialled == []


def test_the_time_of_all_redirects_together_counts(
    server: WebServer, network: Network, slow_names: Wire
) -> None:
    server.pages |= {"/": redirect("/1"), "/1": redirect("/2"), "/2": page()}
    with pytest.raises(FetchFailed, match="took longer than 6 seconds"):
        Fetcher(replace(LIMITS, total_seconds=6), wire=slow_names).fetch("http://example.org/")
    assert len(server.requests) == 2


def test_the_time_a_fetch_took_is_reported(server: WebServer, slow_names: Wire) -> None:
    server.pages["/"] = page()
    assert Fetcher(LIMITS, wire=slow_names).fetch("http://example.org/").seconds == 2.5
