"""What tools give back. Every kind is a frozen dataclass with a `type`, so a journal can be read again."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from agents.types import Evidence
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
    """Hits of one search, best first; empty when nothing was good enough."""

    query: str
    hits: tuple[SeenHit, ...]
    uid: str | None = None
    box: Box | None = None
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
    """A look at a picture. Boxes given later refer to this shown picture, in 0..1000 units of its sides."""

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
    type: Literal["picture"] = "picture"


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
    HitsFound | SearchesDone | PictureSeen | TextRead | EvidenceKept | Finish, Field(discriminator="type")
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
    """

    call_id: str
    data: ToolResult | None = None
    error: ToolError | None = None
    new_ids: tuple[str, ...] = ()
    seen_ids: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return self.error is None
