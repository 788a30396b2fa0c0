"""What the policy decided about its own work: plan, goals, gate, reflection, end."""

from dataclasses import dataclass
from typing import Literal

from agents.messages import Text
from agents.observations.base import Result
from agents.plan import GoalStatus, PlanOperation


@dataclass(frozen=True, slots=True)
class PlanRevised(Result):
    """Operations that the plan took, all of them or none."""

    operations: tuple[PlanOperation, ...]
    type: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class GoalEnded(Result):
    """The work on a goal ended: its answer with evidence markers, or why there is none."""

    goal: str
    status: GoalStatus
    answer: str
    analysis: str
    type: Literal["goal"] = "goal"


@dataclass(frozen=True, slots=True)
class Reflected(Result):
    """Whether what was found meets the goal of the search before, and what is still missing."""

    is_satisfied: bool
    missing: str
    type: Literal["reflection"] = "reflection"


@dataclass(frozen=True, slots=True)
class Gated(Result):
    """Whether the question needs a search. `confidence` is 0..1; a draft comes from the model's knowledge."""

    can_answer: bool
    confidence: float
    rationale: str
    draft: str = ""
    queries: tuple[str, ...] = ()
    type: Literal["gate"] = "gate"


@dataclass(frozen=True, slots=True)
class Finish(Result):
    """The policy ends the run: a draft whose markers name evidence ids (`[e1]`), or no draft at all."""

    draft: str
    reason: Text
    type: Literal["finish"] = "finish"


ThoughtResult = PlanRevised | GoalEnded | Reflected | Gated | Finish
"""What comes of planning, judging and ending."""
