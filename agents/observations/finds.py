"""What searching and reading give: hits, lines and stretches of text."""

from dataclasses import dataclass
from typing import Literal

from media_store import Box


@dataclass(frozen=True, slots=True)
class ChannelScore:
    """Where one retrieval channel placed a hit: rank from 1, and its confidence 0..1.

    `sources` says where the words that matched stand: caption, file, label, read ... (see `Source`).
    """

    name: str
    rank: int
    score: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A search hit as the policy sees it: text and a UID, never pixels.

    `id` names the record ("passage:7", "image:3"); `documents` are those that show the picture.
    `box` is the part of a picture that looks like the query, where a part does more than the whole.
    `confidence` (0..1) says how good the channels together think it is; `score` is the same, and orders hits.
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
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class HitsFound:
    """Hits of one search, best first; empty when nothing was good enough.

    `repeat_of` is the step that asked nearly the same before: such a query is not asked again. `words_only`
    has the slugs of corpora whose vectors were not all there: they may hold more than was found.
    """

    query: str
    hits: tuple[SeenHit, ...]
    uid: str | None = None
    box: Box | None = None
    repeat_of: int | None = None
    words_only: tuple[str, ...] = ()
    type: Literal["hits"] = "hits"


@dataclass(frozen=True, slots=True)
class SearchesDone:
    """The results of several queries, in the order they were asked."""

    searches: tuple[HitsFound, ...]
    type: Literal["searches"] = "searches"


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
