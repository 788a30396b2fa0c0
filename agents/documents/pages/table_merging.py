"""Which lines of a table are one row: the words of a cell go on in the next line."""

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
    groups = (
        _by_rules(lines, across, figures)
        or _by_gaps(lines, across, figures)
        or _by_cells(lines, across, figures)
    )
    return [_cells(group, count) for group in groups]


def _cells(group: Sequence[CellLine], count: int) -> tuple[str, ...]:
    return tuple(
        "\n".join(line.cells[column] for line in group if column in line.cells) for column in range(count)
    )


def _by_rules(lines: Sequence[CellLine], across: Sequence[Rule], figures: set[int]) -> list[list[CellLine]]:
    """The lines between two rules, if rules part all rows; else none."""
    bands: list[list[CellLine]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if is_parted(before, line, across):
            bands.append([])
        bands[-1].append(line)
    return bands if len(bands) > 2 and _are_rows(bands, figures) else []


def _by_gaps(lines: Sequence[CellLine], across: Sequence[Rule], figures: set[int]) -> list[list[CellLine]]:
    """The lines between larger gaps, if lines of one cell are closer together than rows are; else none."""
    pitches = [before.row.base - line.row.base for before, line in pairwise(lines)]
    size = median(line.row.size for line in lines)
    full = [pitch for pitch in pitches if pitch > 0.75 * size]
    if not full or min(full) > MAX_WRAP_PITCH * size:
        return []
    groups = [[lines[0]]]
    for (before, line), pitch in zip(pairwise(lines), pitches, strict=True):
        if pitch > MIN_GAP_RATIO * min(full) or is_parted(before, line, across):
            groups.append([])
        groups[-1].append(line)
    return groups if 2 < len(groups) < len(lines) and _are_rows(groups, figures) else []


def _are_rows(groups: Sequence[Sequence[CellLine]], figures: set[int]) -> bool:
    """Whether few groups, the header aside, have several lines with figures, or with all cells."""
    rest = groups[1:]
    most = max(len(line.cells) for group in groups for line in group)
    if any(len(group) > 1 and not any(len(line.cells) > 1 for line in group) for group in rest):
        return False
    twice = sum(
        sum(len(line.cells) == most for line in group) > 1
        or sum(_is_data(line, figures) for line in group) > 1
        for group in rest
    )
    named = sum(any(0 in line.cells for line in group) for group in rest)
    return twice <= MAX_DOUBLE_SHARE * len(rest) and named >= len(rest) / 2


def _is_data(line: CellLine, figures: set[int]) -> bool:
    """Whether most columns of figures have one in this line; a date may go on in the next."""
    found = sum(FIGURE.fullmatch(line.cells.get(column, "")) is not None for column in figures)
    return bool(figures) and found > len(figures) / 2


def is_parted(before: CellLine, line: CellLine, across: Sequence[Rule]) -> bool:
    upper, lower = before.row.base + 0.5 * before.row.size, line.row.base + 0.3 * line.row.size
    return any(lower < rule.place < upper for rule in across)


def _by_cells(lines: Sequence[CellLine], across: Sequence[Rule], figures: set[int]) -> list[list[CellLine]]:
    """Lines that go on in the next one told by which cells they have."""
    # The number of the first line below the header: behind the first rule, or the first with figures.
    ruled = (n for n, (a, b) in enumerate(pairwise(lines), start=1) if is_parted(a, b, across))
    figured = (n for n, line in enumerate(lines) if _has_figures(line, figures))
    first_data = min(next(ruled, MAX_HEADS), next(figured, MAX_HEADS))
    groups = [[lines[0]]]
    for number, (before, line) in enumerate(pairwise(lines), start=1):
        pitch = before.row.base - line.row.base
        is_close = pitch < MAX_WRAP_PITCH * min(before.row.size, line.row.size)
        if is_parted(before, line, across) or not is_close:
            goes_on = False
        elif pitch < 0.75 * line.row.size:
            goes_on = True
        elif number < first_data:
            goes_on = not groups[-1][0].spanning and (len(line.cells) < len(before.cells) or _is_lower(line))
        else:
            goes_on = number > first_data and 0 not in line.cells and not _has_figures(line, figures)
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_lower(line: CellLine) -> bool:
    return all(text[0].islower() or text[0] == "(" for text in line.cells.values())


def _has_figures(line: CellLine, figures: set[int]) -> bool:
    return any(FIGURE.fullmatch(line.cells[column]) for column in figures if column in line.cells)
