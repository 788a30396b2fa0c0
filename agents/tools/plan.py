from typing import Annotated

from pydantic import Field

from agents.observations import PlanRevised
from agents.plan import AddDependency, AddGoal, EditGoal, PlanError, ReplaceGoal, SkipGoal
from agents.toolbox import Phase, ToolContext, ToolFailed

PHASES = frozenset({Phase.PLAN})

# Goals are answered by the work on them, never by the planner.
Operation = Annotated[AddGoal | EditGoal | AddDependency | SkipGoal | ReplaceGoal, Field(discriminator="op")]


def plan(
    context: ToolContext, operations: Annotated[list[Operation], Field(min_length=1, max_length=12)]
) -> PlanRevised:
    """Divide the question into goals that can be searched for, or change the plan. All operations or none.

    operations: 1 to 12, each named by op. add: key (g1), text, and in depends_on the goals whose answers it
    needs; [Answer g1] in a text stands for an answer. edit: key, text. depend: key, on. skip: key, reason.
    replace: the key of a goal left unanswered, and in by 1 to 3 goals to add for it. Goals that do not depend
    on each other are worked on side by side.
    """
    try:
        context.plan.apply(operations)
    except PlanError as error:
        raise ToolFailed(error.kind, error.message, error.hint) from None
    return PlanRevised(tuple(operations))
