"""Excel workbooks (XLSX), by openpyxl."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from agents.documents.document import DocumentSource
from agents.documents.readers.package import DAMAGES, Package
from agents.documents.rows import write_rows
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_COLUMNS = 1_000


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write each visible sheet as a table under its name; gives the title of the workbook or "".

    Formulas stand with the value that they had when the file was saved. Raises UnreadableDocument.
    """
    package = Package(source.data, _("Excel workbook"))
    try:
        workbook = openpyxl.load_workbook(BytesIO(source.data), read_only=True, data_only=True)
        with closing(workbook):
            for sheet in workbook.worksheets:
                if sheet.sheet_state == "visible":
                    _write_sheet(sheet, writer)
            return str(workbook.properties.title or "")
    except (*DAMAGES, TypeError, AttributeError) as error:
        raise package.damaged() from error


def _write_sheet(sheet: Any, writer: TextWriter) -> None:
    """A sheet without a cell adds nothing, not even its name."""
    rows = _rows(sheet)
    first = next(rows, None)
    if first is None:
        return
    writer.heading()
    writer.words(sheet.title)
    write_rows(chain([first], rows), writer)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Those with a word in them. What a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        cells = [_shown(cell) for cell in row[:MAX_COLUMNS]]
        if any(cells):
            yield cells


def _shown(cell: ReadOnlyCell | EmptyCell) -> str:
    """A value as the sheet shows it, as far as that is worth it: dates, percentages, whole numbers."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime():
            return value.isoformat(" ", "minutes").removesuffix(" 00:00")
        case date() | time() | timedelta():
            return str(value)
        case int() | float() if "%" in str(cell.number_format):
            return f"{100 * value:.12g} %"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)
