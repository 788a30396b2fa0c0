"""Lines of a page whose letters PDFium takes for words that are written downwards.

It guesses from all text of a page whether that runs across or down. Where there is little text, and a program
has set each letter by itself, it guesses wrong: then a line ends behind each letter, and spaces are lost.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from agents.documents.boxes import Box

SPACE_SHARE = 0.12
"""Of the height of a letter: a wider gap is a space. Those have 0.2 and more, kerned letters none."""
LINE_SHARE = 0.5
"""Of the height of a letter: so far may the foot of the next one in its line be away, and the way back go."""

Measure = Callable[[int], Box | None]

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
    """The characters with spaces and ends of lines by where they stand, and the place that each had."""
    written: list[str] = []
    places: list[int] = []
    before = None
    for place, character in enumerate(characters.translate(_PARTED)):
        if character.isspace():
            continue
        box = measure(place)
        if before and box and (parting := _parting(before, box)):
            written.append(parting)
            places.append(place)
        before = box or before
        written.append(character)
        places.append(place)
    return "".join(written), places


def _parting(before: Box, box: Box) -> str:
    if not _is_beside(before, box):
        return "\n"
    return " " if _gap(before, box) > max(before.size, box.size) * SPACE_SHARE else ""


def _is_beside(before: Box, box: Box) -> bool:
    """Whether a box goes on in the line of the one before it, to either side."""
    size = max(before.size, box.size)
    is_level = abs(before.base - box.base) <= size * LINE_SHARE
    return is_level and (box.left >= before.left - size * LINE_SHARE or 0 <= before.left - box.right <= size)


def _gap(before: Box, box: Box) -> float:
    return max(box.left - before.right, before.left - box.right)
