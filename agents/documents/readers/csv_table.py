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
    if told:
        delimiter = told[1]
    else:
        # How many of the first rows have as many cells as the first, and how many these are.
        fits: dict[str, tuple[int, int]] = {}
        for each in _DELIMITERS:
            try:
                rows = [row for row in islice(csv.reader(StringIO(text), delimiter=each), _TRIED_ROWS) if row]
            except csv.Error:
                rows = []
            width = len(rows[0]) if rows else 0
            fits[each] = (sum(len(row) == width for row in rows), width) if width > 1 else (0, 0)
        delimiter = max(fits, key=fits.__getitem__)
    try:
        write_rows(csv.reader(StringIO(text[told.end() if told else 0 :]), delimiter=delimiter), writer)
    except csv.Error as error:
        raise UnreadableDocument(_("This table cannot be read: %(error)s.", error=str(error))) from error
    return ""
