"""Which lines of a table are one row: the words of a cell go on in the next line."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from agents.documents.pages.rules import Rule
from agents.documents.pages.table_cells import MAX_HEADS, CellLine, is_of_figures
from agents.documents.pages.table_rows import FIGURE, MAX_WRAP_PITCH

MIN_GAP_RATIO = 1.08
"""By so much are rows farther apart than the lines of a cell."""
MAX_DOUBLE_SHARE = 0.2
"""Of rows that may have two lines in a column of figures."""


def merged(lines: Sequence[CellLine], across: Sequence[Rule], count: int) -> list[tuple[str, ...]]:
    """The rows of a table: lines of one cell are one."""
    figures = {column for column in range(1, count) if is_of_figures(lines, column)}
    is_ruled = [is_parted(before, line, across) for before, line in pairwise(lines)]
    groups = _groups(lines, is_ruled)
    if len(groups) < 3 or not _are_rows(groups, figures):
        pitches = [before.row.base - line.row.base for before, line in pairwise(lines)]
        size = median(line.row.size for line in lines)
        closest = min((pitch for pitch in pitches if pitch > 0.75 * size), default=math.inf)
        # Lines of one cell are closer together than rows are.
        is_gap = [pitch > MIN_GAP_RATIO * closest for pitch in pitches]
        groups = _groups(lines, [gap or ruled for gap, ruled in zip(is_gap, is_ruled, strict=True)])
        is_wrapped = closest <= MAX_WRAP_PITCH * size and 2 < len(groups) < len(lines)
        if not is_wrapped or not _are_rows(groups, figures):
            groups = _by_cells(lines, is_ruled, figures)
    return [
        tuple(
            "\n".join(line.cells[column] for line in group if column in line.cells) for column in range(count)
        )
        for group in groups
    ]


def _groups(lines: Sequence[CellLine], begins: Sequence[bool]) -> list[list[CellLine]]:
    """Lines in groups, by whether each but the first begins one."""
    groups = [[lines[0]]]
    for line, is_first in zip(lines[1:], begins, strict=True):
        if is_first:
            groups.append([])
        groups[-1].append(line)
    return groups


def _are_rows(groups: Sequence[Sequence[CellLine]], figures: set[int]) -> bool:
    """Whether few groups, the header aside, have several lines with most figures, or with all cells.

    A date may go on in the next line.
    """
    rest = groups[1:]
    most = max(len(line.cells) for group in groups for line in group)
    if any(len(group) > 1 and not any(len(line.cells) > 1 for line in group) for group in rest):
        return False
    twice = sum(
        sum(len(line.cells) == most for line in group) > 1
        or sum(_count(line, figures) > len(figures) / 2 for line in group) > 1
        for group in rest
    )
    named = sum(any(0 in line.cells for line in group) for group in rest)
    return twice <= MAX_DOUBLE_SHARE * len(rest) and named >= len(rest) / 2


def is_parted(before: CellLine, line: CellLine, across: Sequence[Rule]) -> bool:
    upper, lower = before.row.base + 0.5 * before.row.size, line.row.base + 0.3 * line.row.size
    return any(lower < rule.place < upper for rule in across)


def _by_cells(lines: Sequence[CellLine], is_ruled: Sequence[bool], figures: set[int]) -> list[list[CellLine]]:
    """Lines that go on in the next one told by which cells they have."""
    # The number of the first line below the header: behind the first rule, or the first with figures.
    first_ruled = is_ruled.index(True) + 1 if any(is_ruled) else MAX_HEADS
    figured = (n for n, line in enumerate(lines) if _count(line, figures))
    first_data = min(first_ruled, next(figured, MAX_HEADS))
    groups = [[lines[0]]]
    for number, (before, line) in enumerate(pairwise(lines), start=1):
        pitch = before.row.base - line.row.base
        is_close = pitch < MAX_WRAP_PITCH * min(before.row.size, line.row.size)
        if is_ruled[number - 1] or not is_close:
            goes_on = False
        elif pitch < 0.75 * line.row.size:
            goes_on = True
        elif number < first_data:
            is_lower = all(text[0].islower() or text[0] == "(" for text in line.cells.values())
            goes_on = not groups[-1][0].spanning and (len(line.cells) < len(before.cells) or is_lower)
        else:
            goes_on = number > first_data and 0 not in line.cells and not _count(line, figures)
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _count(line: CellLine, figures: set[int]) -> int:
    """How many of the columns of figures have one in this line."""
    return sum(FIGURE.fullmatch(line.cells.get(column, "")) is not None for column in figures)
