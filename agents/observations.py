"""What tools give back. Every kind is a frozen dataclass with a `type`, so a journal can be read again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from agents.plan import GoalStatus, PlanOperation
from agents.types import Evidence, Importance
from agents.verify.verdicts import ClaimVerdict
from media_store import Box


@dataclass(frozen=True, slots=True)
class ChannelScore:
    """Where one retrieval channel placed a hit: rank from 1, and its confidence 0..1."""

    name: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A search hit as the policy sees it: text and a UID, never pixels.

    `id` names the record ("passage:7", "image:3"); `documents` are those that show the picture.
    `confidence` (0..1) says how good the best channel thinks it is; `score` orders the list.
    """

    id: str
    kind: Literal["passage", "image"]
    title: str
    text: str
    file: str
    corpus: str
    score: float
    confidence: float
    channels: tuple[ChannelScore, ...] = ()
    uid: str | None = None
    document: int | None = None
    start: int | None = None
    end: int | None = None
    documents: tuple[int, ...] = ()
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HitsFound:
    """Hits of one search, best first; empty when nothing was good enough.

    `repeat_of` is the step that asked nearly the same before: such a query is not asked again.
    """

    query: str
    hits: tuple[SeenHit, ...]
    uid: str | None = None
    box: Box | None = None
    repeat_of: int | None = None
    type: Literal["hits"] = "hits"


@dataclass(frozen=True, slots=True)
class SearchesDone:
    """The results of several queries, in the order they were asked."""

    searches: tuple[HitsFound, ...]
    type: Literal["searches"] = "searches"


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """What a picture may show, with a probability."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """A look at a picture. Boxes given later refer to this shown picture, in 0..1000 units of its sides.

    A picture that the run made names its `parent`, and as a cut its `box` in the parent; `note` says why.
    `caption` is a model's, made for a policy that cannot see.
    """

    uid: str
    width: int
    height: int
    shown_width: int
    shown_height: int
    labels: tuple[SeenLabel, ...]
    text: str
    colours: tuple[str, ...]
    parent: str | None = None
    box: Box | None = None
    note: str = ""
    caption: str = ""
    type: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class PicturesSeen:
    """A look at several pictures. `sheet` is the contact sheet that shows them all with their UIDs."""

    pictures: tuple[PictureSeen, ...]
    sheet: PictureSeen | None = None
    is_pinned: bool = False
    type: Literal["pictures"] = "pictures"


@dataclass(frozen=True, slots=True)
class PicturesCompared:
    """Two pictures side by side: the joint picture, and how alike they are.

    `hash_distance` counts the differing bits (0..64) of their perceptual hashes, `similarity` is the cosine
    (-1..1) of their appearance vectors, or None where the encoder has none.
    """

    first: str
    second: str
    sheet: PictureSeen
    hash_distance: int
    similarity: float | None
    type: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True)
class LineFound:
    """A place `[start, end)` of a document where a pattern stands, with the line around it."""

    document: int
    title: str
    file: str
    start: int
    end: int
    line: str


@dataclass(frozen=True, slots=True)
class LinesFound:
    """Where a pattern stands, in the order of the documents; `is_cut` when there were more."""

    pattern: str
    lines: tuple[LineFound, ...]
    is_cut: bool
    type: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """Something the run has met before, shown again: its id, what it is, and its text."""

    id: str
    title: str
    text: str
    uid: str | None = None
    document: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Items shown again without a new search, or one page of all pictures met (`pages` in all)."""

    items: tuple[ReviewedItem, ...]
    page: int | None = None
    pages: int | None = None
    type: Literal["review"] = "review"


@dataclass(frozen=True, slots=True)
class Curated:
    """What matters now, by item id; what is dropped stays in the run and can be reviewed."""

    importance: dict[str, Importance]
    dropped: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    unpinned: tuple[str, ...] = ()
    type: Literal["curation"] = "curation"


@dataclass(frozen=True, slots=True)
class PictureNoted:
    """One line in the policy's own words that stands for a picture when its pixels leave the prompt."""

    uid: str
    line: str
    type: Literal["picture_note"] = "picture_note"


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A claim against pieces of evidence, one verdict each; `is_reused` when it had been checked before."""

    claim: str
    verdicts: tuple[ClaimVerdict, ...]
    is_reused: bool = False
    type: Literal["claim"] = "claim"


@dataclass(frozen=True, slots=True)
class PlanRevised:
    """Operations that the plan took, all of them or none."""

    operations: tuple[PlanOperation, ...]
    type: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class GoalEnded:
    """The work on a goal ended: its answer with evidence markers, or why there is none."""

    goal: str
    status: GoalStatus
    answer: str
    analysis: str
    type: Literal["goal"] = "goal"


@dataclass(frozen=True, slots=True)
class Reflected:
    """Whether what was found meets the goal of the search before, and what is still missing."""

    is_satisfied: bool
    missing: str
    type: Literal["reflection"] = "reflection"


@dataclass(frozen=True, slots=True)
class Gated:
    """Whether the question needs a search. `confidence` is 0..1; a draft comes from the model's knowledge."""

    can_answer: bool
    confidence: float
    rationale: str
    draft: str = ""
    queries: tuple[str, ...] = ()
    type: Literal["gate"] = "gate"


@dataclass(frozen=True, slots=True)
class TextRead:
    """A stretch `[start, end)` of a document's text, in characters of `length`, and the pictures it shows."""

    document: int
    title: str
    file: str
    start: int
    end: int
    length: int
    text: str
    images: tuple[str, ...] = ()
    type: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class EvidenceKept:
    """The run keeps this as evidence."""

    evidence: Evidence
    type: Literal["evidence"] = "evidence"


@dataclass(frozen=True, slots=True)
class Finish:
    """The policy ends the run: a draft whose markers name evidence ids (`[e1]`), or no draft at all."""

    draft: str
    reason: str
    type: Literal["finish"] = "finish"


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
    message: str
    hint: str = ""


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
