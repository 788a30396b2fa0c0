"""Files to documents: Markdown, HTML, plain text, PDF and DOCX."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from webapp.corpora.services.docx import write_docx
from webapp.corpora.services.html import write_html
from webapp.corpora.services.markdown import write_markdown
from webapp.corpora.services.pdf import write_pdf
from webapp.corpora.services.texts import UnreadableText, decode_text
from webapp.corpora.services.writer import Figure, PictureReference, TextWriter

MARKDOWN, HTML, PLAIN, PDF = "text/markdown", "text/html", "text/plain", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".html": HTML, ".htm": HTML, ".txt": PLAIN, ".pdf": PDF,
    ".docx": DOCX,
}  # fmt: skip
TITLE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as text. `headings`, `pages` and the offsets of `pictures` count characters of `text`.

    `figures` lay inside of the file; `pictures` refer to them as to files of a folder of its name.
    """

    title: str
    text: str
    media_type: str
    headings: tuple[int, ...] = ()
    pictures: tuple[PictureReference, ...] = ()
    figures: tuple[Figure, ...] = ()
    pages: tuple[int, ...] = ()


def is_document(path: str) -> bool:
    """Whether a file of this name is taken as a document."""
    return PurePosixPath(path).suffix.lower() in MEDIA_TYPES


def parse_document(data: bytes, path: str) -> ParsedDocument:
    """The document in a file; a file without a title is named after itself.

    Raises UnreadableText for binary data, an unknown encoding, or a document without a word.
    """
    media_type = MEDIA_TYPES[PurePosixPath(path).suffix.lower()]
    writer = TextWriter()
    title, pages = _write(data, media_type, writer)
    if not writer.text:
        raise UnreadableText("There is no text in this document.")
    return ParsedDocument(
        (title or _title_of(path))[:TITLE_LENGTH], writer.text, media_type, tuple(writer.headings),
        tuple(_references(path, writer)), tuple(writer.figures), pages,
    )  # fmt: skip


def figure_path(path: str, name: str) -> str:
    """By what path the corpus knows a picture that lies inside of a document's file."""
    return f"{path}/{name}"


def _references(path: str, writer: TextWriter) -> Iterator[PictureReference]:
    """What the text shows; what lies inside of the file is shown by an address like any other."""
    inside = {figure.name for figure in writer.figures}
    folder = quote(PurePosixPath(path).name)
    for each in writer.pictures:
        is_inside = each.address in inside
        yield replace(each, address=figure_path(folder, each.address)) if is_inside else each


def _write(data: bytes, media_type: str, writer: TextWriter) -> tuple[str, tuple[int, ...]]:
    """Write the document; gives its title, or "", and where its pages begin."""
    if media_type == PDF:
        content = write_pdf(data, writer)
        return content.title, content.pages
    if media_type == DOCX:
        return write_docx(data, writer), ()
    source = decode_text(data)
    if media_type == MARKDOWN:
        return write_markdown(source, writer), ()
    if media_type == HTML:
        return write_html(source, writer), ()
    for paragraph in source.split("\n\n"):
        writer.block_break()
        writer.verbatim(paragraph.strip())
    return "", ()


def _title_of(path: str) -> str:
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip() or path
