"""Lines of a page whose letters PDFium takes for words that are written downwards.

It guesses from all text of a page whether that runs across or down. Where there is little text, and a program
has set each letter by itself, it guesses wrong: then a line ends behind each letter, and spaces are lost.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.documents.pages.boxes import Box
from agents.documents.pages.directions import is_right_to_left, reading_order

SPACE_SHARE = 0.12
"""Of the height of a letter: a wider gap is a space. Those have 0.2 and more, kerned letters none."""
LINE_SHARE = 0.5
"""Of the height of a letter: so far may the foot of the next one in its line be away, and the way back go."""

Measure = Callable[[int], Box | None]


class Letter(NamedTuple):
    """A character, the place that PDFium has for it, and its box: that of the one before, if it has none."""

    character: str
    place: int
    box: Box | None


_SINGLE = re.compile(r"(?<![^\n])(\S)\r?\n(\S)\r?\n(\S)(?![^\r\n])")
_PARTED = str.maketrans("\x02\ufffe", "--")
"""What PDFium puts for a hyphen at the end of a line, which this looks for by itself."""


def is_spelled(characters: str, measure: Measure) -> bool:
    """Whether three lines of a letter each stand side by side in what is one line to the eye."""
    for found in _SINGLE.finditer(characters):
        boxes = [measure(found.start(number)) for number in (1, 2, 3)]
        if all(a is not None and b is not None and _is_beside(a, b) for a, b in pairwise(boxes)):
            return True
    return False


def joined(characters: str, measure: Measure) -> tuple[str, list[int]]:
    """The characters with spaces and ends of lines by where they stand, and the place that each had.

    Lines with words from right to left are in the order in which they are read, of which PDFium knows no more
    than what it takes for a line.
    """
    lines: list[list[Letter]] = []
    before = None
    for place, character in enumerate(characters.translate(_PARTED)):
        if character.isspace():
            continue
        box = measure(place)
        if not lines or (before and box and not _is_beside(before, box)):
            lines.append([])
        before = box or before
        lines[-1].append(Letter(character, place, before))
    written: list[Letter] = []
    for line in lines:
        if written:
            written.append(Letter("\n", line[0].place, None))
        written += _as_read(line) if any(is_right_to_left(each.character) for each in line) else _spaced(line)
    return "".join(each.character for each in written), [each.place for each in written]


def _spaced(line: Sequence[Letter]) -> list[Letter]:
    """The letters of a line with spaces where gaps are."""
    written: list[Letter] = []
    before = None
    for letter in line:
        if before and letter.box:
            gap = max(letter.box.left - before.right, before.left - letter.box.right)
            if gap > max(before.size, letter.box.size) * SPACE_SHARE:
                written.append(Letter(" ", letter.place, None))
        before = letter.box or before
        written.append(letter)
    return written


def _as_read(line: Sequence[Letter]) -> list[Letter]:
    """The letters of a line in the order in which they are read, each with its marks behind it."""
    letters = [each for each in line if not unicodedata.combining(each.character)]
    marks = defaultdict[int, list[Letter]](list)
    for mark in line:
        if unicodedata.combining(mark.character):
            marks[min(letters, key=lambda each: abs(_middle(each) - _middle(mark))).place].append(mark)
    seen = _spaced(sorted(letters, key=_middle))
    read: list[Letter] = []
    for index, character in reading_order("".join(each.character for each in seen)):
        read.append(seen[index]._replace(character=character))
        if not character.isspace():
            read += marks[seen[index].place]
    return read


def _middle(letter: Letter) -> float:
    return (letter.box.left + letter.box.right) / 2 if letter.box else 0.0


def _is_beside(before: Box, box: Box) -> bool:
    """Whether a box goes on in the line of the one before it, to either side."""
    size = max(before.size, box.size)
    is_level = abs(before.base - box.base) <= size * LINE_SHARE
    is_after = box.left >= before.left - size * LINE_SHARE
    return is_level and (is_after or abs(before.left - box.right) <= size)
