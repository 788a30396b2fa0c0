"""Marks quoted words on the picture of their page."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageDraw

from agents.vision.ocr import OcrLine
from media_store.boxes import Box

MARK = (255, 230, 120)
"""Yellow that black letters stay black under."""
MIN_PIECE_CHARACTERS = 8
"""Of a quote whose words stand otherwise on the page: shorter pieces may stand anywhere."""
_PARTS = re.compile(r"\n+| \| |(?<=[.!?;])\s")

Word = tuple[str, Box]


def words_of(lines: Sequence[OcrLine]) -> Iterator[Word]:
    """The words of lines that OCR read; each has its share of the line, by its letters."""
    for line in lines:
        width, length, start = line.box.x1 - line.box.x0, max(1, len(line.text)), 0
        for word in re.finditer(r"\S+", line.text):
            start = line.box.x0 + width * word.start() // length
            end = line.box.x0 + width * word.end() // length
            yield word[0], Box(start, line.box.y0, max(end, start + 1), line.box.y1)


def places_of(quote: str, words: Sequence[Word]) -> list[Box]:
    """Where a quote stands on a page, as a whole, else piece by piece; hyphens and spaces aside."""
    text, starts = "", list[int]()
    for word, _box in words:
        starts.append(len(text))
        text += _letters(word)
    for pieces in ([quote], _PARTS.split(quote)):
        found = [box for piece in pieces for box in _found(_letters(piece), text, starts, words)]
        if found:
            return found
    return []


def marked(page: Image.Image, places: Sequence[Box]) -> Image.Image:
    """A page with some places marked as with a pen."""
    ground = Image.new("RGB", page.size, "white")
    drawing = ImageDraw.Draw(ground)
    for place in places:
        left, top, right, bottom = place.to_pixels(*page.size)
        drawing.rectangle((left - 2, top - 2, right + 1, bottom + 1), MARK)
    return ImageChops.multiply(page, ground)


def _found(piece: str, text: str, starts: Sequence[int], words: Sequence[Word]) -> Iterator[Box]:
    at = text.find(piece) if len(piece) >= min(MIN_PIECE_CHARACTERS, len(text)) else -1
    if not piece or at < 0:
        return
    first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(piece) - 1)
    yield from (box for _word, box in words[first:last])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
