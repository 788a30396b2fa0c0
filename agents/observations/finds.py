"""What searching and reading give: hits, lines and stretches of text."""

from dataclasses import dataclass
from typing import Literal

from agents.observations.base import Result
from agents.observations.hits import SeenHit
from agents.sources import NOWHERE, FromSource, StoredRef, StoredSource
from media_store import Box


@dataclass(frozen=True, slots=True)
class HitsFound(Result):
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

    @property
    def all_hits(self) -> tuple[SeenHit, ...]:
        return self.hits

    @property
    def is_empty(self) -> bool:
        return not self.hits


@dataclass(frozen=True, slots=True)
class SearchesDone(Result):
    """The results of several queries, in the order they were asked."""

    searches: tuple[HitsFound, ...]
    type: Literal["searches"] = "searches"

    @property
    def all_hits(self) -> tuple[SeenHit, ...]:
        return tuple(hit for found in self.searches for hit in found.hits)

    @property
    def is_empty(self) -> bool:
        return not self.all_hits


@dataclass(frozen=True, slots=True)
class LineFound(FromSource):
    """A place `[start, end)` of a text where a pattern stands, with the line around it."""

    document: int | None
    title: str
    file: str
    start: int
    end: int
    line: str
    source: StoredRef = NOWHERE


@dataclass(frozen=True, slots=True)
class LinesFound(Result):
    """Where a pattern stands, in the order of the documents; `is_cut` when there were more."""

    pattern: str
    lines: tuple[LineFound, ...]
    is_cut: bool
    type: Literal["lines"] = "lines"

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(str(line.source) for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines


@dataclass(frozen=True, slots=True)
class TextRead(FromSource, Result):
    """A stretch `[start, end)` of a source's text, in characters of `length`, and the pictures it shows."""

    document: int | None
    title: str
    file: str
    start: int
    end: int
    length: int
    text: str
    images: tuple[str, ...] = ()
    type: Literal["text"] = "text"
    source: StoredRef = NOWHERE

    @classmethod
    def of(cls, found: StoredSource, start: int, end: int) -> "TextRead":
        """The stretch of a source that lies in `[start, end)`."""
        length = len(found.text)
        start, end = min(start, length), min(end, length)
        shown = tuple(uid for offset, uid in found.pictures if start <= offset <= end)
        return cls(
            None, found.title, found.file, start, end, length, found.text[start:end], shown, source=found.ref
        )

    @property
    def ids(self) -> tuple[str, ...]:
        return (str(self.source),)

    @property
    def uids(self) -> tuple[str, ...]:
        return self.images
