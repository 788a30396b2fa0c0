"""`manage.py encoding` as a process: one for each home, found by web processes, gone when it is stopped."""

import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.corpora.processes import Home
from tests.support.encoding_service import OPENED
from webapp.corpora.encoding.addresses import home_service, service_addresses, service_key
from webapp.corpora.encoding.client import EncodingClient

pytestmark = pytest.mark.processes
SECRET = "x" * 50


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("encoding") / "home", {"SIGHTLINE_SECRET_KEY": SECRET})


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """The service of a home, once it listens."""
    process = home.start("encoding")
    assert process.stdout
    assert "answers at http://127.0.0.1:" in process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def client(home: Home, running: object, settings: Settings) -> EncodingClient:
    """A client as a web process of that home has it."""
    settings.HOME, settings.SECRET_KEY = home.path, SECRET
    OPENED.append(EncodingClient(service_addresses, service_key))
    return OPENED[-1]


def test_web_processes_find_it(client: EncodingClient) -> None:
    assert client.describe("hashing").version == "hashing-1"


def test_a_home_has_one(home: Home, client: EncodingClient) -> None:
    other = home.run("encoding")
    assert other.returncode == 1
    assert "encodes for this home already" in other.stderr
    assert "Traceback" not in other.stderr


def test_it_ends_without_a_trace(client: EncodingClient, running: "subprocess.Popen[str]") -> None:
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    assert home_service().owner() is None
    assert service_addresses() == []


def test_a_home_whose_service_was_killed_takes_the_next(home: Home) -> None:
    for _ in range(2):
        process = home.start("encoding")
        assert process.stdout
        assert "answers at http://127.0.0.1:" in process.stdout.readline()
        process.kill()
        process.communicate()


def test_a_taken_port_is_told(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = home.run("encoding", "--listen", "127.0.0.1", "--port", port)
    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr
