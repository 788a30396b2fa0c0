"""Tables in plain text (CSV, TSV)."""

import csv
import re
from io import StringIO
from itertools import islice

from agents.documents.document import DocumentSource
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.sources import decoded
from agents.documents.rows import write_rows
from agents.documents.writer import TextWriter
from media_store.messages import message as _

_DELIMITERS = ",;\t|"
_DELIMITER_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""What Excel writes first where the delimiter is not the usual one."""
_TRIED_ROWS = 50


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the table row by row; there is no title. Raises UnreadableDocument."""
    text = decoded(source, writer)
    csv.field_size_limit(writer.limits.characters)
    told = _DELIMITER_LINE.match(text)
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda each: _fit(text, each))
    try:
        write_rows(csv.reader(StringIO(text[told.end() if told else 0 :]), delimiter=delimiter), writer)
    except csv.Error as error:
        raise UnreadableDocument(_("This table cannot be read: %(error)s.", error=str(error))) from error
    return ""


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter parts the first rows: how many have as many cells as the first, and how many."""
    try:
        rows = [row for row in islice(csv.reader(StringIO(text), delimiter=delimiter), _TRIED_ROWS) if row]
    except csv.Error:
        return (0, 0)
    width = len(rows[0]) if rows else 0
    return (sum(1 for row in rows if len(row) == width), width) if width > 1 else (0, 0)
