"""Plain text."""

from agents.documents.document import DocumentSource
from agents.documents.readers.sources import decoded
from agents.documents.text.wrapping import blocks
from agents.documents.writer import TextWriter


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its paragraphs; there is no title. Raises UnreadableDocument.

    Lines stay where somebody set them; those that a program filled to a width become one.
    """
    for block in blocks(decoded(source, writer)):
        writer.block_break()
        if block.is_filled:
            writer.words(block.text)
        else:
            writer.verbatim(block.text.strip())
    return ""
