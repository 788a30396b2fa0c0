"""What a server gets to see: the same few headers, whoever asks."""

import ssl
from importlib.metadata import version
from typing import Any

import httpcore
import pytest

from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher, Wire
from tests.agents.web.conftest import LIMITS
from tests.support.web_server import PUBLIC, Network, WebServer, page, redirect


def test_a_request_has_these_headers_and_no_others(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/a?b=c%20d"] = page()
    fetcher.fetch("http://example.org/a?b=c%20d#e")
    assert server.requests == [
        "GET /a?b=c%20d HTTP/1.1\r\n"
        "Host: example.org\r\n"
        f"User-Agent: Sightline/{version('sightline')}\r\n"
        "Accept: image/*, text/html;q=0.9, */*;q=0.8\r\n"
        "Accept-Encoding: gzip, deflate\r\n"
        "Connection: close\r\n\r\n"
    ]


def test_cookies_are_not_kept(fetcher: Fetcher, server: WebServer) -> None:
    cookie = "Set-Cookie: session=1; Path=/"
    server.pages |= {
        "/": page(b"", "Location: /next", cookie, status="302 Found"),
        "/next": page(b"", cookie),
    }
    fetcher.fetch("http://example.org/")
    fetcher.fetch("http://example.org/next")
    assert len(server.requests) == 3
    assert not any("cookie" in request.lower() for request in server.requests)


def test_a_redirect_does_not_tell_where_it_came_from(fetcher: Fetcher, server: WebServer) -> None:
    server.pages |= {"/secret-path": redirect("http://other.example/new"), "/new": page()}
    fetcher.fetch("http://example.org/secret-path")
    assert "secret-path" not in server.requests[1]


def test_a_proxy_of_the_environment_is_not_used(
    fetcher: Fetcher, server: WebServer, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.pages["/"] = page(b"direct")
    assert fetcher.fetch("http://example.org/").content == b"direct"
    assert network.dialled == [(PUBLIC, 80)]


class _Handshakes(httpcore.NetworkBackend):
    """Notes for which name TLS is begun, and with which demands, then breaks it off."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None, bool, ssl.VerifyMode]] = []

    def connect_tcp(self, host: str, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        return _Handshake(host, self)


class _Handshake(httpcore.NetworkStream):
    def __init__(self, address: str, owner: _Handshakes) -> None:
        self._address = address
        self._owner = owner

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        demands = ssl_context.check_hostname, ssl_context.verify_mode
        self._owner.seen.append((self._address, server_hostname, *demands))
        raise httpcore.ConnectError("broken off")

    def close(self) -> None:
        """There is no socket."""


def test_the_certificate_is_checked_against_the_name_though_the_address_is_dialled() -> None:
    network = _Handshakes()
    fetcher = Fetcher(LIMITS, wire=Wire(resolve=lambda host: [PUBLIC], network=network))
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetcher.fetch("https://Example.org/")
    assert network.seen == [(PUBLIC, "example.org", True, ssl.CERT_REQUIRED)]
