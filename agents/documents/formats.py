"""Which formats are read, and by which module of this room."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from agents.documents.document import DocumentSource
from agents.documents.writer import TextWriter


class Reader(Protocol):
    """A module of this room that reads a format."""

    def read(self, source: DocumentSource, writer: TextWriter, /) -> str:
        """Write text and pictures; gives the title, or "". Raises UnreadableDocument with a sentence."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `suffixes` are lower case. Its module is loaded when a file of it is read."""

    media_type: str
    suffixes: tuple[str, ...]
    module: str

    @property
    def reader(self) -> Reader:
        """Its module."""
        return cast(Reader, import_module(f"agents.documents.{self.module}"))


FORMATS = (
    Format("text/markdown", (".md", ".markdown"), "markdown"),
    Format("text/html", (".html", ".htm"), "html"),
    Format("text/plain", (".txt",), "plain"),
    Format("application/pdf", (".pdf",), "pdf"),
    Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "docx"),
)


def format_of(name: str, declared_type: str = "") -> Format | None:
    """The format of a file by its declared media type, else by its name; None if it is not read here."""
    media_type = declared_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(name).suffix.lower()
    by_type = (each for each in FORMATS if each.media_type == media_type)
    by_name = (each for each in FORMATS if suffix in each.suffixes)
    return next(by_type, None) or next(by_name, None)
