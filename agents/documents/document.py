"""What a reader is given and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A file: its bytes, its name or path with "/", and its media type if whoever sent it declared one."""

    data: bytes
    name: str
    declared_type: str = ""


@dataclass(frozen=True, slots=True)
class PictureReference:
    """A document shows a picture: its address as written, its alternative text, and where it stands."""

    address: str
    alt: str
    offset: int


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
    doubtful or left out while it was read.
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
