"""A file to a document: the one way in."""

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import UnreadableDocument
from agents.documents.formats import FORMATS, HEAD_BYTES, PAGE_FORMATS, format_of
from agents.documents.text.cleaning import clean
from agents.documents.writer import TextWriter
from media_store.messages import message as _

READER_VERSION = 5
"""Of what the readers make of a file: one more whenever they make something better of it.

1: without headers, footers and tables of Word, with encodings guessed, words of papers parted at line ends,
and characters that are no text. 2: with tables of PDFs as running text, and raised figures as others.
3: with what HTML pages hide, and with letters and selectors that nobody sees. 4: without the text of scans.
"""
MAX_TITLE_CHARACTERS = 500


def parse_document(source: DocumentSource) -> ParsedDocument:
    """The document in a file; a file without a title is named after itself.

    Raises UnreadableDocument for what is no document, is damaged, or has no word in it. A page of the web
    without a word is one all the same: what it says of itself tells why. So is a scan: its `unread` pages say
    where words may be.
    """
    formats = PAGE_FORMATS if source.is_page else FORMATS
    found = format_of(source.name, source.declared_type, source.data[:HEAD_BYTES], formats)
    if found is None:
        raise UnreadableDocument(_("Files of this kind are not read."))
    writer = TextWriter()
    title = " ".join(clean(found.reader.read(source, writer)).split())
    if not (writer.text or writer.unread or source.is_page):
        raise UnreadableDocument(_("There is no text in this document."))
    path = PurePosixPath(source.name)
    name = path.stem.replace("_", " ").replace("-", " ").strip() or source.name
    # What lies inside of the file is shown by an address like any other.
    inside = {figure.name for figure in writer.figures}
    folder = quote(path.name)
    pictures = [
        replace(each, address=figure_path(folder, each.address)) if each.address in inside else each
        for each in writer.pictures
    ]
    return ParsedDocument(
        (title or name)[:MAX_TITLE_CHARACTERS],
        writer.text,
        found.media_type,
        tuple(writer.headings),
        tuple(pictures),
        tuple(writer.figures),
        tuple(writer.pages),
        {name: clean(value) for name, value in writer.metadata.items()},
        tuple(writer.notes),
        tuple(writer.links),
        tuple(writer.unread),
    )


def figure_path(path: str, name: str) -> str:
    """By what path a corpus knows a picture that lies inside of a document's file."""
    return f"{path}/{name}"
