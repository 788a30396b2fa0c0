"""What searching and reading give: hits, lines and stretches of text."""

from dataclasses import dataclass
from typing import Literal

from agents.observations.base import HitsFound, Result, TextRead
from agents.observations.hits import SeenHit
from agents.sources import NOWHERE, FromSource, StoredRef


@dataclass(frozen=True, slots=True)
class SearchesDone(Result):
    """The results of several queries, in the order they were asked."""

    searches: tuple[HitsFound, ...]
    type: Literal["searches"] = "searches"

    @property
    def all_searches(self) -> tuple[HitsFound, ...]:
        return self.searches

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


FindResult = HitsFound | SearchesDone | TextRead | LinesFound
"""What searches and readings give back."""
