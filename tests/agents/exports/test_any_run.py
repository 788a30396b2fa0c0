"""Whatever happened in a run, its exports keep the rules of their formats."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.events import Event
from agents.exports.chatml import validate_chatml
from agents.exports.conversation import converse
from agents.exports.manifest import ExportFormat
from agents.exports.samples import sample_of
from agents.exports.sharegpt import validate_sharegpt
from agents.exports.trace_check import validate_trace
from tests.agents.context.histories import MOVES, History, plan_goals, questions
from tests.agents.exports.journals import journal, write_sample, write_trace


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """A run of up to forty moves, with or without a plan, broken off anywhere after its start."""
    history = History(Random(draw(st.integers(0, 2**32))))
    if draw(st.booleans()):
        plan_goals(history)
    for move in draw(st.lists(st.sampled_from(MOVES), max_size=40)):
        move(history)
    events = journal(*history.events, question=draw(questions))
    return events[: draw(st.integers(1, len(events)))]


@settings(max_examples=25)
@given(journals())
def test_any_run_is_written_without_problems(events: list[Event]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        assert validate_trace(write_trace(folder, events)) == []
        if sample_of(converse(events)):
            assert validate_sharegpt(write_sample(folder, events)) == []
            assert validate_chatml(write_sample(folder, events, ExportFormat.CHATML)) == []
