"""Tables whose columns are told by how their words stand, with or without rules across."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from agents.documents.pages.rules import Rules
from agents.documents.pages.table_cells import MAX_HEADS, CellLine, heads_of
from agents.documents.pages.table_merging import is_parted, merged
from agents.documents.pages.table_rows import MAX_WRAP_PITCH, Row, WordGroup
from agents.documents.pages.table_signs import Column, columns_under, is_filled, is_table
from agents.documents.text.set_tables import SetTable

MAX_PITCH = 2.6
"""Heights of a line between the rows of a table; a rule between them allows for MAX_RULED_PITCH."""
MAX_RULED_PITCH = 4.0
MIN_SPLIT_SHARE = 0.38
"""Of the height of a line: a smaller gap parts words, not cells."""
NARROW_SHARE = 0.6
"""Of the width of a table: a line that stands alone and is wider is prose."""
MIN_FULL_SHARE = 0.15
"""Of the rows with several pieces: so many have a piece in each column."""
MIN_RULE_SHARE = 0.7
"""Of the width of a table, from which on a rule across belongs to it."""

_LEADERS = re.compile(r"(?:\.\s?){4,}|(?:\.\s){2,}\.|(?:^|\s)\.(?:\s|$)|…{2,}|\s…\s")
_MARKER = re.compile(r"(?:[•◦▪‣·–—*○■➢-]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|\[\d{1,3}\])")
_CAPTION = re.compile(
    r"(?:table|tab\.|figure|fig\.|tabelle|abb|tabla|tableau|таблица|рис\.|[表图圖])\b", re.IGNORECASE
)


def tables_in(rows: Sequence[Row], rules: Rules) -> Iterator[tuple[SetTable, list[Row]]]:
    """The tables among rows of words, each with the rows that it takes."""
    for run in _runs(rows, rules):
        columns = _columns(run)
        lines = _in_cells(run, columns) if columns else []
        if not lines:
            continue
        left, right = min(line.row.left for line in lines), max(line.row.right for line in lines)
        # Rules just above and below the table are its own.
        top = lines[0].row.base + 2.5 * lines[0].row.size
        bottom = lines[-1].row.base - 1.5 * lines[-1].row.size
        across = [
            rule
            for rule in (*rules.across, *rules.edges)
            if bottom <= rule.place <= top
            and min(rule.end, right) - max(rule.start, left) >= MIN_RULE_SHARE * (right - left)
        ]
        if not is_table(lines, columns, across):
            continue
        table = merged(lines, across, len(columns))
        if not is_filled(table, is_ruled=len(across) > 1):
            continue
        is_marked = any(is_parted(a, b, across) for a, b in pairwise(lines[:MAX_HEADS]))
        lefts, heads = tuple(start for start, _ in columns), heads_of(table, is_marked=is_marked)
        yield SetTable(tuple(table), lefts, heads), [line.row for line in lines]


def _runs(rows: Sequence[Row], rules: Rules) -> Iterator[list[Row]]:
    """Rows of several pieces and what stands between them."""
    held: list[Row] = []
    for row in rows:
        # The sign or number of an item of a list belongs to its words.
        if len(row.pieces) > 1 and _MARKER.fullmatch(row.pieces[0].text):
            first, second = row.pieces[:2]
            row.pieces[:2] = [WordGroup([*first.words, *second.words])]
        if held and _ends_run(held, row, rules):
            yield from _without_ends(held)
            held = []
        if not _LEADERS.search(row.text):
            held.append(row)
    yield from _without_ends(held)


def _ends_run(held: Sequence[Row], row: Row, rules: Rules) -> bool:
    """Whether a row is far below the others, or is prose or a caption between tables rather than in one."""
    before = held[-1]
    pitch, size = before.base - row.base, max(before.size, row.size)
    if pitch > MAX_PITCH * size:
        left, right = min(before.left, row.left), max(before.right, row.right)
        is_ruled = any(
            row.base < rule.place < before.base and rule.start < left + size and rule.end > right - size
            for rule in (*rules.across, *rules.edges)
        )
        if not is_ruled or pitch > MAX_RULED_PITCH * size:
            return True
    if len(row.pieces) > 1:
        return _LEADERS.search(row.text) is not None
    several = [each for each in held if len(each.pieces) > 1]
    if not several:
        return False
    width = max(each.right for each in several) - min(each.left for each in several)
    return row.right - row.left > NARROW_SHARE * width or _CAPTION.match(row.text) is not None


def _without_ends(run: list[Row]) -> Iterator[list[Row]]:
    """A run from its first to its last row of several pieces, with lines of their cells around them."""
    several = [number for number, row in enumerate(run) if len(row.pieces) > 1]
    if len(several) < 2:
        return
    start, end = several[0], several[-1] + 1
    left = min(run[number].left for number in several)
    names = max(
        run[number].pieces[0].right for number in several if run[number].left < left + run[number].size
    )
    while start and run[start - 1].left > left + run[start].size and _is_close(run[start - 1], run[start]):
        start -= 1
    while end < len(run) and _is_close(run[end - 1], run[end]):
        if run[end].left <= left + run[end].size and run[end].right > names:
            break
        end += 1
    yield run[start:end]


def _is_close(before: Row, row: Row) -> bool:
    return before.base - row.base < MAX_WRAP_PITCH * row.size


def _columns(rows: Sequence[Row]) -> list[Column]:
    """Where each column begins and ends, by the rows that have a piece in each; none if they overlap.

    Few of these rows may be left out, whose pieces reach into the next column.
    """
    several = [row for row in rows if len(row.pieces) > 1]
    counts = Counter(len(row.pieces) for row in several)
    needed = max(2, MIN_FULL_SHARE * len(several))
    for count in sorted((count for count, seen in counts.items() if seen >= needed), reverse=True):
        full = [row.pieces for row in several if len(row.pieces) == count]
        for spare in reversed(range(len(full) // 5 + 1)):
            columns = [
                (min(pieces[n].left for pieces in full), max(pieces[n].right for pieces in full))
                for n in range(count)
            ]
            overlap = next((n for n in range(count - 1) if columns[n][1] >= columns[n + 1][0]), None)
            if overlap is None:
                return columns
            if spare:
                rights = [pieces[overlap].right for pieces in full]
                lefts = [pieces[overlap + 1].left for pieces in full]
                is_right_farther = max(rights) - median(rights) > median(lefts) - min(lefts)
                del full[rights.index(max(rights)) if is_right_farther else lefts.index(min(lefts))]
    return []


def _in_cells(rows: Sequence[Row], columns: Sequence[Column]) -> list[CellLine]:
    """Rows in their cells, without those before and behind the table whose pieces keep no column."""
    lines = []
    for row in rows:
        line = CellLine(row)
        for part in (part for piece in row.pieces for part in _split(piece, columns, row.size)):
            over = columns_under(part, columns)
            if not over:
                middle = (part.left + part.right) / 2
                distances = [min(abs(middle - left), abs(middle - right)) for left, right in columns]
                over = [distances.index(min(distances))]
            line.cells[over[0]] = f"{line.cells.get(over[0], '')} {part.text}".strip()
            if len(over) > 1:
                line.spanning.add(over[0])
        lines.append(line)
    while lines and lines[0].cells.keys() <= {0}:
        del lines[0]
    while lines and len(lines[-1].row.pieces) > len(lines[-1].cells) == 1:
        del lines[-1]
    return lines


def _split(piece: WordGroup, columns: Sequence[Column], size: float) -> list[WordGroup]:
    """A piece that lies over several columns, at the gaps that part them; whole if it has none."""
    over = columns_under(piece, columns)
    parts, start = [], 0
    for column in over[:-1]:
        end, begin = columns[column][1], columns[column + 1][0]
        place = next(
            (
                number
                for number in range(start + 1, len(piece.words))
                if piece.words[number].box.left - piece.words[number - 1].box.right > MIN_SPLIT_SHARE * size
                and piece.words[number - 1].box.right <= begin + 1
                and piece.words[number].box.left >= end - 1
            ),
            None,
        )
        if place is None:
            return [piece]
        parts.append(WordGroup(piece.words[start:place]))
        start = place
    return [*parts, WordGroup(piece.words[start:])]
