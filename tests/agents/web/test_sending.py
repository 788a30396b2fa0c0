"""Keys and JSON that are sent: what arrives, and where they never arrive."""

import json
import logging
from importlib.metadata import version
from typing import Any

import pytest

from agents.errors import ConfigurationError
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.fetcher import Fetcher, Wire
from agents.web.limits import FetchLimits
from agents.web.sending import Sent
from agents.web.targets import read_target, redirected
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect

KEY = "sk-very-secret"
KEYS = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def trusted(network: Network) -> Fetcher:
    """To it every name is public, and keys may be sent to these in the clear: the server has no TLS."""
    hosts = frozenset({"api.example", "api.example:8081", "other.example"})
    wire = Wire(resolve=lambda host: [PUBLIC], network=network)
    return Fetcher(LIMITS, allowed_private_hosts=hosts, wire=wire)


def heads(server: WebServer) -> list[dict[str, str]]:
    """The headers of each request, by name in lower case."""
    found = []
    for head in server.requests:
        lines = head.strip().split("\r\n")[1:]
        found.append(
            {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        )
        assert len(found[-1]) == len(lines)
    return found


def test_headers_arrive_beside_the_usual(trusted: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page()
    trusted.fetch("http://api.example/", headers={**KEYS, "accept": "application/json"})
    [head] = heads(server)
    assert (head["authorization"], head["accept"]) == (f"Bearer {KEY}", "application/json")
    assert head["user-agent"].startswith("Sightline/")
    assert server.bodies == [b""]


def test_a_contact_is_told(network: Network, server: WebServer) -> None:
    wire = Wire(resolve=lambda host: [PUBLIC], network=network)
    server.pages |= {"/": redirect("/new"), "/new": page()}
    Fetcher(LIMITS, contact="ops@example.org", wire=wire).fetch("http://site.example/")
    agents = [head["user-agent"] for head in heads(server)]
    assert agents == [f"Sightline/{version('sightline')} (ops@example.org)"] * 2


@pytest.mark.parametrize(
    "contact",
    ["me", "me@x\r\nX-Other: 1", "me@x y", "https://x.example/(a)", "ops@exämple.org", "ftp://x.example"],
)
def test_a_contact_is_a_mail_address_or_a_page(contact: str) -> None:
    with pytest.raises(ConfigurationError, match="is no mail address and no address of a page"):
        Fetcher(LIMITS, contact=contact)


def test_json_arrives_and_comes_back(trusted: Fetcher, server: WebServer) -> None:
    server.pages["/search"] = page(b'{"hits": ["\xc3\xa4"]}', media_type="application/json")
    body = {"query": "Türme \ud83d", "count": 3}
    fetched = trusted.post_json("http://api.example/search", body, headers=KEYS)
    assert fetched.json() == {"hits": ["ä"]}
    assert server.requests[0].startswith("POST /search HTTP/1.1\r\nHost: api.example\r\n")
    [head], [sent] = heads(server), server.bodies
    assert json.loads(sent) == {"query": "Türme ?", "count": 3}
    assert head["content-length"] == str(len(sent))
    assert (head["content-type"], head["accept"]) == ("application/json", "application/json")
    assert head["authorization"] == f"Bearer {KEY}"


def test_an_answer_that_is_no_json_is_told(trusted: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"<html>")
    with pytest.raises(FetchFailed, match="no JSON"):
        trusted.post_json("http://api.example/", {}).json()
    server.pages["/"] = page(b"[" * 90_000)
    with pytest.raises(FetchFailed, match="no JSON"):
        trusted.post_json("http://api.example/", {}).json()


def test_keys_follow_on_the_same_server(trusted: Fetcher, server: WebServer) -> None:
    server.pages |= {"/old": redirect("/new"), "/new": page()}
    trusted.fetch("http://api.example/old", headers=KEYS)
    assert [head.get("authorization") for head in heads(server)] == [f"Bearer {KEY}"] * 2


@pytest.mark.parametrize("place", ["http://other.example/new", "http://api.example:8081/new"])
def test_keys_follow_to_no_other_server(trusted: Fetcher, server: WebServer, place: str) -> None:
    server.pages |= {"/old": redirect(place), "/new": page()}
    assert trusted.fetch("http://api.example/old", headers=KEYS).status == 200
    assert ["authorization" in head for head in heads(server)] == [True, False]


@pytest.mark.parametrize(
    ("place", "is_same"),
    [
        ("/new", True), ("http://API.example.:80/new", True), ("https://api.example/new", False),
        ("http://api.example:8080/new", False), ("http://www.api.example/", False), ("//api.exampl/", False),
    ],
)  # fmt: skip
def test_one_server_is_scheme_host_and_port(place: str, is_same: bool) -> None:
    first = read_target("http://api.example/old")
    assert redirected(first, place, shown="What it redirects to").is_on_server_of(first) is is_same


def test_a_server_between_brings_no_key_back(trusted: Fetcher, server: WebServer) -> None:
    server.pages |= {
        "/old": redirect("http://other.example/there"),
        "/there": redirect("http://api.example/new"),
        "/new": page(),
    }
    trusted.fetch("http://api.example/old", headers=KEYS)
    assert ["authorization" in head for head in heads(server)] == [True, False, False]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other"])
def test_a_post_is_followed_by_a_get(trusted: Fetcher, server: WebServer, status: str) -> None:
    server.pages |= {"/old": redirect("/new", status), "/new": page(b"done")}
    assert trusted.post_json("http://api.example/old", {"a": 1}, headers=KEYS).content == b"done"
    assert server.requests[1].startswith("GET /new ")
    assert server.bodies[1] == b""
    assert "content-type" not in heads(server)[1]


@pytest.mark.parametrize("status", ["307 Temporary", "308 Permanent"])
def test_a_post_is_repeated_on_the_same_server(trusted: Fetcher, server: WebServer, status: str) -> None:
    server.pages |= {"/old": redirect("/new", status), "/new": page(b"done")}
    assert trusted.post_json("http://api.example/old", {"a": 1}, headers=KEYS).content == b"done"
    assert server.bodies == [b'{"a": 1}'] * 2


@pytest.mark.parametrize("status", ["307 Temporary", "308 Permanent"])
def test_a_body_goes_to_no_other_server(
    trusted: Fetcher, server: WebServer, network: Network, status: str
) -> None:
    server.pages |= {"/old": redirect("http://other.example/new", status), "/new": page()}
    with pytest.raises(FetchRefused, match="What api.example redirects to is another server") as refused:
        trusted.post_json("http://api.example/old", {"a": 1}, headers=KEYS)
    assert "other" not in str(refused.value).replace("another", "").replace("no other", "")
    assert len(network.dialled) == 1


@pytest.mark.parametrize("ask", ["fetch", "post"])
def test_keys_are_sent_encrypted_only(fetcher: Fetcher, network: Network, ask: str) -> None:
    with pytest.raises(FetchRefused, match="Keys are sent encrypted only") as refused:
        if ask == "fetch":
            fetcher.fetch("http://api.example/", headers=KEYS)
        else:
            fetcher.post_json("http://api.example/", {}, headers=KEYS)
    assert KEY not in str(refused.value)
    assert network.dialled == []


def test_json_without_keys_needs_no_encryption(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"{}", status="201 Created")
    assert fetcher.post_json("http://api.example/", []).status == 201


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_nothing_is_sent_to_private_addresses(network: Network, address: str) -> None:
    fetcher = Fetcher(LIMITS, wire=Wire(resolve=lambda host: [address], network=network))
    with pytest.raises(FetchRefused, match="not on the public internet"):
        fetcher.post_json("https://api.example/", {}, headers=KEYS)
    assert network.dialled == []


def test_a_redirect_takes_no_post_inwards(server: WebServer) -> None:
    addresses = {"api.example": [PUBLIC], "wiki.internal": ["10.1.2.3"]}
    network = Network(server)
    fetcher = Fetcher(LIMITS, wire=Wire(resolve=lambda host: addresses[host], network=network))
    server.pages["/"] = redirect("http://wiki.internal/", "303 See Other")
    with pytest.raises(FetchRefused, match="not on the public internet"):
        fetcher.post_json("http://api.example/", {})
    assert network.dialled == [(PUBLIC, 80)]


def test_answers_to_a_post_are_limited(trusted: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"x" * 100_001)
    with pytest.raises(FetchFailed, match="sends more than"):
        trusted.post_json("http://api.example/", {})


def test_a_refusal_of_the_server_is_told(trusted: Fetcher, server: WebServer) -> None:
    server.pages["/"] = page(b"no", status="401 Unauthorized")
    with pytest.raises(FetchFailed, match=r"api\.example answered 401 Unauthorized") as failed:
        trusted.post_json("http://api.example/", {}, headers=KEYS)
    assert KEY not in str(failed.value)
    assert not failed.value.retryable


@pytest.mark.parametrize(
    "name",
    ["Host", "content-length", "Transfer-Encoding", "Connection", "Content-Type", "Proxy-Authorization",
     "Upgrade", "", "X Y", "X:Y", "X\r\nY", "Schlüssel"],
)  # fmt: skip
def test_headers_of_the_exchange_are_ours(trusted: Fetcher, network: Network, name: str) -> None:
    with pytest.raises(FetchRefused, match="A header may not be called"):
        trusted.fetch("http://api.example/", headers={name: "a"})
    assert network.dialled == []


@pytest.mark.parametrize("value", ["", " q7", "q7 ", "q7\r\nX-Other: b", "q\n7", "q\0", "ä", "q\t7\x7f"])
def test_values_are_plain_characters(trusted: Fetcher, network: Network, value: str) -> None:
    with pytest.raises(FetchRefused, match="The header X-Key has a value") as refused:
        trusted.fetch("http://api.example/", headers={"X-Key": value})
    assert not value or value not in str(refused.value)
    assert network.dialled == []


def test_what_is_sent_is_limited(network: Network) -> None:
    limits = FetchLimits(max_bytes=1000, max_sent_bytes=20, max_sent_head_bytes=20, host_interval_seconds=0)
    fetcher = Fetcher(limits, wire=Wire(resolve=lambda host: [PUBLIC], network=network))
    with pytest.raises(FetchRefused, match="More than 20 bytes are not sent"):
        fetcher.post_json("https://api.example/", {"query": "x" * 20})
    with pytest.raises(FetchRefused, match="Headers of more than 20 bytes"):
        fetcher.fetch("https://api.example/", headers={"X-Key": "x" * 20})
    assert network.dialled == []


@pytest.mark.parametrize("body", [float("nan"), {"a": {1, 2}}, object()])
def test_what_is_no_json_is_not_sent(trusted: Fetcher, network: Network, body: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        trusted.post_json("http://api.example/", body)
    assert network.dialled == []


def test_keys_stand_in_no_log(trusted: Fetcher, server: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.pages["/"] = page()
    trusted.post_json("http://api.example/", {"password": KEY}, headers=KEYS)
    assert KEY not in caplog.text
    assert KEY not in repr(Sent.json({"password": KEY}, KEYS, LIMITS))


def test_a_key_in_the_address_is_sent_and_shown_nowhere(
    trusted: Fetcher, server: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.pages["/search?q=a&api_key=sk-very-secret"] = page(b"found")
    fetched = trusted.fetch("http://api.example/search?q=a", secret_query={"api_key": KEY})
    assert fetched.content == b"found"
    assert KEY not in f"{fetched}{caplog.text}{Sent.of({}, LIMITS, {'api_key': KEY})}"


@pytest.mark.parametrize("place", ["/new", "http://other.example/new"])
def test_a_key_in_the_address_follows_nowhere(trusted: Fetcher, server: WebServer, place: str) -> None:
    server.pages |= {"/old?api_key=sk-very-secret": redirect(place), "/new": page()}
    trusted.fetch("http://api.example/old", secret_query={"api_key": KEY})
    assert server.requests[1].startswith("GET /new ")


def test_a_key_in_the_address_is_sent_encrypted_only(fetcher: Fetcher, network: Network) -> None:
    with pytest.raises(FetchRefused, match="Keys are sent encrypted only") as refused:
        fetcher.fetch("http://api.example/", secret_query={"api_key": KEY})
    assert KEY not in str(refused.value)
    assert network.dialled == []
