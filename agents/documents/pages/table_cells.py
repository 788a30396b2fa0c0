"""A line of a table in its cells, and what stands in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.documents.pages.table_rows import FIGURE, Row

FIGURES_SHARE = 0.6
"""Of the cells of a column, from which on it is one of figures."""
MAX_HEADS = 4
"""Lines above the figures of a table that may be its header."""


@dataclass(slots=True)
class CellLine:
    """A row of words in its cells: texts by column, and the columns of those that span the next ones."""

    row: Row
    cells: dict[int, str] = field(default_factory=dict)
    spanning: set[int] = field(default_factory=set)


def is_of_figures(lines: Sequence[CellLine], column: int) -> bool:
    cells = [line.cells[column] for line in lines if column in line.cells and column not in line.spanning]
    return len(cells) > 1 and sum(
        FIGURE.fullmatch(text) is not None for text in cells
    ) >= FIGURES_SHARE * len(cells)


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[-–/]\d{2,4})?")


def heads_of(rows: Sequence[Sequence[str]], *, is_marked: bool) -> int:
    """How many of the first rows only name what stands below, by what is in them.

    `is_marked`: something else parts the first row from the others, so that no figures need to stand below.
    """
    heads = 0
    for row in rows[: MAX_HEADS - 1]:
        filled = [cell.replace("\n", " ") for cell in row if cell]
        are_years = (
            len(filled) > 2 and all(map(_YEAR.fullmatch, filled[1:])) and not FIGURE.fullmatch(filled[0])
        )
        if any(FIGURE.fullmatch(cell) for cell in filled) and not are_years:
            break
        heads += 1
        if len(filled) == len(row) or row[0]:
            break
    if not heads or len(rows) == heads or sum(map(bool, rows[heads - 1])) < 2:
        return 0
    return (
        heads
        if is_marked or any(FIGURE.fullmatch(cell) for row in rows[heads:] for cell in row[1:] if cell)
        else 0
    )
