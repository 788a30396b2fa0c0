"""A name server that changes its mind gains nothing."""

from collections.abc import Callable

import pytest

from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetcher import Fetcher, Wire
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect


class Rebinding:
    """Answers with a public address once and with loopback ever after."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        return [PUBLIC] if len(self.asked) == 1 else ["127.0.0.1"]


def test_a_name_is_looked_up_once_and_the_checked_address_is_dialled(
    server: WebServer, network: Network
) -> None:
    server.pages["/"] = page(b"hello")
    resolve = Rebinding()
    assert Fetcher(LIMITS, wire=Wire(resolve=resolve, network=network)).fetch("http://example.org/").content
    assert resolve.asked == ["example.org"]
    assert network.dialled == [(PUBLIC, 80)]


def test_the_next_request_is_checked_again(server: WebServer, network: Network) -> None:
    server.pages["/"] = redirect("/again")
    with pytest.raises(FetchRefused, match="not on the public internet"):
        Fetcher(LIMITS, wire=Wire(resolve=Rebinding(), network=network)).fetch("http://example.org/")
    assert network.dialled == [(PUBLIC, 80)]


def test_an_address_is_not_looked_up_at_all(server: WebServer, network: Network) -> None:
    server.pages["/"] = page()
    resolve = Rebinding()
    Fetcher(LIMITS, wire=Wire(resolve=resolve, network=network)).fetch("http://8.8.8.8/")
    assert resolve.asked == []


def test_the_next_address_is_tried_when_one_is_silent(server: WebServer) -> None:
    server.pages["/"] = page(b"hello")
    network = Network(server, unreachable=["1.1.1.1"])
    wire = Wire(resolve=lambda host: ["1.1.1.1", "8.8.8.8"], network=network)
    assert Fetcher(LIMITS, wire=wire).fetch("http://example.org/").content == b"hello"
    assert network.dialled == [("1.1.1.1", 80), ("8.8.8.8", 80)]


def test_a_server_that_nobody_reaches_may_be_tried_later(server: WebServer) -> None:
    network = Network(server, unreachable=[PUBLIC])
    with pytest.raises(FetchFailed, match=r"example\.org cannot be reached") as failed:
        Fetcher(LIMITS, wire=Wire(resolve=lambda host: [PUBLIC], network=network)).fetch(
            "http://example.org/"
        )
    assert failed.value.retryable


def test_a_name_without_addresses_is_said_to_be_unknown(
    resolving: Callable[..., Fetcher], network: Network
) -> None:
    with pytest.raises(FetchFailed, match=r"example\.org has no address: check the spelling") as failed:
        resolving().fetch("http://example.org/")
    assert not failed.value.retryable
    assert network.dialled == []
