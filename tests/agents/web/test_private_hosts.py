"""Hosts of one's own network, allowed by name."""

import pytest

from agents.errors import ConfigurationError
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetcher import Fetcher, Wire
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect


def allowing(server: WebServer, *hosts: str, address: str = "10.0.0.7") -> Fetcher:
    wire = Wire(resolve=lambda host: [address], network=Network(server))
    return Fetcher(LIMITS, allowed_private_hosts=frozenset(hosts), wire=wire)


def test_an_allowed_address_is_fetched_from_over_the_real_network(server: WebServer) -> None:
    server.pages["/"] = page(b"hello")
    fetcher = Fetcher(LIMITS, allowed_private_hosts=frozenset({server.host}))
    assert fetcher.fetch(f"http://{server.host}/").content == b"hello"


def test_an_allowed_name_is_looked_up_by_the_system(server: WebServer) -> None:
    server.pages["/"] = page(b"hello")
    fetcher = Fetcher(LIMITS, allowed_private_hosts=frozenset({f"localhost:{server.port}"}))
    assert fetcher.fetch(f"http://localhost:{server.port}/").content == b"hello"


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("intranet.example", "http://intranet.example/"),
        ("intranet.example", "http://intranet.example:8080/"),
        ("Intranet.Example.", "http://intranet.example/"),
        ("intranet.example:9000", "http://INTRANET.example.:9000/"),
        ("10.0.0.7:9000", "http://10.0.0.7:9000/"),
        ("[fd00:0::7]:9000", "http://[fd00::7]:9000/"),
        ("[::1]", "http://[::1]/"),
    ],
)
def test_what_is_allowed_is_fetched(server: WebServer, entry: str, url: str) -> None:
    server.pages["/"] = page(b"hello")
    assert allowing(server, entry).fetch(url).content == b"hello"


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("intranet.example", "http://intranet.example:9000/"),
        ("intranet.example", "http://sub.intranet.example/"),
        ("intranet.example:9000", "http://intranet.example/"),
        ("intranet.example:9000", "http://intranet.example:9001/"),
        ("10.0.0.7", "http://10.0.0.8/"),
        ("10.0.0.7", "http://other.example/"),
        ("10.0.0.7:9000", "http://10.0.0.7/"),
    ],
)
def test_what_is_beside_it_is_not(server: WebServer, entry: str, url: str) -> None:
    with pytest.raises(FetchRefused):
        allowing(server, entry).fetch(url)
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "169.254.1.1", "100.100.100.200", "fd00:ec2::254", "fe80::1", "0.0.0.0", "224.0.0.1",
     "::ffff:10.0.0.7", "168.63.129.16"],
)  # fmt: skip
def test_not_even_an_allowed_name_leads_to_metadata_or_link_local_addresses(
    server: WebServer, address: str
) -> None:
    with pytest.raises(FetchRefused, match="not on the public internet"):
        allowing(server, "intranet.example", address=address).fetch("http://intranet.example/")


def test_an_allowed_host_cannot_redirect_to_one_that_is_not(server: WebServer) -> None:
    server.pages["/"] = redirect("http://10.9.8.7/")
    with pytest.raises(FetchRefused) as refused:
        allowing(server, "intranet.example").fetch("http://intranet.example/")
    assert "10.9.8.7" not in str(refused.value)


def test_a_failure_does_not_tell_the_address_of_an_allowed_host(server: WebServer) -> None:
    network = Network(server, unreachable=["10.0.0.7"])
    wire = Wire(resolve=lambda host: ["10.0.0.7"], network=network)
    fetcher = Fetcher(LIMITS, allowed_private_hosts=frozenset({"intranet.example"}), wire=wire)
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch("http://intranet.example/")
    assert str(failed.value) == "intranet.example cannot be reached: try again later."


def test_an_allowed_host_may_be_public_and_on_any_port(server: WebServer) -> None:
    server.pages["/"] = page(b"hello")
    fetcher = allowing(server, "example.org:9000", address=PUBLIC)
    assert fetcher.fetch("http://example.org:9000/").content == b"hello"


@pytest.mark.parametrize(
    "entry",
    ["http://intranet.example", "intranet.example/", "10.0.0.0/8", "*.example", "a:b", "a:0", "a:70000",
     "a:1:2", "fd00::7", "127.1", "", "a b"],
)  # fmt: skip
def test_an_entry_that_is_no_host_is_refused_at_the_start(entry: str) -> None:
    with pytest.raises(ConfigurationError, match="is no host: write names like"):
        Fetcher(LIMITS, allowed_private_hosts=frozenset({entry}))


def test_what_others_can_fetch_is_public_though_more_is_allowed(network: Network) -> None:
    addresses = {"site.example": [PUBLIC], "intranet.example": ["10.1.2.3"]}
    wire = Wire(resolve=lambda host: addresses[host], network=network)
    fetcher = Fetcher(LIMITS, allowed_private_hosts=frozenset({"intranet.example"}), wire=wire)
    fetcher.require_public("https://site.example/low.jpg")
    for private in ("https://intranet.example/low.jpg", "http://127.0.0.1/", "https://site.example:9000/"):
        with pytest.raises(FetchRefused):
            fetcher.require_public(private)
    assert network.dialled == []
