"""What the check of a trace finds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.events import Event, StepDecided
from agents.exports.trace_check import validate_trace
from agents.types import ToolCall
from tests.agents.exports.journals import ANSWERED, change, journal, looking, planning, write_trace

UNFINISHED = journal(StepDecided(1, "Go", (ToolCall("c", "look", {}),)))


@pytest.mark.parametrize("events", [ANSWERED, planning(), looking(12), UNFINISHED, journal()])
def test_what_was_written_has_no_problems(tmp_path: Path, events: list[Event]) -> None:
    assert validate_trace(write_trace(tmp_path, events)) == []


def rename(path: Path) -> None:
    path.rename(path.with_name("task_7.json"))


def remove_picture(path: Path) -> None:
    next(path.parent.rglob("7_main_0001.jpg")).unlink()


def add_picture(path: Path) -> None:
    next(path.parent.rglob("7_agent-goal_1_0001.jpg")).with_name("7_main_0001.jpg").touch()


SPOILT = {
    "another name": (ANSWERED, rename, "It should be named task_7_2026-01-31-17-05-09.json after its task"),
    "a picture is missing": (ANSWERED, remove_picture, "There is no picture 7_main_0001."),
    "a picture too many": (planning(), add_picture, "Picture 7_main_0001 is shown nowhere."),
    "a call without a result": (
        ANSWERED,
        lambda path: change(path, '"tool_call_id":"c1.0"', '"tool_call_id":"c9"'),
        "main: Call 'c1.0' has no result.",
    ),
    "a last call without a result": (
        UNFINISHED,
        lambda path: change(path, '"tool_call_id":"c"', '"tool_call_id":"d"'),
        "main: Call 'c' has no result.",
    ),
    "a result without a call": (
        ANSWERED,
        lambda path: change(path, '"tool_call_id":"c1.0"', '"tool_call_id":"c9"'),
        "main: A result belongs to no call: 'c9'.",
    ),
    "a name without a server": (
        ANSWERED,
        lambda path: change(path, "tool-sightline-look", "look"),
        "main: The server and the tool of 'look' cannot be told apart.",
    ),
    "arguments that are no JSON": (
        ANSWERED,
        lambda path: change(path, '"arguments":"{', '"arguments":"{{'),
        "main: The arguments of call 'c1.0' are no JSON object.",
    ),
    "a session without a call": (
        planning(),
        lambda path: change(path, '"agent-goal_2":', '"agent-goal_3":'),
        "Session agent-goal_3 has no call in the main history.",
    ),
    "a call without a session": (
        planning(),
        lambda path: change(path, '"agent-goal_2":', '"agent-goal_3":'),
        "Session agent-goal_2 was called and is missing.",
    ),
    "another form": (
        ANSWERED,
        lambda path: change(path, '"role":"tool"', '"role":"robot"'),
        "main_agent_message_history.message_history.2.role: give one of: 'user', 'assistant', 'tool'",
    ),
    "no JSON": (ANSWERED, lambda path: path.write_text("{"), "this is no JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("events", "spoil", "problem"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_trace_is_named_with_its_problem(
    tmp_path: Path, events: list[Event], spoil: Callable[[Path], object], problem: str
) -> None:
    spoil(write_trace(tmp_path, events))
    [path] = tmp_path.glob("task_*.json")
    found = validate_trace(path)
    assert any(each.startswith(f"{path.name}: {problem}") for each in found), found
