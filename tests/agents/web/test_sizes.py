"""What a server sends is counted while it comes, as sent and as unpacked."""

import gzip
import zlib
from collections.abc import Callable
from socket import socket
from threading import Event

import pytest

from agents.web import unpacking
from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import WebServer, page

MOST = LIMITS.max_bytes
TOO_LARGE = r"example\.org sends more than 0\.0954 MiB"


def endless(head: bytes, piece: bytes) -> Callable[[socket, Event], None]:
    """An answer that goes on until the client hangs up."""

    def write(connection: socket, closing: Event) -> None:
        connection.sendall(head)
        while not closing.is_set():
            connection.sendall(piece)

    return write


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def fetch_too_much(fetcher: Fetcher, reason: str = TOO_LARGE) -> None:
    with pytest.raises(FetchFailed, match=reason) as failed:
        fetcher.fetch("http://example.org/")
    assert not failed.value.retryable


def test_a_body_of_just_the_limit_is_whole(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"x" * MOST)
    assert len(fetcher.fetch("http://example.org/").content) == MOST


def test_a_declared_length_over_the_limit_is_refused_before_any_of_it_came(
    fetcher: Fetcher, server: WebServer
) -> None:
    server.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (MOST + 1)
    fetch_too_much(fetcher)


ENDLESS_BODIES = [
    (b"HTTP/1.0 200 OK\r\n\r\n", b"x" * 4096),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"pad" * 1000 + b"\r\nx\r\n"),
    (b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
]


@pytest.mark.parametrize(
    ("head", "piece"),
    ENDLESS_BODIES,
    ids=["plain", "chunks", "chunks that are mostly frame", "empty gzip members"],
)
def test_a_body_without_an_end_is_left(
    fetcher: Fetcher, server: WebServer, head: bytes, piece: bytes
) -> None:
    server.pages["/"] = endless(head, piece)
    fetch_too_much(fetcher)


ENDLESS_HEADS = [
    (b"HTTP/1.1 200 OK\r\n", b"X-Padding: xxxxxxxxxxxxxxxx\r\n"),
    (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
]


@pytest.mark.parametrize(
    ("head", "piece"),
    ENDLESS_HEADS,
    ids=["headers", "provisional answers"],
)
def test_a_head_without_an_end_is_left(
    fetcher: Fetcher, server: WebServer, head: bytes, piece: bytes
) -> None:
    server.pages["/"] = endless(head, piece)
    fetch_too_much(fetcher, r"example\.org sends headers of more than 32,768 bytes")


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("Deflate", raw_deflate),
    ],
)
def test_a_packed_body_is_unpacked(
    fetcher: Fetcher, server: WebServer, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    content = b"A harbour with three boats. " * 100
    server.pages["/"] = page(pack(content), f"Content-Encoding: {encoding}")
    assert fetcher.fetch("http://example.org/").content == content


def test_two_gzip_members_are_one_body(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(gzip.compress(b"first ") + gzip.compress(b"second"), "Content-Encoding: gzip")
    assert fetcher.fetch("http://example.org/").content == b"first second"


BOMBS = [gzip.compress, zlib.compress, raw_deflate]


@pytest.mark.parametrize("pack", BOMBS)
def test_a_bomb_is_too_large(fetcher: Fetcher, server: WebServer, pack: Callable[[bytes], bytes]) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    server.pages["/"] = page(pack(bytes(50 * MOST)), f"Content-Encoding: {encoding}")
    fetch_too_much(fetcher)


def test_a_packed_body_may_not_be_larger_than_a_plain_one(fetcher: Fetcher, server: WebServer) -> None:
    small = gzip.compress(b"small")
    head, rest = bytearray(small[:10]), small[10:]
    head[3] |= 8  # A file name follows, which unpacking drops.
    server.pages["/"] = (
        b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bytes(head) + b"n" * MOST + b"\0" + rest
    )
    fetch_too_much(fetcher)


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    assert len(unpacking.unpack(gzip.compress(bytes(10_000_000)), "gzip", most_bytes=1000)) == 1001


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip"])
def test_a_packing_that_nobody_asked_for_is_refused(
    fetcher: Fetcher, server: WebServer, encoding: str
) -> None:
    server.pages["/"] = page(b"packed", f"Content-Encoding: {encoding}")
    fetch_too_much(fetcher, "packs its answer in a way that was not asked for")


DAMAGED = [
    ("gzip", b"no gzip at all"),
    ("deflate", b"no deflate at all"),
    ("gzip", gzip.compress(b"x" * 1000)[:-9]),
    ("gzip", gzip.compress(b"x") + b"rubbish"),
    ("gzip", gzip.compress(b"x") * 100),
    ("deflate", b"x"),
]


@pytest.mark.parametrize(
    ("encoding", "sent"),
    DAMAGED,
    # Named, because gzip writes the time into its head, and two workers must find the same tests.
    ids=[
        "no gzip",
        "no deflate",
        "gzip cut short",
        "rubbish after gzip",
        "too many members",
        "deflate cut short",
    ],
)
def test_a_damaged_packing_is_an_error_and_no_half_body(
    fetcher: Fetcher, server: WebServer, encoding: str, sent: bytes
) -> None:
    server.pages["/"] = page(sent, f"Content-Encoding: {encoding}")
    with pytest.raises(FetchFailed, match="cannot be unpacked"):
        fetcher.fetch("http://example.org/")
