"""Goals, the operations that change a plan of them, and why an operation cannot be taken."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agents.messages import Message
from agents.messages import message as _

MAX_GOAL_CHARACTERS = 1_000


class PlanError(Exception):
    """Operations that cannot be taken: a kind, a sentence, and a hint of what to try."""

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.hint = hint


class GoalStatus(StrEnum):
    """Where the work on a goal stands. A replaced one failed, and others stand in for it."""

    OPEN = "open"
    ANSWERED = "answered"
    PARTIAL = "partial"
    UNANSWERED = "unanswered"
    SKIPPED = "skipped"
    REPLACED = "replaced"

    @property
    def words(self) -> Message:
        """The status in a sentence."""
        return {
            GoalStatus.OPEN: _("open"),
            GoalStatus.ANSWERED: _("answered"),
            GoalStatus.PARTIAL: _("partly answered"),
            GoalStatus.UNANSWERED: _("not answered"),
            GoalStatus.SKIPPED: _("skipped"),
            GoalStatus.REPLACED: _("tried in another way"),
        }[self]

    @property
    def has_answer(self) -> bool:
        """Goals that depend on it may go on."""
        return self in (GoalStatus.ANSWERED, GoalStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class Goal:
    """A question of its own, whose text may hold placeholders. `answer` has evidence markers.

    `analysis` says what is missing or was tried; `replaces` names the failed goal that it stands in for.
    """

    key: str
    text: str
    depends_on: tuple[str, ...] = ()
    status: GoalStatus = GoalStatus.OPEN
    answer: str = ""
    analysis: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class AddGoal:
    """Add a goal. key: a short name such as g1. depends_on: goals whose answers it needs."""

    key: str
    text: Annotated[str, Field(min_length=1, max_length=MAX_GOAL_CHARACTERS)]
    depends_on: tuple[str, ...] = ()
    op: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class EditGoal:
    """Put the text of an open goal in other words."""

    key: str
    text: Annotated[str, Field(min_length=1, max_length=MAX_GOAL_CHARACTERS)]
    op: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class AddDependency:
    """Let an open goal wait for the answer of another one."""

    key: str
    on: str
    op: Literal["depend"] = "depend"


@dataclass(frozen=True, slots=True)
class SkipGoal:
    """Leave out a goal that is open or was left unanswered; goals that depend on it are never started."""

    key: str
    reason: Annotated[str, Field(max_length=500)] = ""
    op: Literal["skip"] = "skip"


@dataclass(frozen=True, slots=True)
class ReplaceGoal:
    """Try a goal that failed in another way, once. What depended on it depends on all of `by`."""

    key: str
    by: Annotated[tuple[AddGoal, ...], Field(min_length=1, max_length=3)]
    op: Literal["replace"] = "replace"


@dataclass(frozen=True, slots=True)
class AnswerGoal:
    """End the work on a goal, whose parents all have answers: as answered, partial or unanswered."""

    key: str
    status: GoalStatus
    answer: str = ""
    analysis: str = ""
    op: Literal["answer"] = "answer"


PlanOperation = Annotated[
    AddGoal | EditGoal | AddDependency | SkipGoal | ReplaceGoal | AnswerGoal, Field(discriminator="op")
]
