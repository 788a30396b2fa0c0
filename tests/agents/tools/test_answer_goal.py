"""answer_goal: an answer rests on evidence, and on a reflection that came after the last search."""

from dataclasses import replace

import pytest

from agents.memory import WorkingMemory
from agents.observations import EvidenceKept, HitsFound, Reflected, ToolResult
from agents.plan import Goal, GoalStatus, PlanGraph, SkipGoal
from agents.toolbox import ToolContext, ToolFailed
from agents.tools.answer_goal import answer_goal
from agents.types import Evidence
from tests.agents.tools.driving import memory_of
from tests.fixtures.memory_library import Library

KEPT = EvidenceKept(
    Evidence("e1", "text", "Grey Head", "grey-head.md", document=1, quote="1854", start=0, end=4)
)
SEARCHED = HitsFound("when was it lit", ())
PLAN = PlanGraph((Goal("g1", "When was it lit?"),))
ANSWER = "It was lit in 1854 [e1]."


def working(library: Library, *results: ToolResult, goal: str = "g1") -> ToolContext:
    """A run at work on goal g1, of which the results belong to a goal."""
    memory: WorkingMemory = memory_of(*results, goal=goal)
    return replace(library.context(memory), plan=PLAN, goal="g1", step=9)


def test_an_answer_with_evidence_ends_the_goal(library: Library) -> None:
    ended = answer_goal(working(library, SEARCHED, KEPT, Reflected(True, "")), answer=f" {ANSWER} ")
    assert (ended.goal, ended.status, ended.answer) == ("g1", GoalStatus.ANSWERED, ANSWER)


@pytest.mark.parametrize("answer", ["It was lit in 1854.", "It was lit in 1854 [e2].", "See e2.", ""])
@pytest.mark.parametrize("status", ["answered", "partial"])
def test_an_answer_without_evidence_of_this_run_is_refused(
    library: Library, answer: str, status: str
) -> None:
    with pytest.raises(ToolFailed, match="names no evidence") as refusal:
        answer_goal(working(library, KEPT), answer=answer, status=status)
    assert refusal.value.kind == "no_evidence"


def test_what_is_still_missing_blocks_an_answer_and_not_a_part_of_one(library: Library) -> None:
    context = working(library, KEPT, SEARCHED, Reflected(False, "the engineer"))
    with pytest.raises(ToolFailed, match="still missing: the engineer") as refusal:
        answer_goal(context, answer=ANSWER)
    assert refusal.value.kind == "not_satisfied"
    assert answer_goal(context, answer=ANSWER, status="partial").status is GoalStatus.PARTIAL


@pytest.mark.parametrize("results", [(SEARCHED,), (Reflected(True, ""), SEARCHED)], ids=["never", "before"])
def test_a_search_that_was_not_reflected_on_blocks_an_answer(
    library: Library, results: tuple[ToolResult, ...]
) -> None:
    with pytest.raises(ToolFailed, match="Call reflect first|judged") as refusal:
        answer_goal(working(library, KEPT, *results), answer=ANSWER, status="partial")
    assert refusal.value.kind == "not_reflected"


def test_searches_of_other_goals_and_refused_ones_need_no_reflection(library: Library) -> None:
    refused = HitsFound("lit when", (), repeat_of=1)
    assert answer_goal(working(library, KEPT, refused), answer=ANSWER).answer == ANSWER
    assert answer_goal(working(library, KEPT, SEARCHED, goal="g2"), answer=ANSWER).answer == ANSWER


def test_giving_up_needs_a_reason_and_nothing_else(library: Library) -> None:
    context = working(library, SEARCHED)
    with pytest.raises(ToolFailed, match="Give an analysis|why there is no answer"):
        answer_goal(context, status="unanswered")
    ended = answer_goal(context, status="unanswered", analysis="No source dates it.")
    assert (ended.status, ended.analysis) == (GoalStatus.UNANSWERED, "No source dates it.")


def test_without_a_goal_there_is_nothing_to_end(context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="No goal"):
        answer_goal(context, status="unanswered", analysis="Why?")


def test_a_goal_that_was_skipped_meanwhile_takes_no_answer(library: Library) -> None:
    context = replace(working(library, KEPT), plan=PLAN.apply([SkipGoal("g1")]))
    with pytest.raises(ToolFailed, match="g1") as refusal:
        answer_goal(context, answer=ANSWER)
    assert refusal.value.kind == "ended_goal"
