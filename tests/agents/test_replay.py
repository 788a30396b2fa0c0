from decimal import Decimal

import pytest

from agents.errors import JournalError
from agents.events import (
    CallFinished,
    CallStarted,
    Ledger,
    ModelAsked,
    ModelReplied,
    Outcome,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.observations import Finish, GoalEnded, HitsFound, Observation, PlanRevised, SeenHit
from agents.plan import AddGoal, GoalStatus
from agents.replay import replay
from agents.types import ModelReply, Question, Role, ToolCall, Usage

STARTED = RunStarted(Question("who?"), "quick", "scripted", ("sky",))
DECIDED = StepDecided(1, "search", (ToolCall("c1", "search_text", {}), ToolCall("c2", "search_text", {})))
HIT = SeenHit("passage:7", "passage", "Moon", "text", "moon.md", "sky", 0.5, 0.5)


def test_a_call_that_only_started_is_pending() -> None:
    state = replay([STARTED, DECIDED, CallFinished(1, Observation("c1")), CallStarted(1, "c2")])
    assert [call.id for call in state.steps[0].pending] == ["c2"]


def test_memory_holds_what_the_calls_brought() -> None:
    found = Observation("c1", data=HitsFound("moon", (HIT,)))
    state = replay([STARTED, DECIDED, CallFinished(1, found)])
    assert state.memory.knows("passage:7")
    assert [search.found.query for search in state.memory.searches] == ["moon"]


def asked(key: str, goal: str = "") -> ModelAsked:
    """A request for the next step of a goal."""
    return ModelAsked(key, Role.SEARCHER, "openai:x", goal, Ledger({}, 10, 100), 20, "next", ("finish",))


def replied(key: str, cents: int = 1) -> ModelReplied:
    """Its reply, for so many cents."""
    usage = Usage(1, 10, 2, cost_usd=Decimal(cents) / 100)
    return ModelReplied(key, Role.SEARCHER, ModelReply("Yes.", usage=usage, seconds=1.5))


def test_usage_and_time_add_up_over_the_replies() -> None:
    state = replay([STARTED, asked("a"), replied("a"), asked("b"), replied("b", 2)])
    assert state.usage == Usage(2, 20, 4, cost_usd=Decimal("0.03"))
    assert state.seconds == 3.0


def test_a_request_is_in_flight_until_its_reply() -> None:
    assert set(replay([STARTED, asked("a")]).in_flight) == {"a"}
    assert not replay([STARTED, asked("a"), replied("a")]).in_flight


def test_a_reply_is_paid_and_open_until_its_goal_has_decided() -> None:
    journal = [STARTED, asked("a", "g1"), replied("a")]
    assert replay(journal).paid == {"g1": asked("a", "g1")}
    assert replay([*journal, StepDecided(1, "on", (), "g1")]).paid == {}
    assert replay([*journal, StepDecided(1, "on", (), "g2")]).paid.keys() == {"g1"}


def test_a_step_that_was_set_aside_says_why_and_its_finds_stay() -> None:
    found = Observation("c1", data=HitsFound("moon", (HIT,)))
    state = replay([STARTED, DECIDED, CallFinished(1, found), StepSetAside(1, "It found nothing new.")])
    assert state.steps[0].set_aside == "It found nothing new."
    assert state.memory.knows("passage:7")


def test_steps_belong_to_their_goals() -> None:
    state = replay([STARTED, StepDecided(1, "a", (), "g1"), StepDecided(2, "b", (), "g2")])
    assert [step.number for step in state.steps_of("g2")] == [2]


def test_the_plan_is_folded_from_calls_and_the_end_of_a_goal_ends_it_there() -> None:
    plan = StepDecided(1, "plan", (ToolCall("p", "plan", {}),))
    revised = Observation("p", data=PlanRevised((AddGoal("g1", "When?"),)))
    work = StepDecided(2, "answer", (ToolCall("a", "answer_goal", {}),), "g1")
    ended = Observation("a", data=GoalEnded("g1", GoalStatus.ANSWERED, "1854 [e1].", ""))
    state = replay([STARTED, plan, CallFinished(1, revised), work, CallFinished(2, ended)])
    assert state.plan["g1"].status is GoalStatus.ANSWERED
    assert state.plan["g1"].answer == "1854 [e1]."


@pytest.mark.parametrize(
    "journal",
    [
        [DECIDED],
        [STARTED, STARTED],
        [STARTED, StepDecided(2, "skip", ())],
        [STARTED, CallStarted(1, "c1")],
        [STARTED, DECIDED, CallFinished(2, Observation("c1", data=Finish("", "x")))],
        [STARTED, DECIDED, CallFinished(1, Observation("c9"))],
        [STARTED, RunEnded(Outcome.FAILED), DECIDED],
    ],
    ids=["no start", "two starts", "a gap", "no step", "another step", "another call", "after the end"],
)
def test_a_journal_out_of_order_is_refused(journal: list) -> None:
    with pytest.raises(JournalError):
        replay(journal)
