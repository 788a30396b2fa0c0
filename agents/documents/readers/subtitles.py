"""Subtitles as a document: paragraphs that begin with the time they are said at."""

from agents.documents.document import DocumentSource
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.cues import paragraphs, parse_cues
from agents.documents.readers.sources import decoded
from agents.documents.writer import TextWriter
from media_store.messages import message as _


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write what is said; there is no title. Raises UnreadableDocument."""
    for paragraph in paragraphs(parse_cues(decoded(source, writer))):
        writer.block_break()
        writer.words(f"[{clock(paragraph.start)}] {paragraph.text}")
    if not writer.text:
        raise UnreadableDocument(_("There are no subtitles in this file: no line says when it is spoken."))
    return ""


def clock(seconds: float) -> str:
    """A time as people write it, such as 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
