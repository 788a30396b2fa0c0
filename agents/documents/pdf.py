"""PDF to text: pages, paragraphs, figures."""

import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from agents.documents.document import DocumentSource, Figure
from agents.documents.errors import UnreadableDocument
from agents.documents.writer import TextWriter

MAX_PAGES = 5_000
MIN_SIDE_PIXELS = 64
"""Rules, bullets and logos are smaller than what is worth finding."""
_HYPHENS = "-\u00ad\ufffe\u2010"
_SHORT = 0.75
"""A line that is shorter than this share of the longest one of its page may end a paragraph."""
_END = re.compile(r"""[.!?:;…]["'”’)\]]*$""")


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the text of each page with its figures behind it; gives its own title, or "".

    Raises UnreadableDocument with a sentence. PDFium must not be used from two threads, and a broken file may
    take its process down: this belongs into one of pool.py.
    """
    try:
        with closing(pypdfium2.PdfDocument(source.data)) as document:
            title = _write(document, writer)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(_refusal(error)) from error
    if not writer.text:
        raise UnreadableDocument(
            "There is no text in this PDF: it may be a scan. Bring its pages in as pictures."
        )
    return title


def _write(document: pypdfium2.PdfDocument, writer: TextWriter) -> str:
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(f"This PDF has {len(document)} pages; {MAX_PAGES} is the most.")
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            writer.begin_page()
            for paragraph in paragraphs(text.get_text_bounded()):
                writer.block_break()
                writer.words(paragraph)
            for figure in _figures(page, number + 1, writer):
                writer.figure(figure)
    return " ".join(document.get_metadata_dict().get("Title", "").split())


def _figures(page: pypdfium2.PdfPage, number: int, writer: TextWriter) -> Iterator[Figure]:
    """The pictures of a page that are large enough to see something on."""
    found = 0
    for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        width, height = image.get_px_size()
        if min(width, height) < MIN_SIDE_PIXELS or width * height > writer.limits.figure_pixels:
            continue
        found += 1
        written = BytesIO()
        try:
            image.get_bitmap(render=False).to_pil().convert("RGB").save(written, "PNG", compress_level=3)
        except (pypdfium2.PdfiumError, ValueError, OSError):
            continue  # One broken figure does not cost the text.
        yield Figure(f"page-{number}-figure-{found}.png", written.getvalue())


def _refusal(error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
        return "This PDF is locked with a password. Save it without one."
    return f"This PDF is damaged: {error}"


def paragraphs(text: str) -> Iterator[str]:
    """Lines put together as they were before they were set: words that were parted are whole again."""
    lines = [line.strip() for line in text.replace("\0", "").split("\n")]
    longest = max(map(len, lines), default=0)
    held = ""
    for line in lines:
        if not line:
            yield from filter(None, [held])
            held = ""
            continue
        held = _joined(held, line)
        if len(line) < longest * _SHORT and _END.search(line):
            yield held
            held = ""
    yield from filter(None, [held])


def _joined(held: str, line: str) -> str:
    if held and held[-1] in _HYPHENS and line[0].islower():
        return held[:-1] + line
    return f"{held} {line}" if held else line
