"""Plain text."""

from agents.documents.decoding import decode_text
from agents.documents.document import DocumentSource
from agents.documents.writer import TextWriter


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its paragraphs with their lines; there is no title. Raises UnreadableDocument."""
    for paragraph in decode_text(source.data).split("\n\n"):
        writer.block_break()
        writer.verbatim(paragraph.strip())
    return ""
