"""What tells a table from other things that stand in columns.

Prose, contents, indexes, addresses, programs and the figures along a chart do too. So it takes columns that
are kept by nearly all rows, short cells, and figures or rules; what is in doubt stays text.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from agents.documents.pages.rules import Rule
from agents.documents.pages.table_cells import MAX_HEADS, CellLine, is_of_figures
from agents.documents.pages.table_rows import FIGURE, WordGroup

MIN_SHARED_SHARE = 0.5
"""Of rows, that have at least two cells filled."""
MIN_CELLS_SHARE, MIN_RULED_CELLS_SHARE = 0.55, 0.35
"""Of cells, that are filled."""
ALIGNED_SHARE = 0.7
MAX_SPANNING_SHARE = 0.2
MAX_OPEN_SHARE = 0.15
"""Of cells that end with a comma: more do where words of a line were taken for cells."""
LONG_CELL = 60
MAX_LONG_SHARE = 0.3
MAX_SIGNS_SHARE, MIN_WORDS_SHARE = 0.2, 0.1
"""Of the cells of a table."""
MIN_ROWS, MIN_TEXT_ROWS, MIN_TEXT_COLUMNS = 3, 5, 3

_PAGES = re.compile(r"pages?|seiten?|páginas?|стр\.?|страница|页|頁|p\.|s\.|[ivxlc]+", re.IGNORECASE)
_ENTRY = re.compile(r".*[^\W\d_][,.]? \d{1,4}(?:[-–]\d{1,4})?(?:, \d{1,4}(?:[-–]\d{1,4})?)*")
_COUNT = re.compile(r"\(?(\d{1,4})[a-z]?\)?")

Column = tuple[float, float]
"""Where it begins and ends, in points."""


def is_table(lines: Sequence[CellLine], columns: Sequence[Column], across: Sequence[Rule]) -> bool:
    """Whether lines in columns, with these rules across them, are a table."""
    full = [line for line in lines if len(line.cells) > 1]
    below = [line for line in lines[MAX_HEADS:] if line.spanning]
    cells = [text for line in lines for text in line.cells.values()]
    if (
        len(full) < 2
        or not says_words(cells)
        or len(below) > MAX_SPANNING_SHARE * len(lines)
        or sum(len(text) > LONG_CELL for text in cells) > MAX_LONG_SHARE * len(cells)
        or sum(_ENTRY.fullmatch(text) is not None for text in cells) > len(cells) / 2
        or sum(text.endswith(",") for text in cells) > MAX_OPEN_SHARE * len(cells)
        or not _is_set_in_columns(lines, columns)
    ):
        return False
    figures = [column for column in range(len(columns)) if is_of_figures(lines, column)]
    head = lines[0].cells
    has_head = len(head) > 1 and not any(FIGURE.fullmatch(text) for text in head.values())
    if (len(figures) == len(columns) and not has_head) or _is_counted(lines, figures, has_head=has_head):
        return False
    if len({round(rule.place) for rule in across}) > 1:
        # Lines of prose go on in the next one.
        return sum(len(text) > 25 and text[0].islower() for text in cells) <= len(cells) / 3
    if figures and figures[-1] > 0:
        return len(full) >= MIN_ROWS
    is_long_enough = len(columns) >= MIN_TEXT_COLUMNS and len(full) >= MIN_TEXT_ROWS
    return is_long_enough and max(map(len, cells)) <= LONG_CELL / 2 and has_head and bool(across)


def says_words(cells: Sequence[str]) -> bool:
    """Whether there are words in cells, rather than the signs of drawings and formulas."""
    filled = [text for text in cells if text.strip()]
    are_signs = sum(not any(map(str.isalnum, text)) and not FIGURE.fullmatch(text) for text in filled)
    has_words = sum(sum(map(str.isalpha, text)) > 1 for text in filled)
    return are_signs <= MAX_SIGNS_SHARE * len(filled) and has_words >= MIN_WORDS_SHARE * len(filled)


def _is_counted(lines: Sequence[CellLine], figures: Sequence[int], *, has_head: bool) -> bool:
    """Whether all figures only grow, as numbers of pages, of equations and of lines of a program do."""
    if has_head and not _PAGES.fullmatch(lines[0].cells[max(lines[0].cells)]):
        return False
    counted = [column for column in figures if column] or figures
    for column in counted:
        cells = [line.cells.get(column, "") for line in lines]
        numbers = [int(found[1]) for text in cells if (found := _COUNT.fullmatch(text))]
        growing = sum(a <= b for a, b in pairwise(numbers))
        if len(numbers) < sum(map(bool, cells)) / 2 or growing < 0.9 * (len(numbers) - 1):
            return False
    return bool(counted)


def _is_set_in_columns(lines: Sequence[CellLine], columns: Sequence[Column]) -> bool:
    """Whether the cells of each column begin, end or have their middle at one place, and this is no program.

    In programs and what they print each letter is as wide as the next.
    """
    pieces = [piece for line in lines for piece in line.row.pieces]
    widths = [
        ((word.box.right - word.box.left) / len(word.text) / word.box.size, any(map(str.isalpha, word.text)))
        for piece in pieces
        for word in piece.words
        if len(word.text) > 1
    ]
    of_names = [width for width, is_name in widths if is_name]
    if len(of_names) > 1:
        usual = median(width for width, _ in widths)
        if sum(abs(width - usual) < 0.015 * usual for width in of_names) > 0.75 * len(of_names):
            return False
    for column, (left, right) in enumerate(columns):
        own = [piece for piece in pieces if columns_under(piece, columns) == [column]]
        if not own:
            continue
        size = median(piece.words[0].box.size for piece in own)
        edges = [(piece.left, piece.right, (piece.left + piece.right) / 2) for piece in own]
        aligned = 0
        for places in zip(*edges, strict=True):
            usual = median(places)
            aligned = max(aligned, sum(abs(place - usual) < 0.35 * size for place in places))
        if right - left >= 4 * size and aligned < ALIGNED_SHARE * len(own):
            return False
    return True


def is_filled(table: Sequence[Sequence[str]], *, is_ruled: bool) -> bool:
    """Whether most rows say something of what they name; along charts figures stand here and there."""
    shared = sum(sum(map(bool, row)) > 1 for row in table)
    filled = sum(sum(map(bool, row)) for row in table)
    needed = MIN_RULED_CELLS_SHARE if is_ruled else MIN_CELLS_SHARE
    return shared >= MIN_SHARED_SHARE * len(table) and filled >= needed * len(table) * len(table[0])


def columns_under(piece: WordGroup, columns: Sequence[Column]) -> list[int]:
    """The columns that a piece lies over."""
    return [
        number
        for number, (left, right) in enumerate(columns)
        if piece.left < right - 1 and piece.right > left + 1
    ]
