"""Processes that end by themselves are started again, in bounds; a signal ends all of them."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.ops.conftest import PROJECT
from tests.support.waiting import wait_until
from webapp.management.supervisor import FIRST_WAIT_SECONDS, MAX_RESTARTS, STEADY_SECONDS, Restarts

STAYS = "echo stays is up; exec sleep 600"
Start = Callable[..., "subprocess.Popen[str]"]

_PROGRAM = """
import json, sys
from honcho.printer import Printer
from webapp.management.supervisor import Supervisor

supervisor = Supervisor(Printer(sys.stdout), first_wait_seconds=float(sys.argv[1]))
for name, command in json.loads(sys.argv[2]).items():
    supervisor.add_process(name, command)
sys.exit(supervisor.loop())
"""


@pytest.fixture
def start() -> Start:
    """`start(0.0, stays="sleep 600")` runs commands under a supervisor of their own."""

    def run(first_wait_seconds: float, **commands: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(first_wait_seconds), json.dumps(commands)],
            cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    return run


def read_until(supervisor: "subprocess.Popen[str]", words: str) -> str:
    """What it prints, up to and with the first line that holds the words."""
    assert supervisor.stdout is not None
    lines = []
    for line in supervisor.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail(f"{words!r} was never said:\n{''.join(lines)}")


def rest_of(supervisor: "subprocess.Popen[str]") -> str:
    """All else that it prints, once it has ended."""
    return supervisor.communicate(timeout=60)[0]


def test_waits_grow_and_end() -> None:
    restarts = Restarts()
    waits = [restarts.wait_seconds(lived_seconds=1.0) for _ in range(MAX_RESTARTS + 1)]
    assert waits == [FIRST_WAIT_SECONDS * factor for factor in (1, 2, 4, 8, 16)] + [None]


def test_a_steady_process_begins_a_new_row() -> None:
    restarts = Restarts()
    for _ in range(MAX_RESTARTS):
        restarts.wait_seconds(lived_seconds=1.0)
    assert restarts.wait_seconds(lived_seconds=STEADY_SECONDS) == FIRST_WAIT_SECONDS


def test_what_keeps_dying_ends_everything(start: Start, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    supervisor = start(0.0, stays=STAYS, dies=f"echo x >> {marks}; exit 3")
    said = rest_of(supervisor)
    assert supervisor.returncode == 3
    assert marks.read_text().count("x") == MAX_RESTARTS + 1
    assert "dies ended by itself (rc=3). It is started again in 0 s (1 of 5)." in said
    assert "dies ended by itself (rc=3) 6 times in a row. Everything is stopped." in said
    assert "stays stopped (rc=-15)" in said


def test_a_process_that_ended_runs_again(start: Start, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    supervisor = start(0.0, once=f"test -e {mark} && echo back again && exec sleep 600; touch {mark}")
    assert "once ended by itself (rc=0). It is started again" in read_until(supervisor, "back again")
    supervisor.send_signal(signal.SIGTERM)
    assert "once stopped (rc=-15)" in rest_of(supervisor)
    assert supervisor.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_with_one_that_waits(start: Start, number: signal.Signals) -> None:
    supervisor = start(3600.0, stays=STAYS, dies="exit 1")
    read_until(supervisor, "started again in 3600 s")
    supervisor.send_signal(number)
    said = rest_of(supervisor)
    assert supervisor.returncode == 0
    assert f"{number.name} received" in said
    assert "stays stopped (rc=-15)" in said


def test_a_killed_process_runs_again(start: Start) -> None:
    supervisor = start(0.0, stays=STAYS)
    victim(read_until(supervisor, "stays is up")).kill()
    assert "ended by itself (rc=-9)" in read_until(supervisor, "stays is up")
    supervisor.send_signal(signal.SIGINT)
    rest_of(supervisor)
    assert supervisor.returncode == 0


def test_a_process_whose_output_nobody_reads_runs_again(start: Start) -> None:
    supervisor = start(0.0, stays=STAYS)
    first = victim(read_until(supervisor, "stays is up"))
    os.kill(first.ppid(), signal.SIGKILL)
    read_until(supervisor, "stays is up")
    first.wait(timeout=30)
    supervisor.send_signal(signal.SIGINT)
    rest_of(supervisor)
    assert supervisor.returncode == 0


def test_a_reader_that_is_killed_as_it_tells_stops_nobody(start: Start, tmp_path: Path) -> None:
    go, once = tmp_path / "go", tmp_path / "once"
    told = f"while ! test -e {go}; do sleep 0.01; done; head -c 1000000 /dev/zero | tr '\\0' x; echo"
    supervisor = start(0.0, stays=f"echo stays is up; if mkdir {once}; then {told}; fi; exec sleep 600")
    first = victim(read_until(supervisor, "stays is up"))
    supervisor.send_signal(signal.SIGSTOP)
    go.touch()
    wait_until(lambda: first.cmdline() == ["sleep", "600"])  # All was read that it prints.
    os.kill(first.ppid(), signal.SIGKILL)
    supervisor.send_signal(signal.SIGCONT)
    read_until(supervisor, "stays is up")
    supervisor.send_signal(signal.SIGINT)
    rest_of(supervisor)
    assert supervisor.returncode == 0


def victim(said: str) -> psutil.Process:
    """The process that was started last."""
    return psutil.Process(int(re.findall(r"started \(pid=(\d+)\)", said)[-1]))
