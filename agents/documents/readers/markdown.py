"""Markdown (CommonMark with tables) to text."""

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from agents.documents.document import DocumentSource
from agents.documents.readers.html import write_html
from agents.documents.readers.sources import decoded
from agents.documents.text.superscripts import beside
from agents.documents.writer import TextWriter

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write what a reader sees, and return the title: of the front matter, else the main heading, else "".

    Link addresses go, their text stays; headings, list items, table cells and code are kept.
    Raises UnreadableDocument.
    """
    text = decoded(source, writer)
    matter = _FRONT_MATTER.match(text)
    title = _FRONT_TITLE.search(matter.group(1)) if matter else None
    body = text[matter.end() :] if matter else text
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    for position, token in enumerate(tokens):
        _write_block(token, tokens[position - 1] if position else None, writer)
    if title:
        return title.group(1)
    headings = [(token.tag, inline) for token, inline in pairwise(tokens) if token.type == "heading_open"]
    heading = TextWriter()
    if headings:
        _, main = min(headings, key=lambda each: each[0])
        _write_inline(main.children or [], heading)
    return heading.text


def _write_block(token: Token, before: Token | None, writer: TextWriter) -> None:
    match token.type:
        case "heading_open":
            writer.heading()
        case "inline":
            _write_inline(token.children or [], writer)
        case "fence" | "code_block":
            writer.block_break()
            writer.verbatim(token.content)
            writer.block_break()
        case "html_block":
            write_html(token.content, writer)
        case "th_open" | "td_open":
            writer.words(" | " if before is not None and before.type in ("th_close", "td_close") else "")
        case "list_item_open" | "tr_open":
            writer.line_break()
        case "paragraph_open":
            if before is None or before.type != "list_item_open":
                writer.block_break()
        case "heading_close" | "bullet_list_close" | "ordered_list_close" | "table_close":
            writer.block_break()


def _write_inline(children: Sequence[Token], writer: TextWriter) -> None:
    raised: list[str] | None = None
    for child in children:
        if child.type == "html_inline" and child.content.lower() in ("<sup>", "</sup>"):
            writer.words(beside(writer.last_word, "".join(raised or ())))
            raised = [] if child.content.lower() == "<sup>" else None
            continue
        if raised is not None:
            raised.append(child.content)
            continue
        match child.type:
            case "text" | "code_inline":
                writer.words(child.content)
            case "softbreak":
                writer.words(" ")
            case "hardbreak":
                writer.line_break()
            case "image":
                writer.picture(str(child.attrGet("src") or ""), child.content)
            case "html_inline":
                write_html(child.content, writer)
