"""Which formats are read, and by which module of `readers`."""

import re
from collections.abc import Iterator, Sequence
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
_WEB_PAGE = DocumentFormat("text/html", (".html", ".htm", ".xhtml"), "web.page")
_FEED = DocumentFormat("application/rss+xml", (".rss", ".atom"), "web.feed")
PAGE_FORMATS = (
    _WEB_PAGE,
    DocumentFormat("application/xhtml+xml", (), "web.page"),
    _FEED,
    *(DocumentFormat(each, (), "web.feed") for each in ("application/atom+xml", "application/rdf+xml")),
    DocumentFormat("application/json", (".json",), "web.json_text"),
    DocumentFormat("application/ld+json", (), "web.json_text"),
    DocumentFormat("application/feed+json", (), "web.json_text"),
    DocumentFormat("text/tab-separated-values", (), "csv_table"),
    DocumentFormat("text/x-markdown", (), "markdown"),
    *(each for each in FORMATS if each.media_type != _WEB_PAGE.media_type),
)
"""What is read of the web: HTML as pages are, and some that nobody brings in as a file."""
_MARKUP = (
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL), _FEED),
    (
        re.compile(
            rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)[\s>]", re.DOTALL | re.I
        ),
        _WEB_PAGE,
    ),
)
_VAGUE = {"", "application/xml", "text/xml", "application/octet-stream", "binary/octet-stream", "text/plain"}
_SIGNATURES = ((b"%PDF-", _PDF), (b"{\\rtf", _RTF))
_RENAMED = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
"""New files under the names of old ones."""
_ZIP = b"PK\x03\x04"
HEAD_BYTES = 1024
"""So much of a file is enough to tell its format."""


def format_of(
    name: str, declared_type: str = "", head: bytes = b"", formats: Sequence[DocumentFormat] = FORMATS
) -> DocumentFormat | None:
    """The format of a file: by its first bytes where these are certain, else by the media type that was
    declared, else by its name; None if it is not read here.
    """
    media_type = declared_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(_ZIP):
        suffix = _RENAMED.get(suffix, suffix)
    by_content = (found for signature, found in _SIGNATURES if head.startswith(signature))
    by_type = [each for each in formats if each.media_type == media_type]
    by_name = [each for each in formats if suffix in each.suffixes]
    by_markup = list(_by_markup(media_type, head)) if formats is PAGE_FORMATS else []
    if by_markup and media_type in _VAGUE:
        # Servers call what they do not know by these names.
        likely = [*by_markup, *by_name, *by_type]
    else:
        likely = [*by_type, *by_name, *by_markup]
    return next(by_content, None) or next(iter(likely), None)


def _by_markup(media_type: str, head: bytes) -> Iterator[DocumentFormat]:
    """By how a file of markup begins; else any other type of text is read as text."""
    if media_type in _VAGUE:
        yield from (found for pattern, found in _MARKUP if pattern.match(head))
    if media_type.startswith("text/") or media_type.endswith("+json"):
        module = "web.json_text" if media_type.endswith("+json") else "plain"
        yield DocumentFormat(media_type, (), module)
