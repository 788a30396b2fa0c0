"""What tools give back. Every kind is a frozen dataclass with a `type`, so a journal can be read again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from agents.messages import Text
from agents.observations.base import HitsFound, Result, TextRead
from agents.observations.finds import FindResult, LineFound, LinesFound, SearchesDone
from agents.observations.hits import ChannelScore, SeenHit
from agents.observations.memory import (
    ClaimChecked,
    Curated,
    EvidenceKept,
    MemoryResult,
    Reviewed,
    ReviewedItem,
)
from agents.observations.pictures import (
    PictureNoted,
    PictureResult,
    PicturesCompared,
    PictureSeen,
    PicturesSeen,
    SeenLabel,
)
from agents.observations.thoughts import Finish, Gated, GoalEnded, PlanRevised, Reflected, ThoughtResult
from agents.observations.web import (
    EngineAsked,
    FetchedPicture,
    PageOpened,
    SeenFigure,
    SeenLink,
    WebFound,
    WebHit,
    WebResultKind,
    host_of,
    web_search_name,
)

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
    "EngineAsked",
    "FetchedPicture",
    "PageOpened",
    "SeenFigure",
    "SeenLink",
    "WebFound",
    "WebHit",
    "host_of",
    "web_search_name",
]

ToolResult = Annotated[
    FindResult | WebResultKind | PictureResult | MemoryResult | ThoughtResult, Field(discriminator="type")
]
"""A kind joins the union of its module, and mypy tells where it is forgotten."""


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
    `cost_usd` is what models and search engines inside the call were paid.
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
