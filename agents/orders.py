"""What a person wants of a run that is under way, as values that carry through JSON."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from agents.plan import EditGoal, SkipGoal
from agents.questions.types import Understanding

MAX_CHARACTERS = 500
"""Of a hint."""

MAX_REASON_CHARACTERS = 200
"""Of why evidence is withdrawn."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A line for the policy; it stands in every prompt from then on."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    wish: Literal["hint"] = "hint"


@dataclass(frozen=True, slots=True)
class AnswerNow:
    """End the search, and answer with the evidence there is."""

    wish: Literal["answer_now"] = "answer_now"


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop once what is under way has ended. The run goes on when it is executed again."""

    wish: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class ChangeGoal:
    """Skip a goal of the plan, or put it in other words."""

    change: Annotated[SkipGoal | EditGoal, Field(discriminator="op")]
    wish: Literal["change_goal"] = "change_goal"


@dataclass(frozen=True, slots=True)
class PinEvidence:
    """A piece of evidence matters most: it is the last to leave the policy's view."""

    evidence: str
    wish: Literal["pin_evidence"] = "pin_evidence"


@dataclass(frozen=True, slots=True)
class WithdrawEvidence:
    """A piece of evidence must not be cited, shown as a hit or kept again; the reason may be left out."""

    evidence: str
    reason: Annotated[str, Field(max_length=MAX_REASON_CHARACTERS)] = ""
    wish: Literal["withdraw_evidence"] = "withdraw_evidence"


@dataclass(frozen=True, slots=True)
class ReviseUnderstanding:
    """The question means this; the next step goes by it."""

    understanding: Understanding
    wish: Literal["revise_understanding"] = "revise_understanding"


Wish = Annotated[
    Hint | AnswerNow | Pause | ChangeGoal | PinEvidence | WithdrawEvidence | ReviseUnderstanding,
    Field(discriminator="wish"),
]


@dataclass(frozen=True, slots=True)
class Order:
    """A wish with the number under which it was given; numbers grow."""

    number: int
    wish: Wish


_WISHES: TypeAdapter[Wish] = TypeAdapter(Wish)


def wish_from(values: Any) -> Wish:
    """The wish that JSON values say. Raises ValueError (pydantic's) for anything else."""
    return _WISHES.validate_python(values)


def wish_values(wish: Wish) -> dict[str, Any]:
    """The wish as JSON values."""
    values: dict[str, Any] = _WISHES.dump_python(wish, mode="json")
    return values
