"""Tables as text: a row is a line, cells are parted by bars."""

from agents.documents.writer import TextWriter

BAR = " | "
MAX_BLOCK_CHARACTERS = 500
"""A longer table becomes several blocks, each below the same header: a passage then holds whole ones."""
MAX_HEADER_CHARACTERS = 200


class TableRows:
    """Writes one table row by row; a long one says its header again, for those who read a part of it."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._cells: list[str] = []
        self._header: list[str] = []
        self._length = self._rows = 0
        self._is_header = self._has_data = False

    def begin(self, *, is_header: bool = False) -> None:
        """Begin a row."""
        self._cells, self._is_header, self._has_data = [], is_header, False

    def cell(self, text: str, *, is_header: bool = False) -> None:
        """Add a cell to the row, as one line."""
        self._cells.append(" ".join(text.split()))
        self._has_data = self._has_data or not is_header

    def end(self) -> None:
        """Write the row, unless nothing is in it."""
        if not any(self._cells):
            return
        row = BAR.join(self._cells)
        is_header = self._is_header or (not self._has_data and len(self._cells) > 1)
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

    def _write(self, row: str) -> None:
        self._writer.line_break()
        self._writer.words(row)
        self._length += len(row) + 1
