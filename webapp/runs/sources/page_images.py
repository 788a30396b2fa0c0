"""Pages of documents as they look, with the words of a quote marked."""

import json
from dataclasses import astuple, replace
from io import BytesIO

from agents.documents.document import DocumentSource, PageImage, PageRequest
from agents.documents.pool import shared_readers
from agents.scans.marking import marked, places_of, words_of
from agents.scans.readers import picture_of
from media_store import Box, MediaStoreUnavailable
from webapp.corpora.models import Document
from webapp.corpora.services.originals import SHOWN_TYPES, Originals, lines_of, open_originals

VERSION = 1
"""Of how pages are drawn and marked."""
SIDE_PIXELS = 1_600
MIME = "image/jpeg"
_QUALITY = 85


def shows_pages(document: Document) -> bool:
    """Whether its pages can be shown: its file is of such a kind, and kept where files can be had now."""
    try:
        return document.media_type in SHOWN_TYPES and open_originals().has(document.sha256)
    except MediaStoreUnavailable:
        return False


def page_image(document: Document, page: int, quote: tuple[int, int] | None = None) -> bytes | None:
    """A page as JPEG, with what of the quote `[start, end)` stands on it marked; None without such a page.

    It is drawn in a process of the readers, once. Raises UnreadableDocument, ReadersUnavailable and
    MediaStoreUnavailable.
    """
    if not 1 <= page <= len(document.pages) or not shows_pages(document):
        return None
    drawn = _drawn(open_originals(), document, page)
    if drawn is None:
        return None
    picture = picture_of(drawn)
    if quote:
        begins, ends = document.pages[page - 1], [*document.pages[1:], len(document.text)][page - 1]
        said = document.text[max(begins, quote[0]) : min(ends, quote[1])]
        picture = marked(picture, places_of(said, drawn.words))
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _drawn(originals: Originals, document: Document, page: int) -> PageImage | None:
    """The page, from what is kept or drawn now."""
    name = f"page-{VERSION}-{page}"
    data, about = (originals.read(document.sha256, f"{name}.{kind}") for kind in ("png", "json"))
    if data is not None and about is not None:
        told = json.loads(about)
        words = tuple((text, Box(*box)) for text, box in told["words"])
        return PageImage(data, told["width"], told["height"], words)
    file = originals.read(document.sha256)
    if file is None:
        return None
    drawn = shared_readers().draw(PageRequest(DocumentSource(file, document.path), page, SIDE_PIXELS))
    if page in document.scanned:
        read = words_of(lines_of(originals, document.sha256, page) or ())
        drawn = replace(drawn, words=(*drawn.words, *read))
    told = {
        "width": drawn.width, "height": drawn.height,
        "words": [(text, astuple(box)) for text, box in drawn.words],
    }  # fmt: skip
    originals.write(document.sha256, f"{name}.png", drawn.data)
    originals.write(document.sha256, f"{name}.json", json.dumps(told).encode())
    return drawn
