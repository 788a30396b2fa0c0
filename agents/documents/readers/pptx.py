"""PowerPoint presentations (PPTX): slides with their tables, charts, pictures and notes."""

from xml.etree.ElementTree import Element

from openpyxl.utils.escape import unescape

from agents.documents.document import DocumentSource
from agents.documents.readers.drawings import related, write_charts, write_picture
from agents.documents.readers.package import Package
from agents.documents.rows import write_rows
from agents.documents.text.superscripts import beside
from agents.documents.writer import TextWriter
from media_store.messages import message as _

_MAIN = "ppt/presentation.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = f"{{{_OFFICE}}}"
_TITLES = {"title", "ctrTitle"}
_FURNITURE = {"sldNum", "dt", "ftr", "hdr", "sldImg"}
"""Placeholders that every slide has."""


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write slide after slide, each a page; gives the title of the file, else of its first slide, else "".

    Raises UnreadableDocument.
    """
    package = Package(source.data, _("PowerPoint presentation"))
    slides = related(package, _MAIN)
    first_title = ""
    for entry in package.xml(_MAIN).iterfind(f"{_P}sldIdLst/{_P}sldId"):
        part = slides.get(entry.get(f"{_R}id", ""), "")
        if part:
            slide = _Slide(package, part, writer)
            slide.write()
            first_title = first_title or slide.title
    return package.title() or first_title


class _Slide:
    def __init__(self, package: Package, part: str, writer: TextWriter) -> None:
        self._package = package
        self._part = part
        self._writer = writer
        self._related = related(package, part)
        self.title = ""

    def write(self) -> None:
        """Write the slide, and what its speaker noted behind it."""
        self._writer.begin_page()
        self._shapes(self._package.xml(self._part))
        for part in self._related.values():
            if part.startswith("ppt/notesSlides/"):
                self._shapes(self._package.xml(part))

    def _shapes(self, parent: Element) -> None:
        for shape in parent:
            match shape.tag.removeprefix(_P):
                case "sp":
                    self._words(shape)
                case "pic":
                    write_picture(self._package, shape, self._related, self._writer)
                case "graphicFrame":
                    for table in shape.iter(f"{_A}tbl"):
                        rows = [
                            [" ".join(_lines(cell)) for cell in row.iterfind(f"{_A}tc")]
                            for row in table.iterfind(f"{_A}tr")
                        ]
                        write_rows(rows, self._writer)
                    write_charts(self._package, shape, self._related, self._writer)
                case _:
                    self._shapes(shape)

    def _words(self, shape: Element) -> None:
        place = shape.find(f".//{_P}ph")
        kind = "" if place is None else place.get("type", "body")
        lines = [] if kind in _FURNITURE else _lines(shape)
        if kind in _TITLES and any(lines):
            self.title = self.title or " ".join(" ".join(lines).split())
            self._writer.heading()
            self._writer.words(" ".join(lines))
        else:
            for line in lines:
                self._writer.line_break()
                self._writer.words(line)
        self._writer.block_break()


def _lines(shape: Element) -> list[str]:
    """The paragraphs of a shape; a line break in one parts words."""
    lines = []
    for paragraph in shape.iter(f"{_A}p"):
        line, is_raised = "", False
        for each in paragraph.iter():
            if each.tag == f"{_A}rPr":
                is_raised = each.get("baseline", "-")[:1] not in ("-", "0")
            elif each.tag == f"{_A}br":
                line, is_raised = f"{line} ", False
            elif each.tag == f"{_A}t":
                text = unescape(each.text or "")  # Control characters are written as _x000B_.
                line += beside(line, text) if is_raised else text
                is_raised = False
        lines.append(line)
    return [line for line in lines if line.strip()]
