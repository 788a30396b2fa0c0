"""Pages of PDFs as they look: drawn by PDFium, in a process of pool.py."""

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from io import BytesIO

import pypdfium2
from pypdfium2.raw import FPDFText_GetUnicode

from agents.documents.document import PageImage, PageRequest
from agents.documents.errors import UnreadableDocument
from agents.documents.pages.boxes import Box
from agents.documents.pages.figures import seen
from agents.documents.readers.pdf import opened
from media_store import boxes
from media_store.messages import message as _

MAX_SIDE_PIXELS = 3_000
MAX_CHARACTERS = 50_000
"""Of a page whose places are measured."""


def draw_page(request: PageRequest) -> PageImage:
    """A page of a PDF as PNG, its longer side as wanted, at most MAX_SIDE_PIXELS.

    Raises UnreadableDocument.
    """
    with opened(request.source.data) as document:
        if not 1 <= request.page <= len(document):
            raise UnreadableDocument(_("This PDF has no page %(page)s.", page=request.page))
        with closing(document[request.page - 1]) as page:
            scale = min(request.side, MAX_SIDE_PIXELS) / max(1.0, *page.get_size())
            image = page.render(scale=scale).to_pil().convert("RGB")
            with closing(page.get_textpage()) as text:
                words = tuple(_words(page, text))
    written = BytesIO()
    image.save(written, "PNG", compress_level=1)
    return PageImage(written.getvalue(), image.width, image.height, words)


def _words(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[tuple[str, boxes.Box]]:
    word, places = "", list[Box]()
    for index in range(min(text.count_chars(), MAX_CHARACTERS) + 1):
        code = FPDFText_GetUnicode(text.raw, index) if index < text.count_chars() else 0
        character = chr(code) if 0x20 < code <= 0x10FFFF else " "
        if not character.isspace():
            word += character
            with suppress(pypdfium2.PdfiumError):
                places.append(Box(*text.get_charbox(index)))
            continue
        place = _around(places)
        shown = seen(page, place) if place else None
        if word and shown:
            yield word, shown
        word, places = "", []


def _around(places: Sequence[Box]) -> Box | None:
    if not places:
        return None
    return Box(
        min(each.left for each in places),
        min(each.base for each in places),
        max(each.right for each in places),
        max(each.top for each in places),
    )
