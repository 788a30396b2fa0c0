"""HTML to text."""

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agents.documents.document import DocumentSource
from agents.documents.readers.page_parts import PageParts, page_parts, walk
from agents.documents.readers.sources import decoded
from agents.documents.readers.unseen import NEVER_SHOWN
from agents.documents.tables import TableRows
from agents.documents.text.decoding import declared_in_markup
from agents.documents.text.superscripts import beside
from agents.documents.writer import TextWriter

DROPPED = frozenset(NEVER_SHOWN | {"nav", "button", "select"})
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_LINES = {"li", "dt", "dd"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "details", "div", "dl", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "main", "ol", "p", "pre", "section",
    "summary", "table", "ul",
}  # fmt: skip

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_XHTML = re.compile(r"""<html[^>]*\sxmlns=["']http://www\.w3\.org/1999/xhtml["']""")
_CLOSES_ITSELF = re.compile(r"<([A-Za-z][\w:-]*)([^<>]*)/>")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
_HEAD_CHARACTERS = 2_000
MAX_DIGITS = 6


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write what a reader sees; gives the title or "". Raises UnreadableDocument."""
    text = decoded(source, writer, declared_in_markup(source.data))
    return write_html(text, writer, is_page=True)


def write_html(source: str, writer: TextWriter, *, is_page: bool = False) -> str:
    """Write what a reader sees, and return the title: of the page, else its first main heading, else "".

    Scripts, styles and templates are left out, and what is hidden by its own attributes or style; of a page
    also what only leads elsewhere. The parser is lexbor, as HTML 5 says: its time grows with the length of
    the source, however tags are nested.
    """
    tree = LexborHTMLParser(as_html(source))
    if tree.root is None:
        return ""
    parts = page_parts(tree.root, DROPPED, is_page=is_page)
    HtmlWalk(writer, parts, MarkNotes(tree)).walk(tree.root)
    return page_title(tree, parts.hidden)


def as_html(source: str) -> str:
    """A source as HTML 5: what is XHTML closes its elements as HTML does."""
    declaration = _XML_DECLARATION.match(source)
    if declaration or _XHTML.search(source, 0, _HEAD_CHARACTERS):
        # In HTML an element that closes itself would swallow the rest, and CDATA would be a comment.
        source = source[declaration.end() :] if declaration else source
        source = _CDATA.sub(lambda found: escape(found[1]), source)
        source = _CLOSES_ITSELF.sub(
            lambda found: found[0] if found[1].lower() in _VOID else f"<{found[1]}{found[2]}></{found[1]}>",
            source,
        )
    return source


def page_title(tree: LexborHTMLParser, hidden: set[int]) -> str:
    """The title that a page gives itself, else its first main heading that is shown, else ""."""
    title = tree.css_first("title")
    if title is not None and (words := title.text(separator=" ").split()):
        return " ".join(words)
    for heading in tree.css("h1"):
        above = heading.parent
        while above is not None and above.mem_id not in hidden:
            above = above.parent
        if above is not None:
            continue
        pieces, depth = [], 0
        for node, is_leaving in walk(heading, DROPPED):
            if not node.is_text_node and node.mem_id in hidden:
                depth += -1 if is_leaving else 1
            elif node.is_text_node and not depth:
                pieces.append(node.text_content or "")
        if words := " ".join(pieces).split():
            return " ".join(words)
    return ""


def _number(node: LexborNode, name: str) -> int:
    value = node.attributes.get(name) or ""
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < MAX_DIGITS else 1


class MarkNotes:
    """Which raised words are marks of notes that stand in the same source."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._places: set[str] | None = None

    def are_meant_by(self, mark: LexborNode) -> bool:
        """Whether a mark is part of a link to something that is there, or holds one, or is declared to."""
        parent = mark.parent
        link = parent if parent is not None and parent.tag == "a" else mark.css_first("a")
        for node in (mark, link):
            attributes = node.attributes if node is not None else {}
            if "noteref" in f"{attributes.get('role') or ''} {attributes.get('epub:type') or ''}":
                return True
        address = (link.attributes.get("href") or "") if link is not None else ""
        if not address.startswith("#"):
            return False
        if self._places is None:
            named = self._tree.css("[id]") + self._tree.css("a[name]")
            self._places = {node.attributes.get(name) or "" for node in named for name in ("id", "name")}
        return address != "#" and address[1:] in self._places


