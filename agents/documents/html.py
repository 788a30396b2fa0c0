"""HTML to text."""

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agents.documents.decoding import declared_in_markup
from agents.documents.document import DocumentSource
from agents.documents.sources import decoded
from agents.documents.writer import TextWriter

_DROPPED = {
    "script", "style", "nav", "template", "noscript", "head", "iframe", "object", "svg", "button", "select",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_LINES = {"li", "tr", "dt", "dd"}
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


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write what a reader sees; gives the title or "". Raises UnreadableDocument."""
    return write_html(decoded(source, writer, declared_in_markup(source.data)), writer)


def write_html(source: str, writer: TextWriter) -> str:
    """Write what a reader sees, and return the title: of the page, else its first main heading, else "".

    Scripts, styles, navigation and templates are left out. Parts of a page are written as well. The parser is
    lexbor, as HTML 5 says: its time grows with the length of the source, however tags are nested.
    """
    tree = LexborHTMLParser(_as_html(source))
    if tree.root is not None:
        _Walk(writer).walk(tree.root)
    return _title(tree)


def _as_html(source: str) -> str:
    """XHTML as HTML: an element that closes itself would swallow the rest, and CDATA would be a comment."""
    declaration = _XML_DECLARATION.match(source)
    if not declaration and not _XHTML.search(source, 0, _HEAD_CHARACTERS):
        return source
    source = source[declaration.end() :] if declaration else source
    source = _CDATA.sub(lambda found: escape(found[1]), source)
    return _CLOSES_ITSELF.sub(
        lambda found: found[0] if found[1].lower() in _VOID else f"<{found[1]}{found[2]}></{found[1]}>",
        source,
    )


def _title(tree: LexborHTMLParser) -> str:
    for name in ("title", "h1"):
        found = tree.css_first(name)
        if found is not None and (words := found.text(separator=" ").split()):
            return " ".join(words)
    return ""


class _Walk:
    """Depth first with a stack of its own: pages nest deeper than Python may recurse."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._verbatim_depth = 0
        self._cells = [0]
        """Of each row that is open, how many cells it has so far."""

    def walk(self, root: LexborNode) -> None:
        """Write the text of a node and all below it."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, is_leaving = stack.pop()
            if is_leaving:
                self._leave(node.tag or "")
                continue
            if node.next is not None and node is not root:
                stack.append((node.next, False))
            if node.is_text_node:
                self._write(node.text_content or "")
            elif node.is_element_node and node.tag not in _DROPPED:
                self._enter(node)
                stack.append((node, True))
                if node.child is not None:
                    stack.append((node.child, False))

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _HEADINGS:
            self._writer.heading()
        elif tag in _BLOCKS:
            self._writer.block_break()
        elif tag in _LINES or tag in ("br", "option"):
            self._writer.line_break()
        elif tag in _CELLS:
            self._writer.words(" | " if self._cells[-1] else "")
            self._cells[-1] += 1
        elif tag == "img":
            attributes = node.attributes
            self._writer.picture(attributes.get("src") or "", attributes.get("alt") or "")
        if tag == "tr":
            self._cells.append(0)
        elif tag == "pre":
            self._verbatim_depth += 1

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _HEADINGS:
            self._writer.block_break()
        elif tag in _LINES:
            self._writer.line_break()
        if tag == "tr":
            self._cells.pop()
        elif tag == "pre":
            self._verbatim_depth -= 1

    def _write(self, text: str) -> None:
        if self._verbatim_depth:
            self._writer.verbatim(text)
        else:
            self._writer.words(text)
