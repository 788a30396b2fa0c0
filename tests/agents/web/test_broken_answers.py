"""Answers that are wrong, incomplete, or no content at all."""

import pytest

from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher
from tests.agents.web.test_deadlines import DRIPPING
from tests.agents.web.test_sizes import BOMBS, DAMAGED, ENDLESS_BODIES, ENDLESS_HEADS
from tests.support.web_server import WebServer, page

HEAD = b"HTTP/1.1 200 OK\r\n"
BREAK_OFF = [
    HEAD + b"Content-Length: 100\r\n\r\nonly a part",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nonly a part",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\npart\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nno chunk\r\n",
]


@pytest.mark.parametrize("answer", BREAK_OFF)
def test_a_body_that_breaks_off_is_an_error_that_may_pass(
    fetcher: Fetcher, server: WebServer, answer: bytes
) -> None:
    server.pages["/"] = answer
    with pytest.raises(FetchFailed, match="broke off in the middle of its answer") as failed:
        fetcher.fetch("http://example.org/")
    assert failed.value.retryable


NO_HTTP = [
    b"",
    b"\x16\x03\x01 what is this\r\n\r\n",
    HEAD + b"Content-Length: 3",
    HEAD + b"Content-Length: -1\r\n\r\n",
    HEAD + b"Content-Length: 3, 5\r\n\r\nabcde",
    HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    HEAD + b"no header\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
]


def test_there_are_enough_hostile_servers() -> None:
    tables = (BREAK_OFF, NO_HTTP, DRIPPING, ENDLESS_BODIES, ENDLESS_HEADS, BOMBS, DAMAGED)
    assert sum(map(len, tables)) >= 26


@pytest.mark.parametrize("answer", NO_HTTP)
def test_an_answer_that_is_no_http_is_an_error(fetcher: Fetcher, server: WebServer, answer: bytes) -> None:
    server.pages["/"] = answer
    with pytest.raises(FetchFailed, match="gave no answer that can be read"):
        fetcher.fetch("http://example.org/")


def test_what_comes_behind_the_declared_length_is_not_part_of_the_body(
    fetcher: Fetcher, server: WebServer
) -> None:
    server.pages["/"] = HEAD + b"Content-Length: 5\r\n\r\nhello and more"
    assert fetcher.fetch("http://example.org/").content == b"hello"


@pytest.mark.parametrize(
    ("status", "sentence", "is_retryable"),
    [
        ("404 Gone Fishing", "example.org answered 404 Not Found.", False),
        ("403 Forbidden", "example.org answered 403 Forbidden.", False),
        ("429 Too Many", "example.org answered 429 Too Many Requests.", True),
        ("503 Busy", "example.org answered 503 Service Unavailable.", True),
        ("206 Partial", "example.org answered 206 Partial Content.", False),
        ("799 <script>", "example.org answered 799.", False),
    ],
)
def test_a_status_other_than_ok_is_told(
    fetcher: Fetcher, server: WebServer, status: str, sentence: str, is_retryable: bool
) -> None:
    server.pages["/"] = page(b"an error page", status=status)
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch("http://example.org/")
    assert str(failed.value) == sentence
    assert failed.value.retryable is is_retryable


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("Content-Type: image/PNG", "image/png"),
        ("content-type: text/html; charset=utf-8", "text/html"),
        ("X-Other: 1", ""),
    ],
)
def test_the_claimed_media_type_is_reported(
    fetcher: Fetcher, server: WebServer, header: str, media_type: str
) -> None:
    server.pages["/"] = HEAD + f"{header}\r\nContent-Length: 2\r\n\r\nhi".encode()
    fetched = fetcher.fetch("http://example.org/")
    assert (fetched.media_type, fetched.content, fetched.status) == (media_type, b"hi", 200)
