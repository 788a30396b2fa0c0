"""Which pages may open a socket: the same scheme, host and port, and the origins that forms may come from."""

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from pytest_django import Settings

from tests.support.waiting import PATIENCE_SECONDS
from webapp.http.sockets import SameOrigin, is_allowed


@pytest.fixture(autouse=True)
def served(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "[::1]", "sightline.example.org"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://front.example.org", "https://other.example.org:8443"]


def allowed(
    origin: str | None, host: str = "localhost:8000", scheme: str = "ws", forwarded: str = ""
) -> bool:
    headers = [(b"host", host.encode())]
    headers += [(b"origin", origin.encode())] if origin is not None else []
    headers += [(b"x-forwarded-proto", forwarded.encode())] if forwarded else []
    return is_allowed({"type": "websocket", "scheme": scheme, "headers": headers})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("http://LOCALHOST:8000", "localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://sightline.example.org", "sightline.example.org"),
        ("http://sightline.example.org", "sightline.example.org:80"),
        ("https://front.example.org", "sightline.example.org"),
        ("https://front.example.org:443", "sightline.example.org"),
        ("https://other.example.org:8443", "localhost:8000"),
    ],
)
def test_the_own_and_trusted_origins_may(origin: str, host: str) -> None:
    assert allowed(origin, host)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8001", "http://localhost", "https://localhost:8000", "http://localhost:80000",
        "http://sightline.example.org", "http://127.0.0.1:8000", "http://front.example.org",
        "https://front.example.org:8443", "https://other.example.org", "http://evil.example",
        "http://localhost:8000.evil.example", "http://localhost:8000@evil.example",
        "http://user@localhost:8000", "null", "", None, "ws://localhost:8000", "//localhost:8000",
        "http://localhost:8000\0",
    ],
)  # fmt: skip
def test_no_other_origin_may(origin: str | None) -> None:
    assert not allowed(origin)


def test_a_host_that_is_not_served_vouches_for_nothing() -> None:
    assert not allowed("http://evil.example:8000", "evil.example:8000")


def test_two_origins_are_none() -> None:
    headers = [(b"host", b"localhost:8000"), *[(b"origin", b"http://localhost:8000")] * 2]
    assert not is_allowed({"type": "websocket", "scheme": "ws", "headers": headers})


def test_behind_a_proxy_with_https_its_header_counts(settings: Settings) -> None:
    origin, host = "https://sightline.example.org", "sightline.example.org"
    assert not allowed(origin, host, forwarded="https")
    settings.ENV = settings.ENV.model_copy(update={"https": True})
    assert allowed(origin, host, forwarded="https")
    assert not allowed(origin, host)
    assert not allowed("http://sightline.example.org", host, forwarded="https")
    assert allowed(origin, host, scheme="wss")


@pytest.mark.django_db
def test_the_log_names_the_setting(caplog: pytest.LogCaptureFixture) -> None:
    origin = b"https://elsewhere.example/\n" + b"x" * 400
    headers = [(b"host", b"localhost:8000"), (b"origin", origin)]
    scope = {"type": "websocket", "path": "/ws/runs/1/", "scheme": "ws", "headers": headers}

    async def ask() -> str:
        wire = ApplicationCommunicator(SameOrigin(None), scope)
        await wire.send_input({"type": "websocket.connect"})
        return str((await wire.receive_output(PATIENCE_SECONDS))["type"])

    assert async_to_sync(ask)() == "websocket.close"
    (record,) = caplog.records
    assert "SIGHTLINE_ORIGINS" in record.getMessage()
    assert "elsewhere.example/\\n" in record.getMessage()
    assert len(record.getMessage()) < 400
