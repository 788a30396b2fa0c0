"""Tables as text: a row is a line, cells are parted by bars."""

from typing import NamedTuple

from agents.documents.writer import TextWriter

BAR = " | "
MAX_BLOCK_CHARACTERS = 500
"""A longer table becomes several blocks, each below the same header: a passage then holds whole ones."""
MAX_HEADER_CHARACTERS = 200
MAX_SPAN = 1_000
"""Rows or columns of one cell."""


class _Spanning(NamedTuple):
    """What a cell says in the next `rows` rows too."""

    words: str
    rows: int


class TableRows:
    """Writes one table row by row; a long one says its header again, for those who read a part of it."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._cells: list[str] = []
        self._own = 0
        self._from_above: dict[int, _Spanning] = {}
        self._to_below: dict[int, _Spanning] = {}
        self._header: list[str] = []
        self._length = self._rows = 0
        self._is_header = self._has_data = False

    def begin(self, *, is_header: bool = False) -> None:
        """Begin a row."""
        self._cells, self._own = [], 0
        self._from_above, self._to_below = self._to_below, {}
        self._is_header, self._has_data = is_header, False

    def cell(self, text: str, *, is_header: bool = False, columns: int = 1, rows: int = 1) -> None:
        """Add a cell to the row, as one line.

        One of several rows is said in each of them, one of several columns once, before empty ones.
        """
        self._fill_from_above()
        words = " ".join(text.split())
        for said in (words, *[""] * (min(columns, MAX_SPAN - len(self._cells)) - 1)):
            self._add(said, rows - 1)
        self._own += 1
        self._has_data = self._has_data or not is_header

    def end(self) -> None:
        """Write the row, unless nothing is in it."""
        self._fill_from_above()
        if not self._own or not any(self._cells):
            return
        cells = self._cells if self._own > 1 or any(self._cells[1:]) else self._cells[:1]
        row = BAR.join(cells)
        is_header = self._is_header or (not self._has_data and len(cells) > 1)
        is_on_top = len(self._header) == self._rows
        if is_header and is_on_top and len(row) + sum(map(len, self._header)) <= MAX_HEADER_CHARACTERS:
            self._header.append(row)
        elif self._header and self._length + len(row) > MAX_BLOCK_CHARACTERS:
            self._writer.block_break()
            self._length = 0
            for each in self._header:
                self._write(each)
        self._write(row)
        self._rows += 1

    def _fill_from_above(self) -> None:
        while spanning := self._from_above.pop(len(self._cells), None):
            self._add(spanning.words, spanning.rows - 1)

    def _add(self, words: str, rows_below: int) -> None:
        if rows_below > 0:
            self._to_below[len(self._cells)] = _Spanning(words, min(rows_below, MAX_SPAN))
        self._cells.append(words)

    def _write(self, row: str) -> None:
        self._writer.line_break()
        self._writer.words(row)
        self._length += len(row) + 1
