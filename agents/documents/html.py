"""HTML to text."""

import re

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PageElement

from agents.documents.decoding import decode_text
from agents.documents.document import DocumentSource
from agents.documents.writer import TextWriter

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_DROPPED = {
    "script",
    "style",
    "nav",
    "template",
    "noscript",
    "head",
    "iframe",
    "object",
    "svg",
    "button",
    "select",
}
# Comments and declarations are strings of other types.
_SPOKEN = (NavigableString, CData)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_LINES = {"li", "tr", "dt", "dd", "br", "option"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "details", "div", "dl", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "main", "ol", "p", "pre", "section",
    "summary", "table", "ul",
}  # fmt: skip


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write what a reader sees; gives the title or "". Raises UnreadableDocument."""
    return write_html(decode_text(source.data), writer)


def write_html(source: str, writer: TextWriter) -> str:
    """Write what a reader sees, and return the title: of the page, else its first main heading, else "".

    Scripts, styles, navigation and templates are left out.
    """
    soup = BeautifulSoup(_XML_DECLARATION.sub("", source), "html.parser")
    title = _title(soup)
    _walk(soup, writer)
    return title


def _title(soup: BeautifulSoup) -> str:
    for name in ("title", "h1"):
        found = soup.find(name)
        if found is not None and found.get_text(strip=True):
            return " ".join(found.get_text(" ").split())
    return ""


def _walk(root: Tag, writer: TextWriter) -> None:
    """Depth first with a stack of its own: pages nest deeper than Python may recurse."""
    stack: list[tuple[PageElement, bool]] = [(root, False)]
    while stack:
        node, is_leaving = stack.pop()
        if isinstance(node, Tag):
            if is_leaving:
                _leave(node, writer)
            elif node.name not in _DROPPED:
                _enter(node, writer)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
        elif isinstance(node, NavigableString) and type(node) in _SPOKEN:
            _write_string(node, writer)


def _enter(tag: Tag, writer: TextWriter) -> None:
    if tag.name in _HEADINGS:
        writer.heading()
    elif tag.name in _BLOCKS:
        writer.block_break()
    elif tag.name in _LINES:
        writer.line_break()
    elif tag.name in _CELLS and tag.find_previous_sibling(_CELLS) is not None:
        writer.words(" | ")
    elif tag.name == "img":
        writer.picture(str(tag.get("src") or ""), str(tag.get("alt") or ""))


def _leave(tag: Tag, writer: TextWriter) -> None:
    if tag.name in _BLOCKS or tag.name in _HEADINGS:
        writer.block_break()
    elif tag.name in ("li", "tr", "dt", "dd"):
        writer.line_break()


def _write_string(node: NavigableString, writer: TextWriter) -> None:
    if node.find_parent("pre") is not None:
        writer.verbatim(str(node))
    else:
        writer.words(str(node))
