"""Plain text whose paragraphs were filled to a width becomes paragraphs again; what was set by hand stays."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agents.documents.text.paragraphs import Hyphenation

MIN_WIDTH, MAX_WIDTH = 45, 120
"""Columns to which people and programs fill paragraphs; an ideograph takes two."""
MIN_LINES = 3
"""Lines that go on in the next one, from which on it can be told that a text was filled."""
MIN_FULL_SHARE = 0.9
MAX_ENDED_SHARE = 0.5
"""Of lines that end with a sentence: more do where each line is one."""

_BLOCK_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
_ITEM = re.compile(r"\s*(?:[-*•+]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+")
_SET_BY_HAND = re.compile(r"\S(?: {3,}|\t)\S|[^|]\|[^|]|^[>|#]|^(?:\t| {4,})", re.MULTILINE)
_ENDED = re.compile(r"""[.!?:;。！？]["'”’»)\]」』]*$""")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines between two empty ones; `is_filled`: their ends mean nothing, and `text` is one line."""

    text: str
    is_filled: bool


def blocks(text: str) -> Iterator[TextBlock]:
    """The blocks of a text, those that were filled as one line each, and so each item of a list."""
    found = [block.strip("\n").split("\n") for block in _BLOCK_BREAK.split(text) if block.strip()]
    pieces: list[list[str]] = []
    for block in found:
        # A list is its items, if one of them goes on in a second line.
        starts = [number for number, line in enumerate(block) if _ITEM.match(line)]
        if starts[:1] != [0] or len(starts) == len(block):
            starts = [0]
        pieces += [block[start:end] for start, end in pairwise([*starts, len(block)])]
    width = _width(pieces)
    spelling = Hyphenation((text,), parts_words=False)
    for piece in pieces:
        is_filled = width and len(piece) > 1 and not _is_set_by_hand(piece)
        if is_filled and all(_is_full(line, following, width) for line, following in pairwise(piece)):
            yield TextBlock(spelling.join_all(map(str.strip, piece)), is_filled=True)
        else:
            yield TextBlock("\n".join(piece), is_filled=False)


def _width(pieces: Sequence[Sequence[str]]) -> int:
    """Columns that the text was filled to; 0 for one that was not."""
    going_on = [
        (line, following)
        for piece in pieces
        if not _is_set_by_hand(piece)
        for line, following in pairwise(piece)
    ]
    if len(going_on) < MIN_LINES:
        return 0
    widths = sorted(_columns(line) for line, _ in going_on)
    width = widths[len(widths) * 49 // 50]
    full = sum(_is_full(line, following, width) for line, following in going_on)
    ended = sum(_ENDED.search(line) is not None for line, _ in going_on)
    is_filled = full >= MIN_FULL_SHARE * len(going_on) and ended <= MAX_ENDED_SHARE * len(going_on)
    return width if is_filled and MIN_WIDTH <= width <= MAX_WIDTH else 0


def _is_set_by_hand(piece: Sequence[str]) -> bool:
    first = _ITEM.sub("", piece[0].lstrip())
    return _SET_BY_HAND.search("\n".join([first, *(line.strip() for line in piece[1:])])) is not None or any(
        len(line) - len(line.lstrip()) > 8 for line in piece
    )


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line begins with what found no room in this one."""
    words = following.split()
    if _is_wide(line.rstrip()[-1:]):
        return _columns(line) >= width - 4
    return bool(words) and _columns(line.rstrip()) + 1 + _columns(words[0]) > width


def _columns(line: str) -> int:
    return len(line) + sum(map(_is_wide, line)) if not line.isascii() else len(line)


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"
