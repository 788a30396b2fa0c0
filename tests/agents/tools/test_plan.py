"""plan: operations as JSON, taken all together or not at all."""

from dataclasses import replace
from typing import Any

import pytest

from agents.plan import AddGoal, PlanGraph
from agents.toolbox import ToolContext, ToolFailed
from tests.agents.tools.driving import call

FIRST = {"op": "add", "key": "g1", "text": "Which lighthouse is this?"}
SECOND = {"op": "add", "key": "g2", "text": "Who designed [Answer g1]?", "depends_on": ["g1"]}


def test_operations_are_checked_and_handed_on(context: ToolContext) -> None:
    revised = call(context, "plan", operations=[FIRST, SECOND])
    assert revised.operations[1] == AddGoal("g2", "Who designed [Answer g1]?", ("g1",))
    assert context.plan.goals == ()


def test_what_the_plan_refuses_can_be_mended(context: ToolContext) -> None:
    planned = replace(context, plan=PlanGraph().apply([AddGoal("g1", "Which lighthouse is this?")]))
    with pytest.raises(ToolFailed, match="There is a goal g1 already") as refusal:
        call(planned, "plan", operations=[FIRST])
    assert refusal.value.kind == "duplicate_key"
    assert refusal.value.hint == "Choose another key."


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [FIRST] * 13,
        [{"op": "answer", "key": "g1", "status": "answered", "answer": "1854"}],
        [{"op": "run", "code": "import os"}],
        [{"key": "g1", "text": "What?"}],
    ],
    ids=["none", "thirteen", "an answer", "code", "no op"],
)
def test_operations_that_a_planner_has_not_are_invalid(
    context: ToolContext, operations: list[dict[str, Any]]
) -> None:
    with pytest.raises(ToolFailed) as refusal:
        call(context, "plan", operations=operations)
    assert refusal.value.kind == "invalid_arguments"
