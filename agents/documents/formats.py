"""Which formats are read, and by which module of `readers`."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from agents.documents.document import DocumentSource
from agents.documents.writer import TextWriter


class FormatReader(Protocol):
    """A module that reads a format."""

    def read(self, source: DocumentSource, writer: TextWriter, /) -> str:
        """Write text and pictures; gives the title, or "". Raises UnreadableDocument with a sentence."""


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format; `suffixes` are lower case. Its module is loaded when a file of it is read."""

    media_type: str
    suffixes: tuple[str, ...]
    module: str

    @property
    def reader(self) -> FormatReader:
        """Its module."""
        return cast(FormatReader, import_module(f"agents.documents.readers.{self.module}"))


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_PDF = DocumentFormat("application/pdf", (".pdf",), "pdf")
_RTF = DocumentFormat("application/rtf", (".rtf",), "rtf")
FORMATS = (
    DocumentFormat("text/markdown", (".md", ".markdown"), "markdown"),
    DocumentFormat("text/html", (".html", ".htm", ".xhtml"), "html"),
    DocumentFormat("text/plain", (".txt",), "plain"),
    DocumentFormat("text/csv", (".csv", ".tsv"), "csv_table"),
    DocumentFormat("text/vtt", (".vtt",), "subtitles"),
    DocumentFormat("application/x-subrip", (".srt",), "subtitles"),
    _PDF,
    _RTF,
    DocumentFormat("application/epub+zip", (".epub",), "epub"),
    DocumentFormat(f"{_OPEN_XML}.wordprocessingml.document", (".docx", ".docm"), "docx"),
    DocumentFormat(f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx", ".xlsm"), "xlsx"),
    DocumentFormat(f"{_OPEN_XML}.presentationml.presentation", (".pptx", ".pptm", ".ppsx"), "pptx"),
    DocumentFormat(f"{_OPEN_DOCUMENT}.text", (".odt",), "odf"),
    DocumentFormat(f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",), "odf"),
    DocumentFormat(f"{_OPEN_DOCUMENT}.presentation", (".odp",), "odf"),
)
_SIGNATURES = ((b"%PDF-", _PDF), (b"{\\rtf", _RTF))
_RENAMED = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
"""New files under the names of old ones."""
_ZIP = b"PK\x03\x04"
HEAD_BYTES = 1024
"""So much of a file is enough to tell its format."""


def format_of(name: str, declared_type: str = "", head: bytes = b"") -> DocumentFormat | None:
    """The format of a file: by its first bytes where these are certain, else by the media type that was
    declared, else by its name; None if it is not read here.
    """
    media_type = declared_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(_ZIP):
        suffix = _RENAMED.get(suffix, suffix)
    by_content = (found for signature, found in _SIGNATURES if head.startswith(signature))
    by_type = (each for each in FORMATS if each.media_type == media_type)
    by_name = (each for each in FORMATS if suffix in each.suffixes)
    return next(by_content, None) or next(by_type, None) or next(by_name, None)
