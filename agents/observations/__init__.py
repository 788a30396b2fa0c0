"""What tools give back. Every kind is a frozen dataclass with a `type`, so a journal can be read again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from agents.messages import Text
from agents.observations.base import HitsFound, Result, TextRead
from agents.observations.finds import (
    LineFound,
    LinesFound,
    SearchesDone,
)
from agents.observations.hits import ChannelScore, SeenHit
from agents.observations.memory import ClaimChecked, Curated, EvidenceKept, Reviewed, ReviewedItem
from agents.observations.pictures import PictureNoted, PicturesCompared, PictureSeen, PicturesSeen, SeenLabel
from agents.observations.thoughts import Finish, Gated, GoalEnded, PlanRevised, Reflected

__all__ = [
    "ChannelScore",
    "ClaimChecked",
    "Curated",
    "EvidenceKept",
    "Finish",
    "Gated",
    "GoalEnded",
    "HitsFound",
    "LineFound",
    "LinesFound",
    "Observation",
    "PictureNoted",
    "PictureSeen",
    "PicturesCompared",
    "PicturesSeen",
    "PlanRevised",
    "Reflected",
    "Result",
    "Reviewed",
    "ReviewedItem",
    "SearchesDone",
    "SeenHit",
    "SeenLabel",
    "TextRead",
    "ToolError",
    "ToolResult",
]

ToolResult = Annotated[
    HitsFound
    | SearchesDone
    | PictureSeen
    | PicturesSeen
    | PicturesCompared
    | TextRead
    | LinesFound
    | EvidenceKept
    | Reviewed
    | Curated
    | PictureNoted
    | ClaimChecked
    | PlanRevised
    | GoalEnded
    | Reflected
    | Gated
    | Finish,
    Field(discriminator="type"),
]


@dataclass(frozen=True, slots=True)
class ToolError:
    """Something the policy can mend: what was wrong, and what to try."""

    kind: str
    message: Text
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """The outcome of one call. Exactly one of `data` and `error` is set.

    `new_ids` are records, documents or pictures this run had not met before; `seen_ids` those it had.
    `cost_usd` is what models inside the call were paid.
    """

    call_id: str
    data: ToolResult | None = None
    error: ToolError | None = None
    new_ids: tuple[str, ...] = ()
    seen_ids: tuple[str, ...] = ()
    seconds: float = 0.0
    cost_usd: Decimal = Decimal(0)

    @property
    def ok(self) -> bool:
        return self.error is None
