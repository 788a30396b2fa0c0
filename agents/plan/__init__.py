"""A plan: goals that depend on each other's answers."""

from agents.plan.goals import (
    MAX_GOAL_CHARACTERS,
    AddDependency,
    AddGoal,
    AnswerGoal,
    EditGoal,
    Goal,
    GoalStatus,
    PlanError,
    PlanOperation,
    ReplaceGoal,
    SkipGoal,
)
from agents.plan.graph import MAX_GOALS, PlanGraph

__all__ = [
    "MAX_GOALS",
    "MAX_GOAL_CHARACTERS",
    "AddDependency",
    "AddGoal",
    "AnswerGoal",
    "EditGoal",
    "Goal",
    "GoalStatus",
    "PlanError",
    "PlanGraph",
    "PlanOperation",
    "ReplaceGoal",
    "SkipGoal",
]
