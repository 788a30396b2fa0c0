"""What people are told of a server whose certificate is not in order; real servers, and a real authority."""

import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from socket import socket
from threading import Event

import pytest

from agents.web.errors import FetchFailed
from agents.web.fetcher import Fetcher
from tests.support.web_server import WebServer, page

pytestmark = pytest.mark.skipif(which("openssl") is None, reason="needs openssl to make certificates")

KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of two who sign certificates, `known` and `unknown`."""
    folder = tmp_path_factory.mktemp("authorities")
    for name in ("known", "unknown"):
        openssl(folder, f"req -x509 {KEY} -days 9 -subj /CN={name} -keyout {name}.key -out {name}.pem")
    return folder


@pytest.fixture(autouse=True)
def trusted(authorities: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one list of authorities that counts holds `known` alone."""
    monkeypatch.setattr("certifi.where", lambda: str(authorities / "known.pem"))


def openssl(folder: Path, command: str) -> None:
    subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


def signed(folder: Path, by: str, name: str = "example.org", days: int = 9) -> None:
    """Make `leaf.key` and a `leaf.pem` for a name, signed by an authority or, for "", by itself."""
    (folder / "names").write_text(f"subjectAltName=DNS:{name}")
    openssl(folder, f"req -new {KEY} -subj /CN={name} -keyout leaf.key -out leaf.csr")
    signer = f"-CA {by}.pem -CAkey {by}.key -CAcreateserial" if by else "-signkey leaf.key"
    openssl(folder, f"x509 -req -in leaf.csr {signer} -days {days} -extfile names -out leaf.pem")


def encrypted(
    folder: Path, highest: ssl.TLSVersion, received: list[bytes] | None = None
) -> Callable[[socket, Event], None]:
    """A server with `leaf.pem`; `received` gets what it was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    context.maximum_version = highest

    def serve(connection: socket, closing: Event) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            asked = secure.recv(65536)
            if received is not None:
                received.append(asked)
            secure.sendall(page(b"hello"))

    return serve


def test_keys_are_sent_to_a_certified_server(fetcher: Fetcher, server: WebServer, authorities: Path) -> None:
    signed(authorities, by="known")
    received: list[bytes] = []
    server.greeting = encrypted(authorities, ssl.TLSVersion.TLSv1_3, received)
    fetcher.fetch("https://example.org/", headers={"X-Key": "secret"})
    assert b"X-Key: secret" in received[0]


def test_keys_are_sent_to_nobody_uncertified(fetcher: Fetcher, server: WebServer, authorities: Path) -> None:
    signed(authorities, by="unknown")
    received: list[bytes] = []
    server.greeting = encrypted(authorities, ssl.TLSVersion.TLSv1_3, received)
    with pytest.raises(FetchFailed, match="no known authority"):
        fetcher.fetch("https://example.org/", headers={"X-Key": "secret"})
    assert received == []


@pytest.mark.parametrize("highest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_certificate_in_order_is_taken(
    highest: ssl.TLSVersion, fetcher: Fetcher, server: WebServer, authorities: Path
) -> None:
    signed(authorities, by="known")
    server.greeting = encrypted(authorities, highest)
    assert fetcher.fetch("https://example.org/").content == b"hello"


OUT_OF_ORDER = [
    ({"by": "known", "days": -1}, "example.org has a certificate that has expired."),
    (
        {"by": "known", "name": "example.com"},
        "example.org has a certificate for another name: check the address.",
    ),
    ({"by": ""}, "example.org has a certificate that no known authority has signed."),
    ({"by": "unknown"}, "example.org has a certificate that no known authority has signed."),
]


def test_there_are_enough_of_them() -> None:
    assert len(OUT_OF_ORDER) >= 4


@pytest.mark.parametrize(
    ("certificate", "sentence"),
    OUT_OF_ORDER,
    ids=["expired", "another name", "signed by itself", "signed by nobody known"],
)
def test_a_certificate_out_of_order_is_refused(
    certificate: dict[str, object], sentence: str, fetcher: Fetcher, server: WebServer, authorities: Path
) -> None:
    signed(authorities, **certificate)
    server.greeting = encrypted(authorities, ssl.TLSVersion.TLSv1_3)
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch("https://example.org/")
    assert str(failed.value) == sentence
    assert not failed.value.retryable


def test_a_certificate_for_an_address_holds_for_no_other(
    fetcher: Fetcher, server: WebServer, authorities: Path
) -> None:
    signed(authorities, by="known")
    server.greeting = encrypted(authorities, ssl.TLSVersion.TLSv1_3)
    with pytest.raises(FetchFailed, match="a certificate for another name"):
        fetcher.fetch("https://93.184.215.15/")
