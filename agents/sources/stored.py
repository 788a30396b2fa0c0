"""What is stored under a reference, and who finds it there."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

from agents.sources.refs import SourceRef


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source as it is stored: text that quotes are checked against, pixels, or both.

    `file` says where it is in words: the path in a corpus, or the address of a page. `uid` names its pixels
    in the media store; `pictures` has UIDs by the offset at which the text shows them. `address` is where it
    can be opened outside, `date` the day (ISO 8601) it is from; both may be unknown, and empty. `pages` are
    the offsets at which pages begin, `scanned` the numbers, from 1, of those that were read by OCR.
    """

    ref: SourceRef
    title: str
    file: str = ""
    text: str = ""
    uid: str = ""
    address: str = ""
    date: str = ""
    pictures: tuple[tuple[int, str], ...] = ()
    pages: tuple[int, ...] = ()
    scanned: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int:
        """The number, from 1, of the page that a character stands on; 0 where there are no pages."""
        return bisect_right(self.pages, offset)


class SourceFinder(Protocol):
    """Finds sources of one kind, as far as whoever it was made for may read them at this moment."""

    @property
    def name(self) -> str:
        """What references of this kind begin with: small letters and underscores."""

    def find(self, key: str) -> StoredSource | None:
        """The source with this id; None for one that is not there or out of reach, and for what is no id."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources of several kinds."""

    finders: list[SourceFinder]

    def find(self, ref: SourceRef) -> StoredSource | None:
        """What is stored under a reference; None for what cannot be read, and for an unknown kind."""
        finder = next((each for each in self.finders if each.name == ref.kind), None)
        return finder.find(ref.id) if finder else None
