"""What every kind of result is asked for, so that nobody who asks need know the kinds, and what kinds bring:
searches and stretches of text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agents.observations.hits import SeenHit
from agents.sources import NOWHERE, FromSource, StoredRef, StoredSource
from media_store import Box


class Result:
    """What a tool gave back. A kind overrides what it has; most kinds have little of it."""

    __slots__ = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the records, documents and pictures that it shows."""
        return tuple(hit.id for hit in self.all_hits) or self.seen_uids

    @property
    def uids(self) -> tuple[str, ...]:
        """Every picture that it names, whether it was looked at or not."""
        return tuple(hit.uid for hit in self.all_hits if hit.uid) or self.seen_uids

    @property
    def seen_uids(self) -> tuple[str, ...]:
        """The pictures that were looked at or made."""
        return ()

    @property
    def pixel_uids(self) -> tuple[str, ...]:
        """The pictures whose pixels it shows; of those on a contact sheet, the sheet."""
        return self.seen_uids

    @property
    def made_from(self) -> Mapping[str, tuple[str, ...]]:
        """The pictures that were made from others, each with the UIDs of those."""
        return {}

    @property
    def all_hits(self) -> tuple[SeenHit, ...]:
        """The hits of all its queries, in their order; one that several found stands there each time."""
        return ()

    @property
    def all_searches(self) -> "tuple[HitsFound, ...]":
        """Every query that it asked, with what that found: memory keeps them."""
        return ()

    @property
    def search_name(self) -> str:
        """What kind of search it was, where one tool has several: only the same kind can be repeated."""
        return ""

    @property
    def usd(self) -> Decimal:
        """What it cost beside models."""
        return Decimal(0)

    @property
    def all_texts(self) -> "tuple[TextRead, ...]":
        """Every stretch of text that it read: memory keeps them, and rules read them."""
        return ()

    @property
    def is_empty(self) -> bool:
        """True when something was looked for and nothing was there."""
        return False


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
    def all_searches(self) -> "tuple[HitsFound, ...]":
        return (self,)

    @property
    def all_hits(self) -> tuple[SeenHit, ...]:
        return self.hits

    @property
    def is_empty(self) -> bool:
        return not self.hits


@dataclass(frozen=True, slots=True)
class TextRead(FromSource, Result):
    """A stretch `[start, end)` of a source's text, in characters of `length`, and the pictures it shows.

    `is_scanned`: some of it was read by OCR.
    """

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
    is_scanned: bool = False

    @classmethod
    def of(cls, found: StoredSource, start: int, end: int) -> "TextRead":
        """The stretch of a source that lies in `[start, end)`."""
        length = len(found.text)
        start, end = min(start, length), min(end, length)
        shown = tuple(uid for offset, uid in found.pictures if start <= offset <= end)
        return cls(
            None, found.title, found.file, start, end, length, found.text[start:end], shown, source=found.ref,
            is_scanned=any(
                found.page_at(start) <= page <= found.page_at(max(start, end - 1)) for page in found.scanned
            ),
        )  # fmt: skip

    @property
    def ids(self) -> tuple[str, ...]:
        return (str(self.source),)

    @property
    def uids(self) -> tuple[str, ...]:
        return self.images

    @property
    def all_texts(self) -> "tuple[TextRead, ...]":
        return (self,)
