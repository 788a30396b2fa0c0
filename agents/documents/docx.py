"""Word documents (DOCX) to text, by way of HTML."""

import zipfile
from io import BytesIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import mammoth
from mammoth.documents import Image

from agents.documents.document import DocumentSource, Figure
from agents.documents.errors import UnreadableDocument
from agents.documents.html import write_html
from agents.documents.writer import TextWriter

_MIB = 1024 * 1024
MOST_UNPACKED_BYTES = 300 * _MIB
MOST_FIGURES = 500
_DAMAGED = "This Word document is damaged, or is none. Open it in a word processor and save it as DOCX again."


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its text and pictures, and return its main heading or "". Raises UnreadableDocument."""
    _refuse_bombs(source.data)
    figures: dict[str, bytes] = {}

    def keep(image: Image) -> dict[str, str]:
        if len(figures) >= MOST_FIGURES:
            return {}
        name = f"figure-{len(figures) + 1}.{image.content_type.partition('/')[2] or 'bin'}"
        with image.open() as opened:
            figures[name] = opened.read()
        return {"src": name}

    try:
        html = mammoth.convert_to_html(
            BytesIO(source.data), convert_image=mammoth.images.img_element(keep), external_file_access=False
        )
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, ExpatError, ParseError) as error:
        raise UnreadableDocument(_DAMAGED) from error
    title = write_html(html.value, writer)
    writer.adopt([Figure(name, content) for name, content in figures.items()])
    return title


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableDocument(_DAMAGED) from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise UnreadableDocument(
            f"This Word document unpacks to {unpacked / _MIB:,.0f} MiB; "
            f"{MOST_UNPACKED_BYTES // _MIB} is the most."
        )
