"""Redirects go through the same door as what a person typed."""

import pytest

from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetcher import Fetcher, Wire
from agents.web.targets import read_target, redirected
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect

INWARDS = [
    "http://127.0.0.1/", "http://[::1]:8080/", "http://169.254.169.254/latest/meta-data/", "//10.0.0.1/",
    "http://2130706433/", "file:///etc/passwd", "http://user:secret@example.org/", "gopher://example.org/",
    "http://example.org:22/", "/\\127.0.0.1/", "http://[::1", "javascript:alert(1)", "http://0x7f.1/",
    "https://[::ffff:10.0.0.1]/", "data:text/html,x", "http://127。0。0。1/",
    "http:////[", "http:////[]x", "http:////';1]",
]  # fmt: skip
"""Where a server would like a redirect to lead."""


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_a_redirect_is_followed_with_another_get(fetcher: Fetcher, server: WebServer, status: str) -> None:
    server.pages |= {"/old": redirect("http://other.example/new#part", status), "/new": page(b"found")}
    fetched = fetcher.fetch("http://example.org/old")
    assert (fetched.content, fetched.url) == (b"found", "http://example.org/old")
    assert fetched.final_url == "http://other.example/new"
    assert [request.split("\r\n")[0] for request in server.requests] == [
        "GET /old HTTP/1.1",
        "GET /new HTTP/1.1",
    ]


@pytest.mark.parametrize(
    ("location", "arrives"),
    [
        ("new", "/deep/new"),
        ("/new?q=ä", "/new?q=%C3%A4"),
        ("?page=2", "/deep/old?page=2"),
        ("//b.example/c", "/c"),
    ],
)
def test_a_relative_redirect_is_read_from_where_it_was_said(
    fetcher: Fetcher, server: WebServer, location: str, arrives: str
) -> None:
    server.pages |= {"/deep/old": redirect(location), arrives: page(b"found")}
    assert fetcher.fetch("http://example.org/deep/old").content == b"found"


def test_there_are_enough_of_them() -> None:
    assert len({*INWARDS}) >= 16


@pytest.mark.parametrize("location", INWARDS)
def test_a_redirect_to_what_is_not_fetched_is_refused(
    fetcher: Fetcher, server: WebServer, network: Network, location: str
) -> None:
    server.pages["/"] = redirect(location)
    with pytest.raises(FetchRefused, match="What example.org redirects to"):
        fetcher.fetch("http://example.org/")
    assert len(network.dialled) == 1


def test_a_redirect_to_a_name_with_a_private_address_is_refused_without_naming_it(server: WebServer) -> None:
    server.pages["/"] = redirect("http://wiki.internal/")
    addresses = {"example.org": [PUBLIC], "wiki.internal": ["10.1.2.3"]}
    network = Network(server)
    fetcher = Fetcher(LIMITS, wire=Wire(resolve=lambda host: addresses[host], network=network))
    with pytest.raises(FetchRefused) as refused:
        fetcher.fetch("http://example.org/")
    assert str(refused.value).startswith("What example.org redirects to is not on the public internet")
    assert "wiki" not in str(refused.value)
    assert network.dialled == [(PUBLIC, 80)]


def test_a_redirect_with_bytes_that_are_no_text_is_refused(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/"] = redirect("/caf\xe9").replace("é".encode(), b"\xe9")
    with pytest.raises(FetchRefused, match="invisible character"):
        fetcher.fetch("http://example.org/")


def test_a_redirect_gives_no_encryption_up() -> None:
    with pytest.raises(FetchRefused, match="What it redirects to is no longer encrypted"):
        redirected(read_target("https://example.org/"), "http://example.org/", shown="What it redirects to")


def chain(server: WebServer, redirects: int) -> None:
    server.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(redirects)}
    server.pages[f"/{redirects}"] = page(b"at last")


def test_five_redirects_are_followed(fetcher: Fetcher, server: WebServer) -> None:
    chain(server, 5)
    assert fetcher.fetch("http://example.org/0").content == b"at last"


def test_a_sixth_redirect_is_one_too_many(fetcher: Fetcher, server: WebServer) -> None:
    chain(server, 6)
    with pytest.raises(FetchFailed, match=r"example\.org redirects more than 5 times") as failed:
        fetcher.fetch("http://example.org/0")
    assert not failed.value.retryable
    assert len(server.requests) == 6


def test_a_redirect_without_a_place_is_an_answer_without_content(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"", status="302 Found")
    with pytest.raises(FetchFailed, match="answered 302 Found"):
        fetcher.fetch("http://example.org/")
