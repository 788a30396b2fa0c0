"""Tables whose rows come one after the other: of spreadsheets, slides and tables in plain text."""

import re
from collections.abc import Iterable, Sequence

from agents.documents.tables import TableRows
from agents.documents.writer import TextWriter

_FIGURES = re.compile(r"[-+−]?[\d.,'’ \u00a0]*\d[\d.,'’ \u00a0]*%?")


class RowWriter:
    """Writes a table row by row until `end`.

    Its first `heads` rows are its header. If that is not known, its first one is, if it has only names: at
    least two, and no figure.
    """

    def __init__(self, writer: TextWriter, heads: int | None = None) -> None:
        self._writer = writer
        self._heads = heads
        self._rows = 0
        self._table: TableRows | None = None

    def row(self, cells: Sequence[str]) -> None:
        """Write a row; one without a word is left out."""
        width = max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)
        if not width:
            return
        if self._table is None:
            self._writer.block_break()
            self._table, self._rows = TableRows(self._writer), 0
        if self._heads is None:
            filled = [cell.strip() for cell in cells[:width] if cell.strip()]
            is_header = self._rows == 0 and len(filled) > 1 and not any(map(_FIGURES.fullmatch, filled))
        else:
            is_header = self._rows < self._heads
        self._rows += 1
        self._table.begin(is_header=is_header)
        for cell in cells[:width]:
            self._table.cell(cell)
        self._table.end()

    def end(self) -> None:
        """Close the table; twice is the same as once."""
        if self._table is not None:
            self._writer.block_break()
        self._table = None


def write_rows(rows: Iterable[Sequence[str]], writer: TextWriter, heads: int | None = None) -> None:
    """Write a whole table as a block of its own; `heads` as in RowWriter."""
    table = RowWriter(writer, heads)
    for cells in rows:
        table.row(cells)
    table.end()
