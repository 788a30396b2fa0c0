"""OpenDocument texts, spreadsheets and presentations (ODT, ODS, ODP)."""

import re
from collections.abc import Callable, Iterator, Set
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.readers.package import Package
from agents.documents.rows import write_rows
from agents.documents.text.superscripts import beside
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_COLUMNS = 1_000
MAX_REPEATED_ROWS = 1_000
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _DRAW, _OFFICE, _SVG, _STYLE = (
    f"{{{_NAMES}:{name}:1.0}}" for name in ("text", "table", "drawing", "office", "svg-compatible", "style")
)
_HREF = "{http://www.w3.org/1999/xlink}href"
_DC = ".//{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = {
    f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content", f"{_TEXT}alphabetical-index",
    f"{_TEXT}sequence-decls",
    f"{_TEXT}variable-decls", f"{_TABLE}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms",
    f"{_OFFICE}scripts", f"{_SVG}title", f"{_SVG}desc",
}  # fmt: skip
_ROW_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")}
_RAISED = re.compile(r"super|[1-9]")
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write text, tables and pictures; gives the title that the file has, else its first heading, else "".

    Raises UnreadableDocument.
    """
    package = Package(source.data, _("OpenDocument file"))
    content = package.xml("content.xml")
    body = content.find(f"{_OFFICE}body")
    if body is None:
        raise package.damaged()
    walk = _OdfWalk(package, writer, set(_raising(content)))
    walk.children(body)
    title = ""
    if "meta.xml" in package.names:
        about = package.xml("meta.xml")
        title, author = (
            " ".join((about.findtext(_DC + name) or "").split()) for name in ("title", "creator")
        )
        writer.metadata |= {"author": author} if author else {}
    return title or walk.first_heading


def _raising(content: Element) -> Iterator[str]:
    """The names of styles that raise words: "super 58%", "33% 58%"."""
    for style in content.iter(f"{_STYLE}style"):
        for properties in style.iterfind(f"{_STYLE}text-properties"):
            if _RAISED.match(properties.get(f"{_STYLE}text-position", "")):
                yield style.get(f"{_STYLE}name", "")


class _OdfWalk:
    """Writes elements as their names say; those without a handler are written by what is in them."""

    def __init__(self, package: Package, writer: TextWriter, raising: Set[str]) -> None:
        self._package = package
        self._raising = raising
        self._writer = writer
        self._list_depth = 0
        self._footnotes: list[Element] = []
        self.first_heading = ""
        self._handlers: dict[str, Callable[[Element], None]] = {
            f"{_TEXT}h": self._heading, f"{_TEXT}p": self._paragraph, f"{_TEXT}list": self._list,
            f"{_TEXT}s": self._space, f"{_TEXT}tab": self._space, f"{_TABLE}table": self._table,
            f"{_DRAW}page": self._page, f"{_DRAW}frame": self._frame, f"{_TEXT}span": self._span,
            f"{_OFFICE}spreadsheet": self._sheets,
            f"{_TEXT}line-break": lambda _: writer.line_break(),
            # A note stands behind the paragraph that it belongs to.
            f"{_TEXT}note": lambda note: self._footnotes.extend(note.iterfind(f"{_TEXT}note-body")),
        }  # fmt: skip

    def children(self, parent: Element) -> None:
        """Write what stands below an element, white space between elements aside."""
        for child in parent:
            self._element(child, self.children)

    def _inline(self, parent: Element) -> None:
        """Write what stands in a paragraph, where white space counts."""
        self._writer.words(parent.text or "")
        for child in parent:
            self._element(child, self._inline)
            self._writer.words(child.tail or "")

    def _element(self, element: Element, otherwise: Callable[[Element], None]) -> None:
        if element.tag not in _LEFT_OUT:
            self._handlers.get(element.tag, otherwise)(element)

    def _heading(self, element: Element) -> None:
        self.first_heading = self.first_heading or " ".join("".join(element.itertext()).split())
        self._writer.heading()
        self._inline(element)
        self._writer.block_break()

    def _paragraph(self, element: Element) -> None:
        end = self._writer.line_break if self._list_depth else self._writer.block_break
        end()
        self._inline(element)
        end()
        footnotes, self._footnotes = self._footnotes, []
        for footnote in footnotes:
            self.children(footnote)

    def _list(self, element: Element) -> None:
        """Its items are lines; the outermost list is a block."""
        self._list_depth += 1
        self.children(element)
        self._list_depth -= 1
        if not self._list_depth:
            self._writer.block_break()

    def _span(self, element: Element) -> None:
        if element.get(f"{_TEXT}style-name", "") in self._raising and len(element) == 0:
            self._writer.words(beside(self._writer.last_word, element.text or ""))
        else:
            self._inline(element)

    def _space(self, _element: Element) -> None:
        self._writer.words(" ")

    def _page(self, element: Element) -> None:
        self._writer.begin_page()
        self.children(element)

    def _sheets(self, element: Element) -> None:
        for sheet in element.iterfind(f"{_TABLE}table"):
            if any(True for _ in _rows(sheet)):
                self._writer.heading()
                self._writer.words(sheet.get(f"{_TABLE}name", ""))
                self._table(sheet)

    def _table(self, table: Element) -> None:
        write_rows(_rows(table), self._writer)
        for frame in table.iter(f"{_DRAW}frame"):
            if frame.find(f"{_DRAW}image") is not None:
                self._frame(frame)

    def _frame(self, frame: Element) -> None:
        """A picture, or a box with text in it."""
        image = frame.find(f"{_DRAW}image")
        part = "" if image is None else self._package.target("", image.get(_HREF, ""))
        if part:
            alt = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or ""
            name = f"figure-{len(self._writer.figures) + 1}{PurePosixPath(part).suffix.lower()[:10]}"
            self._writer.figure(EmbeddedPicture(name, self._package.part(part)), alt)
        elif image is None:
            self.children(frame)


def _rows(table: Element) -> Iterator[list[str]]:
    """The cells of each row that has a word in it."""
    for child in table:
        if child.tag in _ROW_GROUPS:
            yield from _rows(child)
        elif child.tag == f"{_TABLE}table-row":
            cells: list[str] = []
            for cell in (each for each in child if each.tag in _CELLS):
                times = min(_number(cell, "number-columns-repeated"), MAX_COLUMNS - len(cells))
                cells += [" ".join("".join(each.itertext()) for each in cell.iter(f"{_TEXT}p"))] * times
            if any(cells):
                for _ in range(min(_number(child, "number-rows-repeated"), MAX_REPEATED_ROWS)):
                    yield cells


def _number(element: Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return int(value) if value.isdecimal() and len(value) < 9 else 1
