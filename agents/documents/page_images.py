"""Pages of PDFs as they look: drawn by PDFium, in a process of pool.py."""

from contextlib import closing
from io import BytesIO

from agents.documents.document import PageImage, PageRequest
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.pdf import opened
from media_store.messages import message as _

MAX_SIDE_PIXELS = 3_000


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
    written = BytesIO()
    image.save(written, "PNG", compress_level=1)
    return PageImage(written.getvalue(), *image.size)
