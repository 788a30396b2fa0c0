"""What a reader is given and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_store.boxes import Box


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A file: its bytes, its name or path with "/", and its media type if whoever sent it declared one.

    `is_page`: it came from an address of the web, so of HTML the main text alone is read.
    """

    data: bytes
    name: str
    declared_type: str = ""
    is_page: bool = False


BESIDE = -1


@dataclass(frozen=True, slots=True)
class PictureReference:
    """A document shows a picture: its address as written, its alternative text, and where it stands.

    Pages of the web also say its caption, and `offset` is BESIDE for one that is not in their main text.
    Pages of a PDF say which of them it is on, from 1, and where.
    """

    address: str
    alt: str
    offset: int
    caption: str = ""
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class LinkReference:
    """A page leads to another one: the address as written, and the words that lead there."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture that lies inside of a document's file; `name` is how the text refers to it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as text. `headings`, `pages` and the offsets of `pictures` count characters of `text`.

    `figures` lay inside of the file; `pictures` refer to them as to files of a folder of its name.
    `metadata` is what the file says of itself, such as its author; `notes` are messages about what was
    doubtful or left out while it was read; `links` are those of a page of the web.

    `unread` are the pages, from 1, that show something and have no text of their own, as scans do; they stand
    empty in the text. `scanned` are those whose text was read in their pixels: it may have mistakes.
    """

    title: str
    text: str
    media_type: str
    headings: tuple[int, ...] = ()
    pictures: tuple[PictureReference, ...] = ()
    figures: tuple[EmbeddedPicture, ...] = ()
    pages: tuple[int, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    links: tuple[LinkReference, ...] = ()
    unread: tuple[int, ...] = ()
    scanned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of a file, from 1, that is wanted as it looks; its longer side is to have `side` pixels."""

    source: DocumentSource
    page: int
    side: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as it looks, as PNG, and its written words with their places."""

    data: bytes = field(repr=False)
    width: int
    height: int
    words: tuple[tuple[str, Box], ...] = field(default=(), repr=False)
