"""What a caller is told of a server that says no, or nothing: status, its words, when to come back."""

import gzip
from socket import socket
from threading import Event

import pytest

from agents.web.errors import BadStatus, TookTooLong
from agents.web.fetcher import Fetcher
from tests.support.web_server import WebServer, page

DATE = "Date: Tue, 01 Dec 2026 04:00:00 GMT"


def refusal(fetcher: Fetcher) -> BadStatus:
    with pytest.raises(BadStatus) as refused:
        fetcher.fetch("http://site.example/")
    return refused.value


def test_a_refusal_has_status_and_words(fetcher: Fetcher, server: WebServer) -> None:
    words = b'{"error": "key"}'
    server.pages["/"] = page(words, status="401 Unauthorized", media_type="application/json; charset=utf-8")
    said = refusal(fetcher)
    assert (said.status, said.media_type, said.content) == (401, "application/json", words)
    assert (said.retryable, said.retry_after_seconds) == (False, None)
    assert str(said) == "site.example answered 401 Unauthorized."


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Retry-After: 120"], 120),
        (["Retry-After: 0"], 0),
        (["Retry-After: Tue, 01 Dec 2026 04:01:30 GMT", DATE], 90),
        (["Retry-After: Tue, 01 Dec 2026 03:00:00 GMT", DATE], 0),
        (["Retry-After: Tue, 01 Dec 2026 04:01:30 GMT"], None),
        (["Retry-After: soon", DATE], None),
        (["Retry-After: 1 Jan 99999999999999999999 00:00:00 GMT", DATE], None),
        (["Retry-After: -5"], None),
        (["Retry-After: ٣"], None),
        ([DATE], None),
    ],
)
def test_when_to_come_back(
    fetcher: Fetcher, server: WebServer, headers: list[str], seconds: float | None
) -> None:
    server.pages["/"] = page(b"", *headers, status="429 Too Many Requests")
    said = refusal(fetcher)
    assert said.retry_after_seconds == seconds
    assert said.retryable


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * 20_000, status="403 Forbidden"),
        page(gzip.compress(b"x" * 20_000), "Content-Encoding: gzip", status="403 Forbidden"),
        page(b"x", "Content-Encoding: br", status="403 Forbidden"),
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\nbroken off",
    ],
)
def test_words_that_cannot_be_had_are_left_out(fetcher: Fetcher, server: WebServer, answer: bytes) -> None:
    server.pages["/"] = answer
    said = refusal(fetcher)
    assert (said.status, said.content) == (403, b"")


def test_time_is_told_from_a_refusal(impatient: Fetcher, server: WebServer) -> None:
    def silence(_connection: socket, closing: Event) -> None:
        closing.wait(5)

    server.pages["/"] = silence
    with pytest.raises(TookTooLong, match=r"took longer than 0\.3 seconds"):
        impatient.fetch("http://site.example/")


def test_a_refusal_that_drips_still_ends_in_time(impatient: Fetcher, server: WebServer) -> None:
    def drip(connection: socket, closing: Event) -> None:
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n")
        while not closing.wait(0.02):
            connection.sendall(b"x")

    server.pages["/"] = drip
    with pytest.raises(TookTooLong):
        impatient.fetch("http://site.example/")
