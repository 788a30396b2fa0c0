"""The words of a part of a page in rows, and in pieces of each row that stand apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agents.documents.pages.boxes import Box
from agents.documents.pages.lines import PageWord
from agents.documents.pages.rules import Rule

MAX_LEAP_LINES = 9
"""Lines of one cell before the next cell of its row begins."""
MAX_RULE_DISTANCE = 2.5
"""Heights of a line between the first or the last line of a row and the rule around it."""
MAX_WRAP_PITCH = 1.35
"""Heights of a line between the lines of one cell."""
GAP_SHARE = 0.75
"""Of the height of a line: words that are farther apart than that are pieces of their own."""
SAME_BASE_SHARE = 0.3
"""Of the height of a line: words whose feet differ by less are in one row."""

FIGURE = re.compile(
    r"(?:[-+−–±~≈<>≤≥(]\s?)*(?:[$£€¥₽₹]|[A-Z]{3}\s)?\s?[-+−–]?\d[\d.,:/'’×x·\u00a0\u2009 –−-]*(?:e[-+]?\d+)?"
    r"[⁰¹²³⁴-⁹⁺⁻]*\)?\s?(?:%|‰|°[CF]?|(?!(?:mar|apr|mai|may|june?|july?|aug|sept?|oct|okt|nov|dec|dez)\b)[^\W\d_]{1,4}[²³]?|[$£€¥₽₹])?\s?[*†‡]?\)?"
    r"|\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}|[^\W\d_]{3,12}\.? (?:\d{1,2}, )?\d{4}"
    r"|[-–—−·.…]{1,3}|n\.?/?a\.?|yes|no|ja|nein|sí|да|нет|oui|non|[✓✔✗✘×xX●○•]|[A-Z]{1,3}-?\d{1,5}",
    re.IGNORECASE,
)
"""A number with its sign and unit, a date, a dash, yes or no, a short code."""


@dataclass(slots=True)
class WordGroup:
    """Words of a row next to each other."""

    words: list[PageWord]

    @property
    def left(self) -> float:
        """Of its first word."""
        return self.words[0].box.left

    @property
    def right(self) -> float:
        """Of its last word."""
        return max(word.box.right for word in self.words)

    @property
    def text(self) -> str:
        """Its words, parted by spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Row:
    """Words with one base, from left to right; `lines` are the numbers of the lines that they are of."""

    base: float
    size: float
    pieces: list[WordGroup] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    @property
    def left(self) -> float:
        """Of its first piece."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Of its last piece."""
        return max(piece.right for piece in self.pieces)

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(piece.text for piece in self.pieces)


def rows_of(words: Sequence[tuple[int, PageWord]], down: Sequence[Rule]) -> list[Row]:
    """The rows of words from top to bottom; each word comes with the number of its line.

    Pieces are parted by gaps, and by rules that go down between words.
    """
    rows: list[Row] = []
    held: list[tuple[int, PageWord]] = []
    for numbered in sorted(words, key=lambda each: -each[1].box.base):
        box = numbered[1].box
        if held and held[0][1].box.base - box.base > SAME_BASE_SHARE * min(box.size, held[0][1].box.size):
            rows.append(_row(held, down))
            held = []
        held.append(numbered)
    if held:
        rows.append(_row(held, down))
    return rows


def _row(numbered: Sequence[tuple[int, PageWord]], down: Sequence[Rule]) -> Row:
    words = sorted((word for _, word in numbered), key=lambda word: word.box.left)
    bases, tops = sorted(word.box.base for word in words), sorted(word.box.top for word in words)
    base, size = bases[len(bases) // 2], tops[len(tops) // 2] - bases[len(bases) // 2]
    row = Row(base, size, lines={number for number, _ in numbered})
    crossing = [rule.place for rule in down if rule.covers(base + size / 2)]
    held, end = [words[0]], words[0].box.right
    for before, word in pairwise(words):
        is_apart = word.box.left - end > GAP_SHARE * size
        middle = (before.box.left + before.box.right) / 2
        next_middle = (word.box.left + word.box.right) / 2
        if is_apart or any(middle < place < next_middle for place in crossing):
            row.pieces.append(WordGroup(held))
            held, end = [], word.box.right
        held.append(word)
        end = max(end, word.box.right)
    row.pieces.append(WordGroup(held))
    return row


def flows(lines: Sequence[tuple[int, Box]], across: Sequence[Rule]) -> Iterator[list[int]]:
    """Numbers of lines that are written one after the other without a leap upwards, as to the next column.

    Takes the number of each line and what is around it in the order in which they are written. A leap within
    two rules leads to the next cell.
    """
    held: list[int] = []
    lowest = 0.0
    for number, box in lines:
        if held and box.base - lowest > MAX_LEAP_LINES * box.size:
            near = MAX_RULE_DISTANCE * box.size
            places = [rule.place for rule in across if rule.covers(box.left) and rule.covers(box.right)]
            is_below_rule = any(box.base < place < box.top + near for place in places)
            is_above_rule = any(lowest - near < place < lowest + box.size / 2 for place in places)
            if not (is_below_rule and is_above_rule):
                yield held
                held = []
        lowest = min(lowest, box.base) if held else box.base
        held.append(number)
    if held:
        yield held
