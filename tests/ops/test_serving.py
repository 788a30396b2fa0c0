"""Web, worker and vector server together: started, announced, and stopped without a trace."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from tests.corpora.processes import Home
from tests.ops.conftest import PROJECT, Finished
from tests.support.waiting import PATIENCE_SECONDS, free_port, wait_until
from webapp.management.commands.serve import processes
from webapp.readiness import Part, address, wait_for


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_in_a_sentence(manage: Callable[..., Finished], taken: int) -> None:
    finished = manage("serve", "--check", SIGHTLINE_PORT=str(taken))
    assert finished.returncode == 1
    assert f"cannot serve on 127.0.0.1:{taken}" in finished.stderr
    assert "make run SIGHTLINE_PORT=8001" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_taken_port_is_said_in_german(manage: Callable[..., Finished], taken: int) -> None:
    finished = manage("serve", "--check", SIGHTLINE_PORT=str(taken), LC_ALL="de_DE.UTF-8")
    assert finished.returncode == 1
    assert f"Sightline kann unter 127.0.0.1:{taken} nicht antworten" in finished.stderr
    assert "make run SIGHTLINE_PORT=8001" in finished.stderr


def test_a_free_port_passes_without_a_word(manage: Callable[..., Finished]) -> None:
    finished = manage("serve", "--check", SIGHTLINE_PORT=str(free_port()))
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")


def test_a_vector_server_elsewhere_replaces_our_own(settings: Settings) -> None:
    assert set(processes()) == {"web", "worker", "vectors", "encoding", "ready"}
    settings.VECTORS_URL = "http://chroma.example:8000"
    assert set(processes()) == {"web", "worker", "encoding", "ready"}


def test_encoding_services_elsewhere_replace_our_own(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"encoding_urls": "http://encoding.example:8000"})
    assert set(processes()) == {"web", "worker", "vectors", "ready"}


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1", "localhost"),
        ("0.0.0.0", "localhost"),
        ("10.1.2.3", "10.1.2.3"),
        ("fd00::7", "[fd00::7]"),
    ],
)
def test_the_address_shown_can_be_opened_on_this_machine(
    settings: Settings, listen: str, expected: str
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"listen": listen, "port": 8123})
    assert address() == f"http://{expected}:8123/"


def test_waiting_ends_when_the_part_answers() -> None:
    answers = iter([False, False, True])
    wait_for(Part("part", lambda: next(answers)), complain=pytest.fail)
    assert next(answers, None) is None


def test_health_is_503_when_the_database_does_not_answer(db: None, client: Client) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "the database does not answer"})


@pytest.fixture
def served(
    home: Path, environment: dict[str, str], migrated_file: Path, tmp_path: Path
) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """`manage.py serve` on a free port, once it has said that it is ready."""
    port = free_port()
    settings = {"SIGHTLINE_PORT": str(port), "SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off"}
    Home(home).migrated(migrated_file)
    log = tmp_path / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=PROJECT, env={**environment, **settings},
            stdout=output, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(lambda: "Sightline is ready" in log.read_text() or server.poll() is not None)
        assert server.poll() is None, log.read_text()
        yield server, port
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)  # Ctrl+C
        assert server.wait(PATIENCE_SECONDS) == 0


def test_a_question_from_the_page_is_taken_up_by_the_worker(
    served: tuple["subprocess.Popen[str]", int], home: Path
) -> None:
    """Also after somebody has deleted the folder of messages, the whole of it, while everything runs."""
    server, port = served
    with signed_in(port, home) as browser:
        for question in ("What is on Grey Head?", "Who keeps the light?"):
            ask_and_wait(browser, question)
            shutil.rmtree(home / "broker", ignore_errors=True)  # The worker may write into it meanwhile.
        wait_until((home / "broker" / "messages").is_dir)
        assert server.poll() is None


def test_a_question_is_answered_although_every_process_was_killed(
    served: tuple["subprocess.Popen[str]", int], home: Path
) -> None:
    server, port = served
    log = home.parent / "serve.log"
    started = dict(re.findall(r"(\w+) started \(pid=(\d+)\)", log.read_text()))
    assert set(started) == set(processes())
    for pid in started.values():
        os.kill(int(pid), signal.SIGKILL)
    wait_until(lambda: log.read_text().count("Sightline is ready") == 2)
    for name in started:
        assert f"{name} ended by itself (rc=-9)" in log.read_text()
    assert server.poll() is None
    with signed_in(port, home) as browser:
        ask_and_wait(browser, "What is on Grey Head?")


def test_everything_answers_when_it_says_so_and_a_closed_terminal_leaves_nothing_behind(
    served: tuple["subprocess.Popen[str]", int], home: Path
) -> None:
    server, port = served
    started = psutil.Process(server.pid).children(recursive=True)
    assert httpx.get(f"http://localhost:{port}/healthz").json() == {"status": "ok"}
    password = (home / "secrets" / "demo-password").read_text()
    assert f"Password  {password}" in (home.parent / "serve.log").read_text()
    assert any("chroma" in " ".join(process.cmdline()) for process in started)

    server.send_signal(signal.SIGHUP)
    assert server.wait(PATIENCE_SECONDS) == 0
    _, left = psutil.wait_procs(started, timeout=PATIENCE_SECONDS)
    assert left == []
    assert not (home / "vectors.json").exists()


@contextmanager
def signed_in(port: int, home: Path) -> Iterator[httpx.Client]:
    """A browser of the demo account."""
    with httpx.Client(base_url=f"http://localhost:{port}", follow_redirects=True, timeout=60) as browser:
        password = (home / "secrets" / "demo-password").read_text()
        submit(browser, browser.get("/"), "/sign-in/", username="demo", password=password)
        yield browser


def ask_and_wait(browser: httpx.Client, question: str) -> None:
    """Ask on the page, and wait until the run has ended as it should: nothing is there to search."""
    run = submit(browser, browser.get("/"), "/runs/", question=question, profile="quick")
    wait_until(lambda: "data-ended" in browser.get(run.url).text)
    assert 'class="status declined"' in browser.get(run.url).text


def submit(browser: httpx.Client, page: httpx.Response, path: str, **fields: str) -> httpx.Response:
    """Send a form as the page that shows it would."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    response = browser.post(path, data={"csrfmiddlewaretoken": token[1], **fields})
    assert response.status_code == 200, response.text
    return response


def test_these_tests_use_a_home_of_their_own() -> None:
    assert PROJECT not in Path(django_settings.HOME).parents
