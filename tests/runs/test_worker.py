"""A real worker over a real broker: what one process left behind when it was killed, the next worker ends."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.agents.policies.scripts import act
from tests.corpora.processes import ROOT, Home
from tests.fixtures.harbour import QUESTION, write_harbour
from tests.support.model_server import Body, Empty, ModelServer, Reply, prompt_text
from tests.support.waiting import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.processes

# Imports the harbour, begins a run, and is killed at its fifth event.
CRASH = """
import os, signal
from pathlib import Path
from webapp.corpora.services.catalogue import create_corpus
from webapp.corpora.importing.services import import_paths
from webapp.corpora.indexing.services import index_now
from webapp.runs.execution import journal, services
corpus = create_corpus("harbour")
import_paths(corpus, [Path({folder!r})])
index_now(corpus)
run = services.create(owner=None, question={question!r}, pictures=[], corpora=[corpus], enqueue=False)
services.execute(run.pk, lambda event: journal.last_seq(run) == 5 and os.kill(os.getpid(), signal.SIGKILL))
"""

BOILING = "At how many degrees does water boil?"
KNOWN = {"can_answer": True, "confidence": 0.95, "rationale": "Common.", "draft": "At 100 °C."}

# Two deep runs and a quick one, asked in this order.
ASK = """
from webapp.runs.execution import services
for profile, question in (("deep", "Why?"), ("deep", "Why not?"), ("quick", {question!r})):
    services.create(owner=None, question=question, pictures=[], corpora=[], profile=profile)
"""


@pytest.fixture
def home(tmp_path: Path, migrated_file: Path) -> Home:
    """A home where a process was killed in the middle of a run, a while ago."""
    home = Home(tmp_path / "home").migrated(migrated_file)
    folder = write_harbour(tmp_path / "harbour")
    ended = home.run(
        "shell", "-c", CRASH.format(folder=str(folder), question=QUESTION.replace(" in this picture", ""))
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    ask(home, "UPDATE runs_run SET lease_until = '2020-01-01 00:00:00'")
    return home


def ask(home: Home, query: str) -> list[Any]:
    with closing(sqlite3.connect(home.path / "sightline.sqlite3", timeout=30)) as database, database:
        return database.execute(query).fetchall()


@contextmanager
def worker(home: Home, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    command: list[str | Path] = [
        Path(sys.executable).with_name("celery"),
        "--app",
        "webapp.celery:app",
        "--quiet",
        "worker",
    ]
    options = [
        "--pool",
        "threads",
        "--queues",
        "runs",
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    ]
    with (home.path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=home.environment | settings, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def wait_for_the_end(home: Home, process: "subprocess.Popen[bytes]") -> None:
    ended = ([("finished",)], [("failed",)], [("declined",)])
    wait_for(home, process, lambda: ask(home, "SELECT status FROM runs_run") in ended)


def wait_for(home: Home, process: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    """Wait for what a worker does that lives."""

    def is_there() -> bool:
        assert process.poll() is None, log_of(home)
        return holds()

    wait_until(is_there, lambda: log_of(home))


def log_of(home: Home) -> str:
    return (home.path / "worker.log").read_text()


def require_whole(home: Home) -> None:
    assert ask(home, "SELECT status FROM runs_run") == [("finished",)]
    [[answer]] = ask(home, "SELECT payload FROM runs_runevent WHERE kind = 'answer_given'")
    assert "1854" in answer
    assert ask(home, "SELECT count(*) FROM runs_runevent WHERE kind = 'run_started'") == [(1,)]


def test_a_worker_that_starts_ends_the_run_that_a_killed_one_left(home: Home) -> None:
    assert ask(home, "SELECT status, count(*) FROM runs_run, runs_runevent") == [("running", 5)]
    with worker(home) as process:
        wait_for_the_end(home, process)
    require_whole(home)


def test_a_worker_that_lives_ends_the_run_that_a_killed_one_leaves(home: Home) -> None:
    ask(home, "UPDATE runs_run SET lease_owner = 'elsewhere/1/a', lease_until = '2099-01-01 00:00:00'")
    with worker(home) as process:
        wait_for(home, process, lambda: " ready." in log_of(home))  # It has looked once.
        ask(home, "UPDATE runs_run SET lease_until = '2020-01-01 00:00:00'")
        wait_for_the_end(home, process)
    require_whole(home)


def test_a_quick_question_passes_deep_ones_without_a_slot(tmp_path: Path, migrated_file: Path) -> None:
    release = Event()

    def script(body: Body, _number: int) -> Reply:
        if BOILING in prompt_text(body):
            return act(("gate", KNOWN))
        release.wait(PATIENCE_SECONDS)
        return Empty()

    home = Home(tmp_path / "home").migrated(migrated_file)
    with ModelServer(script) as server:
        settings = {
            "SIGHTLINE_MODEL": f"openai:scripted base_url={server.url} vision=yes tools=yes context=32000",
            "SIGHTLINE_MODEL_KEY": "none", "SIGHTLINE_SLOTS": "deep=1 quick=1",
        }  # fmt: skip
        asked = Home(home.path, settings).run("shell", "-c", ASK.format(question=BOILING))
        assert asked.returncode == 0, asked.stderr
        with worker(home, **settings) as process:
            try:
                wait_for_states(home, process, "deep queued", "deep running", "quick finished")
            finally:
                release.set()
            wait_for_states(home, process, "deep declined", "deep declined", "quick finished")


def wait_for_states(home: Home, process: "subprocess.Popen[bytes]", *states: str) -> None:
    query = "SELECT profile || ' ' || status FROM runs_run"
    wait_for(home, process, lambda: sorted(ask(home, query)) == [(state,) for state in states])
