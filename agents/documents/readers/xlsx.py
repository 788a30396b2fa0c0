"""Excel workbooks (XLSX): cells by openpyxl, and what is drawn over them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain

import openpyxl
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.escape import unescape

from agents.documents.document import DocumentSource
from agents.documents.readers.drawings import related, write_charts, write_picture
from agents.documents.readers.package import DAMAGES, Package
from agents.documents.rows import write_rows
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_COLUMNS = 1_000


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write each visible sheet as a table under its name; gives the title of the workbook or "".

    A sheet without a cell and a drawing adds nothing, not even its name. Pictures and charts, as the table of
    their data, stand behind its cells.
    Formulas stand with the value that they had when the file was saved. Raises UnreadableDocument.
    """
    package = Package(source.data, _("Excel workbook"))
    try:
        workbook = openpyxl.load_workbook(BytesIO(source.data), read_only=True, data_only=True)
        with closing(workbook):
            for sheet in workbook.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # What a sheet says of its own size is not believed.
                cells = ([_shown(cell) for cell in row[:MAX_COLUMNS]] for row in sheet.iter_rows())
                rows = filter(any, cells)
                first = next(rows, None)
                drawings = list(_drawings(package, str(sheet._worksheet_path).lstrip("/")))
                if first is not None or drawings:
                    writer.heading()
                    writer.words(sheet.title)
                    write_rows(chain([first] if first else [], rows), writer)
                for drawing in drawings:
                    _write_drawing(package, drawing, writer)
            return str(workbook.properties.title or "")
    except (*DAMAGES, TypeError, AttributeError) as error:
        raise package.damaged() from error


def _drawings(package: Package, sheet: str) -> Iterator[str]:
    """The parts that say what is drawn over the cells of a sheet."""
    return (part for part in related(package, sheet).values() if part.startswith("xl/drawings/drawing"))


def _write_drawing(package: Package, drawing: str, writer: TextWriter) -> None:
    parts = related(package, drawing)
    for anchor in package.xml(drawing):
        write_picture(package, anchor, parts, writer)
        write_charts(package, anchor, parts, writer)


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
            return str(unescape(str(value)))  # Control characters are written as _x000D_.