class HtmlWalk:
    """Writes a tree, and tables row by row: inside a cell there are no lines."""

    def __init__(self, writer: TextWriter, parts: PageParts, notes: MarkNotes) -> None:
        self._writer = writer
        self._parts = parts
        self._notes = notes
        self._raised: list[str] | None = None
        self._is_note = False
        self._verbatim_depth = self._hidden_depth = 0
        self._tables: list[TableRows | None] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def walk(self, root: LexborNode) -> None:
        """Write the text of a node and all below it."""
        for node, is_leaving in walk(root, DROPPED):
            is_hidden = not node.is_text_node and node.mem_id in self._parts.hidden
            if is_hidden:
                self._hidden_depth += -1 if is_leaving else 1
            elif self._hidden_depth:
                continue
            elif node.is_text_node:
                self._write(node.text_content or "")
            elif is_leaving:
                self._leave(node.tag or "")
            else:
                self._enter(node)

    def picture(self, node: LexborNode) -> None:
        """Write a picture."""
        self._writer.picture(node.attributes.get("src") or "", node.attributes.get("alt") or "")

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        table = self._tables[-1] if self._tables else None
        if tag == "table":
            is_layout = node.mem_id in self._parts.layouts
            self._writer.block_break()
            self._tables.append(None if is_layout else TableRows(self._writer))
        elif (tag == "tr" or tag in _CELLS) and table is None:
            self._writer.block_break()
        elif tag == "tr" and table is not None:
            table.begin(is_header=node.parent is not None and node.parent.tag == "thead")
        elif tag in _CELLS:
            self._cell = []
            self._spans = _number(node, "colspan"), _number(node, "rowspan")
        elif tag == "img":
            self.picture(node)
        elif tag == "pre":
            self._verbatim_depth += 1
            self._break(tag)
        elif tag in _HEADINGS and self._cell is None:
            self._writer.heading()
        elif tag == "sup":
            self._raised, self._is_note = [], self._notes.are_meant_by(node)
        else:
            self._break("br" if tag == "option" else tag)

    def _leave(self, tag: str) -> None:
        table = self._tables[-1] if self._tables else None
        if tag == "table":
            self._tables.pop()
            self._writer.block_break()
        elif tag == "tr" and table is not None:
            table.end()
        elif tag in _CELLS and table is not None:
            columns, rows = self._spans
            table.cell("".join(self._cell or ()), is_header=tag == "th", columns=columns, rows=rows)
            self._cell = None
        elif tag == "pre":
            self._verbatim_depth -= 1
            self._break(tag)
        elif tag == "sup":
            text, self._raised = "".join(self._raised or ()), None
            before = self._writer.last_word if self._cell is None else "".join(self._cell[-3:])
            self._write(beside(before, text, is_note=self._is_note))
        elif tag != "br":
            self._break(tag)

    def _break(self, tag: str) -> None:
        """What parts an element from its neighbours."""
        is_block, is_line = tag in _BLOCKS or tag in _HEADINGS or tag in ("tr", *_CELLS), tag in _LINES
        if self._cell is not None:
            self._cell.append(" " if is_block or is_line or tag == "br" else "")
        elif is_block:
            self._writer.block_break()
        elif is_line or tag == "br":
            self._writer.line_break()

    def _write(self, text: str) -> None:
        if self._raised is not None:
            self._raised.append(text)
        elif self._cell is not None:
            self._cell.append(text)
        elif self._verbatim_depth:
            self._writer.verbatim(text)
        else:
            self._writer.words(text)
