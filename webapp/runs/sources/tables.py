"""Tables in the text of a document, as readers write them: a row is a line, bars part its cells."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from agents.retrieval.passages import Span

MAX_CELLS = 5_000
"""Of the tables of a document that are drawn; what follows stays lines, as a browser has it at once."""

_BAR = re.compile(r"(?:^|(?<= ))\|(?= |$)")
_LINE = re.compile(r"[^\n]+")

Row = tuple[Span, ...]


@dataclass(frozen=True)
class TextTable:
    """The cells of each row, where they stand in the text; `end` is behind the line ends that follow."""

    start: int
    end: int
    rows: tuple[Row, ...]

    @cached_property
    def gaps(self) -> tuple[Span, ...]:
        """What stands between the cells: bars and line ends."""
        cells = [cell for row in self.rows for cell in row if cell.start < cell.end]
        starts, ends = (
            [self.start, *(cell.end for cell in cells)],
            [*(cell.start for cell in cells), self.end],
        )
        return tuple(Span(*pair) for pair in zip(starts, ends, strict=True) if pair[0] < pair[1])


def tables_of(text: str) -> list[TextTable]:
    """Two lines and more, one below the other, that have the same number of bars, at least one."""
    found, cells, start = list[TextTable](), 0, 0
    for block in text.split("\n\n") if "|" in text else ():
        lines = [Span(start + line.start(), start + line.end()) for line in _LINE.finditer(block)]
        start += len(block) + 2
        for bars, alike in groupby(lines, lambda line: len(_BAR.findall(text[line.start : line.end]))):
            rows = [*alike]
            if not bars or len(rows) < 2:
                continue
            cells += (bars + 1) * len(rows)
            if cells > MAX_CELLS:
                return found
            behind = rows[-1].end
            while text.startswith("\n", behind) and behind < rows[-1].end + 2:
                behind += 1
            found.append(TextTable(rows[0].start, behind, tuple(_cells(text, row) for row in rows)))
    return found


def _cells(text: str, row: Span) -> Row:
    """Each without the spaces around it."""
    bars = [row.start + bar.start() for bar in _BAR.finditer(text[row.start : row.end])]
    found = []
    for bar, end in pairwise([row.start - 1, *bars, row.end]):
        said = text[bar + 1 : end]
        start = end - len(said.lstrip())
        found.append(Span(start, start + len(said.strip())))
    return tuple(found)
