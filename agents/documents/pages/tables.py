"""Which words of a page are tables."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from agents.documents.pages.boxes import Box
from agents.documents.pages.columns import tables_in
from agents.documents.pages.grid import Grid, grids_of, places_of
from agents.documents.pages.lines import PageWord, SetPage
from agents.documents.pages.rules import Rules
from agents.documents.pages.table_cells import heads_of
from agents.documents.pages.table_rows import GAP_SHARE, flows, rows_of
from agents.documents.pages.table_signs import says_words
from agents.documents.text.lines import PageLine
from agents.documents.text.set_tables import SetTable

MAX_CELL_LETTERS = 600
"""A cell with more is a frame around text."""
MIN_FILLED_SHARE = 0.4
MIN_REGULAR_SHARE = 0.7
"""Of the cells of a grid: where fewer take one row and one column, so many are filled, or it is a drawing."""
MAX_CROSSED_SHARE = 0.1
"""Of the words in a grid: where more lie across its rules it is drawn for something else."""
MIN_PIECED_ROWS = 2
MIN_WORDS = 2
MAX_CELL_LINES = 8
"""Where several cells of a row have more lines, their rows are told by something else than rules."""

Place = tuple[int, int]
"""A word: the number of its line, and of itself in it."""
Numbered = tuple[int, int, PageWord]
GridCell = tuple[int, int, int, int, list[Numbered]]
"""First row and column, rows and columns, words."""


def with_tables(page: SetPage, rules: Rules) -> list[PageLine | SetTable]:
    """The lines of a page in their order, and tables in the places of those that they consist of."""
    words = [(line, n, word) for line, found in enumerate(page.words) for n, word in enumerate(found)]
    tables: list[tuple[SetTable, set[Place]]] = []
    for grid in grids_of(rules):
        if ruled := _ruled(grid, words):
            tables.append(ruled)
    taken = {place for _, places in tables for place in places}
    left = [each for each in words if each[:2] not in taken]
    tables += _unruled(left, rules)
    if not tables:
        return list(page.lines)
    first = {min(places): table for table, places in tables}
    taken = {place for _, places in tables for place in places}
    items: list[PageLine | SetTable] = []
    for number, (line, found) in enumerate(zip(page.lines, page.words, strict=True)):
        items += [table for place, table in first.items() if place[0] == number]
        rest = [word for n, word in enumerate(found) if (number, n) not in taken]
        if len(rest) == len(found):
            items.append(line)
        elif rest:
            is_parted = line.is_parted and rest[-1] is found[-1]
            text = " ".join(word.text for word in rest)
            text = text[:-1] if is_parted and text.endswith("-") else text
            items.append(PageLine(text, rest[0].box.left, line.base, line.size, is_parted))
    return items


def _ruled(grid: Grid, words: Sequence[Numbered]) -> tuple[SetTable, set[Place]] | None:
    """What stands in a grid, unless it is none for a table."""
    placed = [(each, grid.place(*_middle(each[2].box))) for each in words]
    inside = [each for each, place in placed if place is not None]
    boxes = [word.box for *_, word in inside]
    crossed = sum(
        any(box.left + 2 < rule.place < box.right - 2 and rule.start < box.base + box.size / 2 < rule.end
            for rule in grid.down)
        for box in boxes
    )  # fmt: skip
    if len(inside) < MIN_WORDS or crossed > MAX_CROSSED_SHARE * len(inside):
        return None
    found: dict[Place, list[Numbered]] = defaultdict(list)
    for each, place in placed:
        if place is not None:
            found[place].append(each)
    cells = [
        (*cell, [word for place in places_of(cell) for word in found.get(place, ())]) for cell in grid.cells()
    ]
    filled = [words for *_, words in cells if words]
    is_regular = sum(high * wide == 1 for _, _, high, wide, _ in cells) >= MIN_REGULAR_SHARE * len(cells)
    needed = MIN_FILLED_SHARE if is_regular else MIN_REGULAR_SHARE
    largest = max((sum(len(word.text) for *_, word in words) for words in filled), default=0)
    if len(filled) < max(3, needed * len(cells)) or largest > MAX_CELL_LETTERS:
        return None
    rows = _grid_rows(grid, cells)
    shared = sum(sum(map(bool, row)) > 1 for row in rows)
    if len(rows) < 2 or shared < len(rows) / 2 or not says_words([cell for row in rows for cell in row]):
        return None
    table = SetTable(tuple(map(tuple, rows)), tuple(grid.xs[:-1]), heads_of(rows, is_marked=len(rows) > 2))
    return table, {each[:2] for each in inside}


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.base + box.top) / 2


def _grid_rows(grid: Grid, cells: Sequence[GridCell]) -> list[list[str]]:
    """A row for each band of the grid, for each row of words where bands hold many; none in doubt."""
    columns, bands = len(grid.xs) - 1, len(grid.ys) - 1
    rows = [[""] * columns for _ in range(bands)]
    for first, column, high, _wide, words in cells:
        text = "\n".join(each.text for each in rows_of([(n, word) for n, _, word in words], ()))
        for below in range(high):
            rows[first + below][column] = text
    kept: list[list[str]] = []
    for number, row in enumerate(rows):
        inside = [words for first, _, high, _, words in cells if first == number and high == 1]
        found = rows_of([(n, word) for words in inside for n, _, word in words], grid.down)
        split = [[""] * columns for _ in found]
        for texts, each in zip(split, found, strict=True):
            for word in (word for piece in each.pieces for word in piece.words):
                column = max(bisect(grid.xs, _middle(word.box)[0]) - 1, 0)
                texts[column] = f"{texts[column]} {word.text}".strip()
        shared = [texts for texts in split if sum(map(bool, texts)) > 1 and texts[0]]
        if len(found) > (6 if bands > 2 else 1) and len(shared) >= 0.6 * len(split):
            kept += split
        elif sum(cell.count("\n") >= MAX_CELL_LINES for cell in row) > 1:
            return []
        else:
            kept.append(row)
    return [row for row in kept if any(row)]


def _unruled(words: Sequence[Numbered], rules: Rules) -> Iterator[tuple[SetTable, set[Place]]]:
    by_line = {line: list(found) for line, found in groupby(words, key=lambda each: each[0])}
    boxes = {line: found[0][2].box._replace(right=found[-1][2].box.right) for line, found in by_line.items()}
    for flow in flows(list(boxes.items()), [*rules.across, *rules.edges]):
        # Whether words or lines stand beside each other as cells do costs little: most pages are prose.
        beside = sum(abs(boxes[a].base - boxes[b].base) < 1 for a, b in pairwise(flow))
        gaps = sum(
            any(b.box.left - a.box.right > GAP_SHARE * b.box.size
                for (*_, a), (*_, b) in pairwise(by_line[line]))
            for line in flow
        )  # fmt: skip
        if beside + gaps < MIN_PIECED_ROWS:
            continue
        numbered = [each for line in flow for each in by_line[line]]
        rows = rows_of([(line, word) for line, _, word in numbered], rules.down)
        if sum(len(row.pieces) > 1 for row in rows) < MIN_PIECED_ROWS:
            continue
        for table, taken in tables_in(rows, rules):
            inside = {id(word) for row in taken for piece in row.pieces for word in piece.words}
            yield table, {each[:2] for each in numbered if id(each[2]) in inside}
