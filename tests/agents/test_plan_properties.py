from graphlib import TopologicalSorter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.plan import (
    MAX_GOALS,
    AddDependency,
    AddGoal,
    AnswerGoal,
    EditGoal,
    Goal,
    GoalStatus,
    PlanError,
    PlanGraph,
    PlanOperation,
    ReplaceGoal,
    SkipGoal,
)

pytestmark = pytest.mark.long

KEYS = st.sampled_from([f"g{number}" for number in range(1, 9)])
TEXTS = st.one_of(
    st.just("Who?"),
    KEYS.map(lambda key: f"Who met [Answer {key}]?"),
    st.integers(1, 9).map(lambda place: f"Who met [Answer{place}]?"),
)
ADDITIONS = st.builds(AddGoal, KEYS, TEXTS, st.lists(KEYS, max_size=2).map(tuple))
OPERATIONS: st.SearchStrategy[PlanOperation] = st.one_of(
    ADDITIONS,
    st.builds(EditGoal, KEYS, TEXTS),
    st.builds(AddDependency, KEYS, KEYS),
    st.builds(SkipGoal, KEYS),
    st.builds(ReplaceGoal, KEYS, st.lists(ADDITIONS, min_size=1, max_size=2).map(tuple)),
    st.builds(AnswerGoal, KEYS, st.sampled_from(GoalStatus), st.just("Ada [e1]")),
)


@st.composite
def plans(draw: st.DrawFn) -> PlanGraph:
    """What a sequence of operations leaves, each taken where it can be."""
    graph = PlanGraph()
    for operation in draw(st.lists(OPERATIONS, min_size=4, max_size=40)):
        try:
            graph = graph.apply([operation])
        except PlanError:
            continue
    return graph


every_plan = settings(max_examples=200)


@every_plan
@given(plans())
def test_no_sequence_of_operations_makes_a_cycle_or_too_many_goals(graph: PlanGraph) -> None:
    TopologicalSorter({goal.key: goal.depends_on for goal in graph.goals}).prepare()
    gone = (GoalStatus.SKIPPED, GoalStatus.REPLACED)
    assert sum(goal.status not in gone for goal in graph.goals) <= MAX_GOALS


@every_plan
@given(plans())
def test_what_is_ready_has_answers_for_all_it_needs(graph: PlanGraph) -> None:
    for goal in graph.ready(len(graph.goals)):
        assert all(graph[parent].status.has_answer for parent in goal.depends_on)
        assert "[Answer" not in graph.resolve(goal.key)


def blocked(graph: PlanGraph) -> list[Goal]:
    """Open goals that wait, however far behind, for one that has no answer and gets none."""
    opened = [goal for goal in graph.goals if goal.status is GoalStatus.OPEN]
    dead = {g.key for g in graph.goals if g.status in (GoalStatus.UNANSWERED, GoalStatus.SKIPPED)}
    while more := {goal.key for goal in opened if dead.intersection(goal.depends_on)} - dead:
        dead |= more
    return [goal for goal in opened if goal.key in dead]


@every_plan
@given(plans())
def test_every_open_goal_is_ready_or_blocked_or_waits_for_one_that_is_open(graph: PlanGraph) -> None:
    ready, dead = graph.ready(len(graph.goals)), blocked(graph)
    assert not {*ready} & {*dead}
    for goal in graph.goals:
        if goal.status is GoalStatus.OPEN and goal not in (*ready, *dead):
            assert any(graph[parent].status is GoalStatus.OPEN for parent in goal.depends_on)
