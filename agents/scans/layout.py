"""Lines that were recognised in pixels, to paragraphs: column after column, with parted words whole."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean, median

from agents.documents.text.lines import PageLine, without_running_lines
from agents.documents.text.paragraphs import paragraphs
from agents.vision.ocr import OcrLine

MIN_COLUMN_LINES = 3
MIN_COLUMN_WIDTH = 200
"""Thousandths of the page, on average: shorter lines side by side are rows of a table or a form."""
MAX_CROSSING_SHARE = 0.3
"""Of lines that may run across both columns, as titles do."""
LARGE = 1.5
"""Times the usual height: a heading; what is less is a matter of which letters a line has."""
POINTS = 0.842
"""A thousandth of a page, as if it were A4."""


def blocks_of(pages: Mapping[int, Sequence[OcrLine]]) -> dict[int, list[str]]:
    """The paragraphs of each page, without what runs along on all of them."""
    set_pages = [list(_set(lines)) for lines in pages.values()]
    found = paragraphs(without_running_lines(set_pages))
    return {
        number: [each.text for each in page if each.text.strip()]
        for number, page in zip(pages, found, strict=True)
    }


def _set(lines: Sequence[OcrLine]) -> Iterator[PageLine]:
    """As the lines of a page are when its words are written."""
    usual = median(_height(line) for line in lines) if lines else 0.0
    for row in _rows(in_columns(lines)):
        height = max(map(_height, row))
        size = (height if height > LARGE * usual else usual) * POINTS
        text = " ".join(line.text.strip() for line in row)
        is_parted = len(text) > 1 and text[-1] in "-\u2010" and text[-2].isalpha()
        base = (1000 - max(line.box.y1 for line in row)) * POINTS
        left = min(line.box.x0 for line in row) * POINTS
        yield PageLine(text[:-1] if is_parted else text, left, base, size, is_parted)


def in_columns(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Lines in the order in which they are read: down a column, then down the next."""
    downward = sorted(lines, key=lambda line: (line.box.y0 + line.box.y1, line.box.x0))
    gutter = _gutter(downward)
    if gutter is None:
        return downward
    ordered, left, right = list[OcrLine](), list[OcrLine](), list[OcrLine]()
    for line in downward:
        if line.box.x0 < gutter < line.box.x1:
            ordered += [*in_columns(left), *in_columns(right), line]
            left, right = [], []
        else:
            (left if line.box.x1 <= gutter else right).append(line)
    return [*ordered, *in_columns(left), *in_columns(right)]


def _gutter(lines: Sequence[OcrLine]) -> int | None:
    """Where columns part, if lines stand in columns: the place that the fewest lines cross."""
    best, fewest = None, MAX_CROSSING_SHARE * len(lines)
    for place in sorted({line.box.x1 for line in lines}):
        crossing = sum(line.box.x0 < place < line.box.x1 for line in lines)
        sides = (
            [line for line in lines if line.box.x1 <= place],
            [line for line in lines if line.box.x0 >= place],
        )
        if crossing < fewest and all(_is_column(side) for side in sides):
            best, fewest = place, crossing
    return best


def _is_column(lines: Sequence[OcrLine]) -> bool:
    return (
        len(lines) >= MIN_COLUMN_LINES
        and fmean(line.box.x1 - line.box.x0 for line in lines) >= MIN_COLUMN_WIDTH
    )


def _rows(lines: Sequence[OcrLine]) -> Iterator[list[OcrLine]]:
    """Lines that stand beside each other, together."""
    row: list[OcrLine] = []
    for line in lines:
        if row and not _is_beside(row[-1], line):
            yield sorted(row, key=lambda each: each.box.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.box.x0)


def _is_beside(one: OcrLine, other: OcrLine) -> bool:
    shared = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    are_apart = one.box.x1 <= other.box.x0 or other.box.x1 <= one.box.x0
    return are_apart and shared > 0.5 * min(_height(one), _height(other))


def _height(line: OcrLine) -> int:
    return line.box.y1 - line.box.y0
