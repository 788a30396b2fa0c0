import pytest

from agents.errors import JournalError
from agents.events import CallFinished, CallStarted, Outcome, RunEnded, RunStarted, StepDecided
from agents.observations import Finish, HitsFound, Observation, SeenHit
from agents.replay import replay
from agents.types import Question, ToolCall, Usage

STARTED = RunStarted(Question("who?"), "quick", "scripted", ("sky",))
DECIDED = StepDecided(
    1, "search", (ToolCall("c1", "search_text", {}), ToolCall("c2", "search_text", {})), Usage(1)
)
HIT = SeenHit("passage:7", "passage", "Moon", "text", "moon.md", "sky", 0.5, 0.5)


def test_a_call_that_only_started_is_pending() -> None:
    state = replay([STARTED, DECIDED, CallFinished(1, Observation("c1")), CallStarted(1, "c2")])
    assert [call.id for call in state.steps[0].pending] == ["c2"]


def test_memory_holds_what_the_calls_brought() -> None:
    found = Observation("c1", data=HitsFound("moon", (HIT,)))
    state = replay([STARTED, DECIDED, CallFinished(1, found)])
    assert state.memory.knows("passage:7")
    assert [search.query for search in state.memory.searches] == ["moon"]


def test_usage_adds_up() -> None:
    second = StepDecided(2, "end", (), Usage(1, 10))
    assert replay([STARTED, DECIDED, second]).usage == Usage(2, 10)


@pytest.mark.parametrize(
    "journal",
    [
        [DECIDED],
        [STARTED, STARTED],
        [STARTED, StepDecided(2, "skip", ())],
        [STARTED, CallStarted(1, "c1")],
        [STARTED, DECIDED, CallFinished(2, Observation("c1", data=Finish("", "x")))],
        [STARTED, RunEnded(Outcome.FAILED), DECIDED],
    ],
    ids=["no start", "two starts", "a gap", "no step", "another step", "after the end"],
)
def test_a_journal_out_of_order_is_refused(journal: list) -> None:
    with pytest.raises(JournalError):
        replay(journal)
