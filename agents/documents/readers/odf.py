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
_KINDS = {
    f"{_TEXT}h": "heading", f"{_TEXT}p": "paragraph", f"{_TEXT}list": "list", f"{_DRAW}page": "page",
    f"{_TABLE}table": "table", f"{_OFFICE}spreadsheet": "sheets", f"{_DRAW}frame": "frame",
    f"{_TEXT}s": "space", f"{_TEXT}tab": "space", f"{_TEXT}line-break": "line break",
    f"{_TEXT}note": "note", f"{_TEXT}span": "span", **dict.fromkeys(_LEFT_OUT, "left out"),
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
    """Writes elements as their names say; those of unknown kinds are written by what is in them."""

    def __init__(self, package: Package, writer: TextWriter, raising: Set[str]) -> None:
        self._package = package
        self._raising = raising
        self._writer = writer
        self._list_depth = 0
        self._footnotes: list[Element] = []
        self.first_heading = ""

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
        """Write an element of a line; `otherwise` writes one of an unknown kind by what is in it."""
        match _KINDS.get(element.tag):
            case "left out":
                pass
            case "space":
                self._writer.words(" ")
            case "line break":
                self._writer.line_break()
            case "note":
                # It stands behind the paragraph that it belongs to.
                self._footnotes += element.iterfind(f"{_TEXT}note-body")
            case "span" if element.get(f"{_TEXT}style-name", "") in self._raising and len(element) == 0:
                self._writer.words(beside(self._writer.last_word, element.text or ""))
            case "span":
                self._inline(element)
            case "frame":
                self._frame(element)
            case kind:
                self._block(element, kind, otherwise)

    def _block(self, element: Element, kind: str | None, otherwise: Callable[[Element], None]) -> None:
        match kind:
            case "heading":
                self.first_heading = self.first_heading or " ".join("".join(element.itertext()).split())
                self._writer.heading()
                self._inline(element)
                self._writer.block_break()
            case "paragraph":
                end = self._writer.line_break if self._list_depth else self._writer.block_break
                end()
                self._inline(element)
                end()
                footnotes, self._footnotes = self._footnotes, []
                for footnote in footnotes:
                    self.children(footnote)
            case "list":
                # Its items are lines; the outermost list is a block.
                self._list_depth += 1
                self.children(element)
                self._list_depth -= 1
                if not self._list_depth:
                    self._writer.block_break()
            case "page":
                self._writer.begin_page()
                self.children(element)
            case "table":
                self._table(element)
            case "sheets":
                self._sheets(element)
            case _:
                otherwise(element)

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
