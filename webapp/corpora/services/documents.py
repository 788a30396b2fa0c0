"""Files of text to documents: Markdown, HTML and plain text."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from webapp.corpora.services.html import write_html
from webapp.corpora.services.markdown import write_markdown
from webapp.corpora.services.texts import UnreadableText, decode_text
from webapp.corpora.services.writer import PictureReference, TextWriter

MARKDOWN, HTML, PLAIN = "text/markdown", "text/html", "text/plain"
MEDIA_TYPES = {".md": MARKDOWN, ".markdown": MARKDOWN, ".html": HTML, ".htm": HTML, ".txt": PLAIN}
TITLE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as text. `headings` and the offsets of `pictures` count characters of `text`."""

    title: str
    text: str
    media_type: str
    headings: tuple[int, ...] = ()
    pictures: tuple[PictureReference, ...] = ()


def is_document(path: str) -> bool:
    """Whether a file of this name is taken as a document."""
    return PurePosixPath(path).suffix.lower() in MEDIA_TYPES


def parse_document(data: bytes, path: str) -> ParsedDocument:
    """The document in a file; a file without a title is named after itself.

    Raises UnreadableText for binary data, an unknown encoding, or a document without a word.
    """
    media_type = MEDIA_TYPES[PurePosixPath(path).suffix.lower()]
    writer = TextWriter()
    title = _write(decode_text(data), media_type, writer)
    if not writer.text:
        raise UnreadableText("There is no text in this document.")
    return ParsedDocument(
        (title or _title_of(path))[:TITLE_LENGTH],
        writer.text,
        media_type,
        tuple(writer.headings),
        tuple(writer.pictures),
    )


def _write(source: str, media_type: str, writer: TextWriter) -> str:
    if media_type == MARKDOWN:
        return write_markdown(source, writer)
    if media_type == HTML:
        return write_html(source, writer)
    for paragraph in source.split("\n\n"):
        writer.block_break()
        writer.verbatim(paragraph.strip())
    return ""


def _title_of(path: str) -> str:
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip() or path
