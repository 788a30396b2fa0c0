"""Whole runs as lists of events: a scripted policy, the real tools, a real library."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from agents.assessment import Assessment
from agents.effects import Effects, at_once
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    ClaimsChecked,
    Event,
    Outcome,
    RunEnded,
    RunStarted,
    StepDecided,
)
from agents.loop import Policy, SearchAgent
from agents.memory import WorkingMemory
from agents.models.role_models import RoleModels
from agents.observations import Finish, ToolError
from agents.profile import RunProfile
from agents.replay import AgentState, replay
from agents.toolbox import Tool, ToolContext
from agents.tools import load_tools
from agents.types import Decision, ImageRef, Question, SourcePolicy, ToolCall
from agents.verify.checking import DraftChecker
from media_store import MediaStore, MediaStoreUnavailable
from tests.fixtures.harbour import LIT, draw_ferry, draw_market, to_png
from tests.fixtures.memory_library import Library
from tests.support.scripted_policy import ScriptedPolicy

QUESTION = Question("When was Grey Head lit?")
ROOMY = RunProfile("roomy", max_steps=9, max_calls=99, hits=5, max_seconds=60)
SEARCH = ("search_text", {"queries": ["Grey Head lighthouse lit"]})

Script = list[list[tuple[str, dict[str, Any]]]]


def answering(library: Library) -> Script:
    """Search, read, keep, answer; the answer also names evidence that the run does not hold."""
    document = library.document("grey-head.md").pk
    return [
        [SEARCH, ("read", {"document": document})],
        [("note", {"document": document, "quote": LIT}), ("note", {"uid": library.uid("lighthouse.png")})],
        [("finish", {"answer": "On 3 May 1854 [e1], as this shows [e2]. So they say [e7]."})],
    ]


def agent(
    library: Library, policy: Script | Policy, profile: RunProfile = ROOMY, **parts: Any
) -> SearchAgent:
    played = ScriptedPolicy(policy) if isinstance(policy, list) else policy
    checker = DraftChecker(RoleModels({}), library.context().library, library.store, profile)
    parts = {"tools": load_tools(), "context": library.context, "checker": checker, **parts}
    return SearchAgent(played, profile=profile, corpora=("harbour",), **parts)


def run(library: Library, policy: Script | Policy, profile: RunProfile = ROOMY, **parts: Any) -> list[Event]:
    return list(agent(library, policy, profile, **parts).run(QUESTION))


def errors(events: list[Event]) -> list[ToolError]:
    return [e.observation.error for e in events if isinstance(e, CallFinished) and e.observation.error]


def ending(events: list[Event]) -> RunEnded:
    last = events[-1]
    assert isinstance(last, RunEnded)
    return last


def tool_named(name: str, function: Callable[..., Any]) -> Mapping[str, Tool]:
    class Nothing(BaseModel):
        pass

    return {**load_tools(), name: Tool(name, "A tool of this test.", Nothing, function)}


@pytest.mark.long
def test_a_decision_stands_before_its_calls_and_a_start_before_its_end(library: Library) -> None:
    events = run(library, answering(library))
    assert [type(event) for event in events] == [
        RunStarted,
        *[StepDecided, CallStarted, CallFinished, CallStarted, CallFinished],
        *[StepDecided, CallStarted, CallFinished, CallStarted, CallFinished],
        *[StepDecided, CallStarted, CallFinished, ClaimsChecked],
        AnswerGiven,
        RunEnded,
    ]  # fmt: skip
    assert events[0] == RunStarted(QUESTION, "roomy", "scripted", ("harbour",), sources=SourcePolicy.BOTH)
    assert _call_ids(events, CallStarted) == _call_ids(events, CallFinished) == _decided(events)


def test_the_markers_of_the_answer_resolve_and_others_are_gone(library: Library) -> None:
    events = run(library, answering(library))
    [given] = [event for event in events if isinstance(event, AnswerGiven)]
    assert given.answer.text == "On 3 May 1854 [1], as this shows [2]. So they say."
    assert [(c.marker, c.evidence.id) for c in given.answer.citations] == [(1, "e1"), (2, "e2")]
    assert given.answer.citations[0].evidence.quote == LIT
    assert ending(events).outcome is Outcome.FINISHED


def test_what_a_run_met_before_is_told_from_what_is_new(library: Library) -> None:
    events = run(library, [[SEARCH], [SEARCH]])
    first, second, _ = (e.observation for e in events if isinstance(e, CallFinished))
    assert first.new_ids
    assert not first.seen_ids
    assert (second.new_ids, second.seen_ids) == ((), first.new_ids)


def test_a_tool_that_does_not_exist_is_an_observation_and_the_run_goes_on(library: Library) -> None:
    events = run(library, [[("teleport", {})], [SEARCH], [("finish", {"answer": "Done."})]])
    [error] = errors(events)
    assert (error.kind, error.message) == ("unknown_tool", "There is no tool “teleport”.")
    assert "search_text" in error.hint
    assert ending(events).outcome is Outcome.FINISHED


def test_wrong_arguments_are_an_observation_that_names_them(library: Library) -> None:
    [error] = errors(run(library, [[("search_text", {"query": "lit"})]]))
    assert error.kind == "invalid_arguments"
    assert "queries: this is missing" in error.message
    assert "query: there is nothing" in error.message


def test_a_call_that_failed_leaves_the_others_of_its_step_alone(library: Library) -> None:
    events = run(library, [[("read", {"document": 10**9}), SEARCH]])
    assert [error.kind for error in errors(events)] == ["unknown_document"]
    assert replay(events).memory.searches


def test_a_picture_that_is_gone_is_an_observation(library: Library) -> None:
    uid = library.store.put(to_png(draw_market().rotate(90))).uid
    library.store.delete(uid)
    events = run(library, [[("look", {"uids": [uid]})]], context=_asking(library, uid))
    [error] = errors(events)
    assert (error.kind, error.hint) == ("picture", "Choose another picture.")
    assert uid in error.message


def test_a_media_store_that_cannot_be_used_ends_the_run(library: Library, tmp_path: Path) -> None:
    """No other picture would help, so the policy is not asked to choose one."""
    store = MediaStore(str(tmp_path / "media"))
    uid = store.put(to_png(draw_ferry())).uid
    (tmp_path / "media").rename(tmp_path / "away")
    (tmp_path / "media").write_text("in the way")

    def context(memory: WorkingMemory) -> ToolContext:
        return replace(library.context(memory, asked=(uid,)), store=store)

    with pytest.raises(MediaStoreUnavailable):
        run(library, [[("look", {"uids": [uid]})]], context=context)


def test_a_bug_in_a_tool_crosses_the_loop_untouched(library: Library) -> None:
    def divide(_context: ToolContext) -> Finish:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError, match="a bug"):
        run(library, [[("divide", {})]], tools=tool_named("divide", divide))


@pytest.mark.parametrize(
    ("limit", "steps", "reason"),
    [
        ({"max_steps": 3}, 3, "The limit of 3 steps is reached."),
        ({"max_calls": 4}, 3, "The limit of 4 calls is reached."),
        ({"max_seconds": 5}, 2, "The limit of 5 seconds is reached."),
    ],
    ids=["steps", "calls", "seconds"],
)
def test_at_a_limit_the_policy_has_to_conclude(
    library: Library, limit: dict[str, Any], steps: int, reason: str
) -> None:
    """The seconds of this run are those of a clock that ticks each time somebody looks at it."""
    ticks = count()
    clock = (lambda: float(next(ticks))) if "max_seconds" in limit else (lambda: 0.0)
    events = run(library, [[SEARCH, SEARCH]] * 9, replace(ROOMY, **limit), clock=clock)
    decisions = [event for event in events if isinstance(event, StepDecided)]
    assert len(decisions) == steps
    assert decisions[-1].intent == reason
    assert ending(events) == RunEnded(Outcome.DECLINED, reason)


class Stubborn:
    """A policy that never ends a run as it should."""

    name = "stubborn"

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The question alone."""
        return ("",)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision]:
        """Search for the same again."""
        return at_once(Decision("Again", (ToolCall(f"c{len(state.steps)}", *SEARCH),)))

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision]:
        """End with neither an answer nor a reason, which `finish` refuses."""
        return at_once(Decision(reason, (ToolCall(f"c{len(state.steps)}", "finish", {}),)))

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        """Nothing."""
        return at_once(Assessment())


