"""What PDFium finds on a page, as lines and the words in them."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import regex

from agents.documents.pages.boxes import Box
from agents.documents.pages.letters import is_spelled, joined
from agents.documents.text.cleaning import clean
from agents.documents.text.lines import PageLine
from agents.documents.text.superscripts import raised

RAISED_SHARE = 0.2
"""Of the height of a line: a mark whose foot stands higher, and which is smaller, is raised."""
SMALL_SHARE = 0.85
MAX_SAMPLED_LINES = 40
"""So many lines tell which way a page is written."""

_HYPHENATED = regex.compile(r"[\p{L}\p{M}\p{N}][-\u2010]\Z")
_LINE = re.compile("(?!\\Z)([^\n\x02\ufffe]*)([\n\x02\ufffe]|\\Z)")
_PARTED = {"\x02", "\ufffe"}
"""What PDFium puts for a hyphen at the end of a line, whose end it leaves out."""
_WORD = re.compile(r"\S+")
_DIGITS = re.compile(r"\d+")
_SIGNS = "-+\u2212\u2013"


class PageWord(NamedTuple):
    """A word of a page, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class SetPage:
    """The lines of a page in the order in which they are written, and the words of each.

    `quarters` is how the page was turned to read them; lines that run otherwise have no words.
    """

    lines: Sequence[PageLine]
    words: Sequence[Sequence[PageWord]]
    quarters: int = 0


def set_page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> SetPage:
    """The lines that lie on a page."""
    characters = _characters(text)
    ruler = _Ruler(text, characters)
    if is_spelled(characters, ruler.box):
        characters, places = joined(characters, ruler.box)
        ruler = _Ruler(text, characters, places)
    found = [
        ruler.line(*piece.span(1), is_parted=piece[2] in _PARTED) for piece in _LINE.finditer(characters)
    ]
    shown = Box(*page.get_bbox()).turned(ruler.quarters)
    kept = [
        (line, words)
        for line, words in found
        if not line.text or (shown.left <= line.left <= shown.right and shown.base <= line.base <= shown.top)
    ]
    return SetPage([line for line, _ in kept], [words for _, words in kept], ruler.quarters)


class _Ruler:
    """Measures characters of a page: the first and the last of each word, and digits that may be raised.

    `places` are those that PDFium has for the characters, where these were put together otherwise.
    """

    def __init__(
        self, text: pypdfium2.PdfTextPage, characters: str, places: Sequence[int] | None = None
    ) -> None:
        self._page = text.raw
        self._characters = characters
        self._places = places or range(len(characters))
        self._rect = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        starts = [piece.start() for piece in _LINE.finditer(characters) if piece[1].strip()]
        turns = Counter(map(self._turn, starts[:: len(starts) // MAX_SAMPLED_LINES + 1]))
        self.quarters = turns.most_common(1)[0][0] if turns else 0

    def line(self, start: int, end: int, *, is_parted: bool) -> tuple[PageLine, list[PageWord]]:
        """A line between two characters, and its words unless it runs another way than the page."""
        written = self._characters[start:end].rstrip()
        spans = [(start + found.start(), start + found.end()) for found in _WORD.finditer(written)]
        boxes: list[Box | None] = []
        for first, last in spans:
            begin = self.box(first)
            final = begin if last - first == 1 else self.box(last - 1)
            if begin and final:
                left, right = min(begin.left, final.left), max(begin.right, final.right)
                boxes.append(Box(left, begin.base, right, begin.top))
            else:
                boxes.append(begin or final)
        measured = [box for box in boxes if box is not None]
        if not measured:
            return _line(written, (), 0.0, 0.0, is_parted=is_parted), []
        base = _middle([box.base for box in measured])
        size = _middle([box.top - box.base for box in measured])
        marks = self._raised(spans, base, size)
        line = _line(_marked(written, start, marks), measured, base, size, is_parted=is_parted)
        if self._turn(spans[0][0]) != self.quarters:
            return line, []
        is_clean = not marks and clean(written) == written
        words = []
        for (first, last), box in zip(spans, boxes, strict=True):
            text = self._characters[first:last]
            text = text if is_clean else clean(_marked(text, first, marks))
            if box is not None and text.strip():
                words.append(PageWord(text, box))
        if is_parted and words:
            words[-1] = words[-1]._replace(text=f"{words[-1].text}-")
        return line, words

    def box(self, index: int) -> Box | None:
        """Where a character stands; None for one that takes no room."""
        if not pdfium.FPDFText_GetLooseCharBox(self._page, self._places[index], self._reference):
            return None
        rect = self._rect
        left, base, right, top = rect.left, rect.bottom, rect.right, rect.top
        if top < base:
            base, top = top, base
        elif top == base:
            return None
        box = Box(left, base, right, top)
        return box.turned(self.quarters) if self.quarters else box

    def _turn(self, index: int) -> int:
        angle = pdfium.FPDFText_GetCharAngle(self._page, self._places[index])
        return round(float(angle) / (math.pi / 2)) % 4

    def _raised(self, spans: Sequence[tuple[int, int]], base: float, size: float) -> set[int]:
        """The digits, and the signs before them, that stand higher than their line and are smaller."""

        def is_raised(index: int) -> bool:
            box = self.box(index)
            return box is not None and box.size < size * SMALL_SHARE and box.base - base > size * RAISED_SHARE

        found: set[int] = set()
        for start, end in spans:
            for digits in _DIGITS.finditer(self._characters, start, end):
                place = digits.end() - 1
                while place >= digits.start() and is_raised(place):
                    found.add(place)
                    place -= 1
                if digits.start() in found and place >= start and self._characters[place] in _SIGNS:
                    found |= {place} if is_raised(place) else set()
        return found


def _marked(text: str, start: int, marks: set[int]) -> str:
    if not marks:
        return text
    return "".join(raised(each) if start + place in marks else each for place, each in enumerate(text))


def _line(written: str, boxes: Sequence[Box], base: float, size: float, *, is_parted: bool) -> PageLine:
    is_parted = is_parted or written.endswith("\u00ad")
    text = clean(written).strip()
    if _HYPHENATED.search(text):
        text, is_parted = text[:-1], True
    return PageLine(text, min((box.left for box in boxes), default=0.0), base, size, is_parted)


def _middle(values: list[float]) -> float:
    """One of them that as many are below as above."""
    values.sort()
    return values[len(values) // 2]


def _characters(page: pypdfium2.PdfTextPage) -> str:
    """The character of each index. The text in one piece is ten times as fast, where it leaves none out."""
    count, text = page.count_chars(), str(page.get_text_range())
    if len(text) == count:
        return text
    code_points = (pdfium.FPDFText_GetUnicode(page, index) for index in range(count))
    return "".join(chr(code_point) if code_point <= 0x10FFFF else "\ufffd" for code_point in code_points)
