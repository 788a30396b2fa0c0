"""Lines with words from right to left: from the order in which they are seen to that of reading.

The reverse of what Unicode's bidirectional algorithm (UAX #9) does to show a line, as far as one can tell.
"""

import re
import unicodedata

_KINDS = {"R": "R", "AL": "R", "L": "L", "EN": "1", "AN": "a", "ES": "s", "CS": "s", "ET": "t"}
_NUMBER = r"t*1(?:s?1)*t*|a(?:s?a)*"
_LEFT_TO_RIGHT = re.compile(rf"(?:t*1[^R]*)?L(?:[^R]*[L1]t*)?|{_NUMBER}")
"""Over the kinds of characters: what is written from left to right among words that are not."""
_RIGHT_TO_LEFT = re.compile(r"R(?:[^L]*R)?")
_MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")


def is_right_to_left(character: str) -> bool:
    """Whether it belongs to a script that is written so."""
    return unicodedata.bidirectional(character) in ("R", "AL")


def reading_order(seen: str) -> list[tuple[int, str]]:
    """The characters of a line that is seen from left to right, as they are read, with the place of each.

    What most of its letters are tells which way the line runs; brackets within words from right to left are
    those that look the other way.
    """
    kinds = "".join(_KINDS.get(unicodedata.bidirectional(character), " ") for character in seen)
    if kinds.count("R") >= kinds.count("L"):
        return _turned(seen, kinds, 0, len(seen))
    order: list[tuple[int, str]] = []
    for found in _RIGHT_TO_LEFT.finditer(kinds):
        order += [(place, seen[place]) for place in range(len(order), found.start())]
        order += _turned(seen, kinds, *found.span())
    return order + [(place, seen[place]) for place in range(len(order), len(seen))]


def _turned(seen: str, kinds: str, start: int, end: int) -> list[tuple[int, str]]:
    """A part from its right to its left, but for the runs in it that go from left to right."""
    order: list[tuple[int, str]] = []
    last = end
    for first, behind in reversed([found.span() for found in _LEFT_TO_RIGHT.finditer(kinds, start, end)]):
        order += [(place, seen[place].translate(_MIRRORED)) for place in range(last - 1, behind - 1, -1)]
        order += [(place, seen[place]) for place in range(first, behind)]
        last = first
    return order + [(place, seen[place].translate(_MIRRORED)) for place in range(last - 1, start - 1, -1)]
