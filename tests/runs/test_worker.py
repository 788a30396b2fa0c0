"""A real worker over a real broker: what one process left behind when it was killed, the next worker ends."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.corpora.processes import ROOT, Home
from tests.fixtures.harbour import QUESTION, write_harbour

pytestmark = pytest.mark.processes


START_SECONDS = 60

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
def worker(home: Home) -> Iterator["subprocess.Popen[bytes]"]:
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
        "--concurrency",
        "1",
        "--queues",
        "runs",
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    ]
    with (home.path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=home.environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def wait_for_the_end(home: Home, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while ask(home, "SELECT status FROM runs_run") not in ([("finished",)], [("failed",)], [("declined",)]):
        assert process.poll() is None, (home.path / "worker.log").read_text()
        assert time.monotonic() < deadline, (home.path / "worker.log").read_text()
        time.sleep(0.05)


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
    ask(home, "UPDATE runs_run SET lease_until = '2099-01-01 00:00:00'")
    with worker(home) as process:
        deadline = time.monotonic() + START_SECONDS
        while " ready." not in (home.path / "worker.log").read_text():  # It has looked once.
            assert time.monotonic() < deadline, (home.path / "worker.log").read_text()
            time.sleep(0.05)
        ask(home, "UPDATE runs_run SET lease_until = '2020-01-01 00:00:00'")
        wait_for_the_end(home, process)
    require_whole(home)
