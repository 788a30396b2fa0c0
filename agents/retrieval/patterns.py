"""Patterns for exact words: literal, in any case, with `*` for a few characters between them.

A text is gone through once for each piece of a pattern, whatever both are: nothing is ever tried again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

GAP = 40
"""Characters of one line that a `*` stands for at most."""

AROUND = 160
"""Characters on each side of a place that its line is cut to."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pattern stands: `[start, end)` in characters, and the line around it."""

    start: int
    end: int
    line: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words to be found as they are written; white space matches any white space, even between lines."""

    text: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands between the stars, without white space around it; empty for a pattern without words."""
        return tuple(piece.strip() for piece in self.text.split("*") if piece.strip())

    @property
    def literal(self) -> str:
        """The longest run of printable ASCII, which every text with the pattern holds in some case.

        Databases do not agree on the case of other letters. Empty when there is no such run.
        """
        runs = re.findall(r"[!-~]+", " ".join(self.pieces))
        return max(runs, key=len, default="")

    def places(self, text: str) -> Iterator[Place]:
        """Where it stands, in order; what a line already shows is not told again."""
        first, *others = [_occurrences(piece, text) for piece in self.pieces] or [iter(())]
        shown = 0
        for start, end in reduce(lambda before, after: _join(before, after, text), others, first):
            if start >= shown:
                left = max(text.rfind("\n", 0, start) + 1, start - AROUND)
                found = text.find("\n", end)
                line_end = len(text) if found < 0 else found
                right = min(line_end, end + AROUND)
                yield Place(start, end, text[left:right].strip())
                shown = right


def _occurrences(piece: str, text: str) -> Iterator[Span]:
    """Every place of a piece, overlapping ones too; both ends ascend."""
    words = r"\s++".join(map(re.escape, piece.split()))
    return (found.span(1) for found in re.finditer(f"(?=({words}))", text, re.IGNORECASE))


def _join(before: Iterator[Span], after: Iterator[Span], text: str) -> Iterator[Span]:
    """Each span of `after` with the nearest one of `before`, if that ends on its line and near enough."""
    nearest, upcoming = None, next(before, None)
    for start, end in after:
        while upcoming and upcoming[1] <= start:
            nearest, upcoming = upcoming, next(before, None)
        if nearest and start - nearest[1] <= GAP and "\n" not in text[nearest[1] : start]:
            yield nearest[0], end
