"""Something in a text that is spelled as a citation marker, and how surely it is one."""

import re
from dataclasses import dataclass
from enum import IntEnum

from agents.text.marker_folding import folded
from agents.text.marker_words import DASH, PREFIX

MAX_RANGE = 20
"""Ids that a range such as `[e1-e3]` may name; of a longer one only the ends count."""

_RANGE = re.compile(rf"(\d{{1,4}})(?:{DASH}(?:{PREFIX})?(\d{{1,4}}))?", re.IGNORECASE)
_ID_AS_WRITTEN = re.compile(rf"{PREFIX}\d{{1,4}}", re.IGNORECASE)
_EXACT_ID = re.compile(r"e\d{1,4}")
_CAPITAL_ID = re.compile(r"E[\W_]{0,2}\d")
_LOOSE_ID = re.compile(r"e[\W_]{1,2}\d", re.IGNORECASE)


class Certainty(IntEnum):
    """How surely a spelling is a marker.

    SURE: nothing else is spelled so. LIKELY: a marker where the run knows the id, or a clause ends behind it.
    FAINT: a marker where the run knows the id, and nothing else that it knows has such a name.
    """

    FAINT = 0
    LIKELY = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class SpelledMarker:
    """Something spelled as a marker, at `[start, end)` of its text.

    `ids` are evidence ids in small letters, `numbers` bare numbers, `uid` and `document` name a source; a
    marker with none of them is another program's. `words` stand before the marker and stay. `raw` is the
    marker as it stands.
    """

    start: int
    end: int
    raw: str
    ids: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    uid: str = ""
    document: int | None = None
    certainty: Certainty = Certainty.SURE
    words: str = ""

    @property
    def is_small(self) -> bool:
        """Whether its ids are written with a small letter, as the run writes them."""
        return not has_capital(folded(self.raw))

    @property
    def is_exact(self) -> bool:
        """Whether its ids are written just as the run writes them."""
        return all(_EXACT_ID.fullmatch(name) for name in self.names)

    @property
    def names(self) -> list[str]:
        """Its ids as they are written."""
        return _ID_AS_WRITTEN.findall(folded(self.raw)[len(self.words) :])

    @property
    def sought(self) -> list[str]:
        """Patterns of its ids as they are written; a faint one is a name where a text has it in any case."""
        case = "(?i:%s)" if self.certainty is Certainty.FAINT else "%s"
        return [case % re.escape(name) for name in self.names]


def has_capital(written: str) -> bool:
    """Whether an id is written with a capital letter."""
    return bool(_CAPITAL_ID.search(written))


def is_loose(written: str) -> bool:
    """Whether something stands between the letter of an id and its number."""
    return bool(_LOOSE_ID.search(written))


def ids_of(written: str) -> tuple[str, ...]:
    """The ids that a list names, ranges written out."""
    return tuple(f"e{number}" for number in numbers_of(written))


def numbers_of(written: str) -> tuple[int, ...]:
    """The numbers that a list names, ranges written out."""
    found: dict[int, None] = {}
    for first, last in _RANGE.findall(written):
        start, end = int(first), int(last or first)
        is_range = start <= end < start + MAX_RANGE
        found |= dict.fromkeys(range(start, end + 1) if is_range else (start, end))
    return tuple(found)
