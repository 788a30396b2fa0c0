"""A run that is killed at any event goes on as if nothing had happened, and repeats no call that ended."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agents.events import CallFinished, CallStarted, Event, from_payload
from agents.replay import AgentState, replay
from tests.corpora.processes import ROOT, Home

pytestmark = pytest.mark.processes

Journal = list[Event]


@pytest.fixture(scope="module")
def outcome(
    tmp_path_factory: pytest.TempPathFactory, chroma_server: str, migrated_file: Path
) -> dict[str, Any]:
    """What the driver saw: one run that was left alone, and one killed after each of its events."""
    folder = tmp_path_factory.mktemp("kill")
    home = Home(folder / "home").migrated(migrated_file).environment
    settings = {"DJANGO_SETTINGS_MODULE": "webapp.settings", "SIGHTLINE_VECTORS_URL": chroma_server}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.runs.kill_driver", folder / "harbour"],
        env=home | settings, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    seen: dict[str, Any] = json.loads(ended.stdout)
    return seen


@pytest.fixture
def whole(outcome: dict[str, Any]) -> Journal:
    return journal_of(outcome["whole"])


@pytest.fixture
def killed(outcome: dict[str, Any], whole: Journal) -> dict[int, Any]:
    """Every kill by the number of its event."""
    killed = {int(number): seen for number, seen in outcome["killed"].items()}
    assert list(killed) == list(range(1, len(whole) + 1))
    return killed


def journal_of(seen: dict[str, Any]) -> Journal:
    return [from_payload(row["kind"], row["payload"]) for row in seen["events"]]


def test_there_are_enough_kills_and_events(killed: dict[int, Any]) -> None:
    assert len(killed) >= 15
    assert sum(len(seen["after"]["events"]) for seen in killed.values()) >= 560


def test_the_run_that_is_killed_is_a_real_one(outcome: dict[str, Any], whole: Journal) -> None:
    state = replay(whole)
    assert outcome["whole"]["status"] == "finished"
    assert state.answer
    assert "1854" in state.answer.text
    assert len(whole) > 20


def test_a_kill_leaves_exactly_the_events_that_were_stored(killed: dict[int, Any], whole: Journal) -> None:
    for number, seen in killed.items():
        assert seen["code"] == -signal.SIGKILL, number
        assert shape(journal_of(seen["left"])) == shape(whole[:number]), number
        assert seen["left"]["status"] == ("finished" if number == len(whole) else "running"), number


def test_after_every_kill_the_run_ends_with_the_same_answer(killed: dict[int, Any], whole: Journal) -> None:
    expected = replay(whole)
    for number, seen in killed.items():
        assert (seen["resumed"], seen["after"]["status"]) == (0, "finished"), number
        state = replay(journal_of(seen["after"]))
        assert state.answer == expected.answer, number
        assert decisions(state) == decisions(expected), number
        assert state.memory.evidence == expected.memory.evidence, number


def test_no_number_is_left_out_or_given_twice(killed: dict[int, Any]) -> None:
    for number, seen in killed.items():
        written = [row["seq"] for row in seen["after"]["events"]]
        assert written == list(range(1, len(written) + 1)), number


def test_what_was_written_before_a_kill_is_never_changed(killed: dict[int, Any]) -> None:
    for number, seen in killed.items():
        assert seen["after"]["events"][:number] == seen["left"]["events"], number


def test_every_call_ends_once_whatever_was_killed(killed: dict[int, Any], whole: Journal) -> None:
    for number, seen in killed.items():
        assert finished(journal_of(seen["after"])) == finished(whole), number
        assert set(finished(whole).values()) == {1}


def test_a_call_that_had_ended_is_not_made_again(killed: dict[int, Any]) -> None:
    for number, seen in killed.items():
        before = finished(journal_of(seen["left"]))
        again = [e.call_id for e in journal_of(seen["after"])[number:] if isinstance(e, CallStarted)]
        assert not set(again) & set(before), number


def test_only_the_call_that_was_cut_off_is_started_twice(killed: dict[int, Any], whole: Journal) -> None:
    for number, seen in killed.items():
        last = whole[number - 1]
        cut_off = {last.call_id} if isinstance(last, CallStarted) else set()
        starts = Counter(e.call_id for e in journal_of(seen["after"]) if isinstance(e, CallStarted))
        assert {call for call, times in starts.items() if times > 1} == cut_off, number


def finished(events: Journal) -> Counter[str]:
    return Counter(e.observation.call_id for e in events if isinstance(e, CallFinished))


def decisions(state: AgentState) -> list[tuple[str, object]]:
    return [(step.intent, step.calls) for step in state.steps]


def shape(events: Journal) -> list[str]:
    return [type(event).__name__ for event in events]