def test_a_policy_that_cannot_finish_is_ended_at_the_step_limit(library: Library) -> None:
    events = run(library, Stubborn(), replace(ROOMY, max_steps=4))
    assert len(replay(events).steps) == 4
    assert [error.kind for error in errors(events)] == ["invalid_arguments"]
    assert ending(events).outcome is Outcome.DECLINED
    assert ending(events).message == "The limit of 4 steps is reached. There was no answer by then."


def test_an_event_is_handed_out_before_its_effect(library: Library) -> None:
    made: list[str] = []

    def knock(_context: ToolContext) -> Finish:
        made.append("knock")
        return Finish("", "Nobody was in.")

    events = agent(library, [[("knock", {})]], tools=tool_named("knock", knock)).run(QUESTION)
    _until(events, CallStarted)
    assert made == []
    _until(events, CallFinished)
    assert made == ["knock"]


def test_from_every_event_on_a_run_ends_as_if_nothing_had_happened(library: Library) -> None:
    script = answering(library)
    whole = [_timeless(event) for event in run(library, script)]
    for stop in range(len(whole)):
        rest = [_timeless(event) for event in agent(library, script).run(QUESTION, whole[:stop])]
        resumed = _without_repeated_start([*whole[:stop], *rest])
        assert resumed == whole, f"stopped after {stop} events"


def test_a_run_that_has_ended_does_nothing_more(library: Library) -> None:
    script = answering(library)
    whole = run(library, script)
    assert list(agent(library, script).run(QUESTION, whole)) == []


def test_a_question_with_a_picture_reaches_the_tools(library: Library) -> None:
    facts = library.store.put(to_png(draw_ferry()))
    question = Question("", (ImageRef(facts.uid, facts.width, facts.height),))
    script: Script = [[("search_by_image", {"uid": facts.uid})]]
    events = list(agent(library, script, context=_asking(library, facts.uid)).run(question))
    [search] = replay(events).memory.searches
    assert search.found.hits[0].uid == library.uid("ferry.png")


def _asking(library: Library, uid: str) -> Callable[[WorkingMemory], ToolContext]:
    return lambda memory: library.context(memory, asked=(uid,))


def _until(events: Iterator[Event], kind: type[Event]) -> None:
    next(event for event in events if isinstance(event, kind))


def _decided(events: list[Event]) -> list[str]:
    return [call.id for event in events if isinstance(event, StepDecided) for call in event.calls]


def _call_ids(events: list[Event], kind: type[CallStarted] | type[CallFinished]) -> list[str]:
    found = [event for event in events if isinstance(event, kind)]
    return [e.call_id if isinstance(e, CallStarted) else e.observation.call_id for e in found]


def _timeless(event: Event) -> Event:
    if isinstance(event, CallFinished):
        return replace(event, observation=replace(event.observation, seconds=0.0))
    return event


def _without_repeated_start(events: list[Event]) -> list[Event]:
    """A call that was cut off is started again; that is the one event that may stand twice."""
    return [e for e, after in zip(events, [*events[1:], None], strict=True) if e != after]
