"""The text of a source, with what is doubtful about it among the notes."""

from agents.documents.document import DocumentSource
from agents.documents.text.decoding import declared_in_type, decode_text
from agents.documents.writer import TextWriter


def decoded(source: DocumentSource, writer: TextWriter, declared_inside: str = "") -> str:
    """Its text with plain line ends. `declared_inside` is the encoding that the file itself names.

    Who sent the file is believed more than the file, as browsers do. Raises UnreadableDocument.
    """
    found = decode_text(source.data, (declared_in_type(source.declared_type), declared_inside))
    for note in found.notes:
        writer.note(note)
    return found.text
