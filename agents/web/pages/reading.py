"""A fetched address to a page: read by the readers of files, in a process of their own."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

from agents.documents.document import BESIDE, DocumentSource, ParsedDocument
from agents.documents.errors import UnreadableDocument
from agents.messages import message as _
from agents.messages import sentence_of
from agents.text.languages import language_of_text
from agents.web.fetched import Fetched
from agents.web.pages.errors import PageMoved, PageUnreadable, Problem
from agents.web.pages.page import Page, PageLink, PagePicture
from agents.web.pages.problems import judge

_NAMELESS = "page"
_BLOCK_BREAK = "\n\n"
_MIN_PARAGRAPH_CHARACTERS = 60
"""Shorter blocks are captions, bylines and the like."""
_MAX_PARAGRAPH_CHARACTERS = 600
_BLOCKS_AWAY = 3
_MAX_MOVED_CHARACTERS = 300
"""Of text on a page that only sends on."""


class DocumentReaders(Protocol):
    """What reads files: `agents.documents.pool.ReaderPool`."""

    def read(self, source: DocumentSource, /) -> ParsedDocument:
        """The document in a file. Raises UnreadableDocument."""


def read_page(fetched: Fetched, readers: DocumentReaders) -> Page:
    """The page that was fetched. Raises PageUnreadable with a sentence to act on."""
    if fetched.media_type.startswith("image/"):
        raise PageUnreadable(
            Problem.PICTURE, _("This address is a picture, not a page: look at it as a picture.")
        )
    declared = fetched.media_type
    if fetched.declared_encoding:
        declared += f"; charset={fetched.declared_encoding}"
    try:
        document = readers.read(
            DocumentSource(fetched.content, _name(fetched.final_url), declared, is_page=True)
        )
    except UnreadableDocument as error:
        raise PageUnreadable(Problem.FORMAT, sentence_of(error)) from error
    return _page(fetched, document)


def _name(address: str) -> str:
    """What the file at an address is called: readers go by its ending where its server says nothing."""
    return PurePosixPath(unquote(urlsplit(address).path)).name or _NAMELESS


def _page(fetched: Fetched, document: ParsedDocument) -> Page:
    facts = document.metadata
    base = _joined(fetched.final_url, facts.get("base", "")) or fetched.final_url
    onward = _joined(base, facts.get("refresh", ""))
    if onward and onward != fetched.final_url and len(document.text) < _MAX_MOVED_CHARACTERS:
        raise PageMoved(onward, _("This page only sends on to %(address)s: open that.", address=onward))
    walls = judge(frozenset(facts.get("signs", "").split()), document.text)
    following = _joined(base, facts.get("next", ""))
    onwards = (_("It goes on at %(address)s.", address=following),) if following else ()
    return Page(
        asked=fetched.url,
        address=fetched.final_url,
        title=document.title,
        text=document.text,
        media_type=document.media_type,
        author=facts.get("author", ""),
        date=facts.get("date", ""),
        language=facts.get("language", "") or language_of_text(document.text),
        site=facts.get("site", ""),
        description=facts.get("description", ""),
        canonical=_joined(base, facts.get("canonical", "")),
        next=following,
        headings=document.headings,
        pages=document.pages,
        pictures=tuple(_pictures(base, document)),
        links=tuple(_links(base, document)),
        notes=(*document.notes, *walls, *onwards),
        scanned=document.scanned,
    )


def _pictures(base: str, document: ParsedDocument) -> Iterator[PagePicture]:
    """Those of the text first; without those that have no address of the web and are not in the file."""
    inside = {figure.name: figure.data for figure in document.figures}
    for each in sorted(document.pictures, key=lambda each: each.offset == BESIDE):
        name = unquote(each.address.rpartition("/")[2])
        content = inside.get(name, b"")
        address = f"{base}#{quote(name)}" if content else _joined(base, each.address)
        if address:
            is_beside = each.offset == BESIDE
            around = "" if is_beside else _paragraph(document, each.offset)
            offset = None if is_beside else each.offset
            yield PagePicture(address, each.alt, each.caption, around, offset, content)


def _paragraph(document: ParsedDocument, offset: int) -> str:
    """The nearest paragraph of the text: before a place, else behind it."""
    text, headings = document.text, set(document.headings)
    end = min(offset, len(text))
    for _step in range(_BLOCKS_AWAY):
        end = len(text[:end].rstrip())
        start = text.rfind(_BLOCK_BREAK, 0, end) + len(_BLOCK_BREAK) if _BLOCK_BREAK in text[:end] else 0
        if start not in headings and end - start >= _MIN_PARAGRAPH_CHARACTERS:
            return text[max(start, end - _MAX_PARAGRAPH_CHARACTERS) : end]
        end = start
    start = offset
    for block in text[offset : offset + 10 * _MAX_PARAGRAPH_CHARACTERS].split(_BLOCK_BREAK)[:_BLOCKS_AWAY]:
        if start not in headings and len(block) >= _MIN_PARAGRAPH_CHARACTERS:
            return block.strip()[:_MAX_PARAGRAPH_CHARACTERS]
        start += len(block) + len(_BLOCK_BREAK)
    return ""


def _links(base: str, document: ParsedDocument) -> Iterator[PageLink]:
    for each in document.links:
        address = _joined(base, each.address)
        if address:
            yield PageLink(address, each.text)


def _joined(base: str, written: str) -> str:
    """An address of the web in full, without the place within its page; "" for anything else."""
    if not written:
        return ""
    try:
        address = urljoin(base, written.strip()).partition("#")[0]
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
