"""PDF to text: pages, paragraphs, figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_SHADING

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.errors import UnreadableDocument
from agents.documents.pages.boxes import Box
from agents.documents.pages.figures import (
    REPEATED_PAGES,
    PlacedFigure,
    captions_of,
    figures_of,
    keys_of,
    may_have_figures,
)
from agents.documents.pages.lines import set_page
from agents.documents.pages.rules import rules_of
from agents.documents.pages.tables import with_tables
from agents.documents.pages.titles import title_of
from agents.documents.rows import write_rows
from agents.documents.text.lines import PageLine, continued, without_running_lines
from agents.documents.text.paragraphs import Paragraph, paragraphs
from agents.documents.text.set_tables import SetTable
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_PAGES = 5_000
MAX_BOOKMARKS = 20
MAX_STAMP_CHARACTERS = 100
"""A scan may bear so much written text, such as a number that an archive stamped on it."""
SCAN_SHARE = 0.5
"""Of its page: what a picture covers at least where stamped words do not make it a written page."""


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the text of each page with its figures behind it; gives its own title, or "".

    Pages that show something and have no text are left to whoever can read pixels: see `unread`.

    Raises UnreadableDocument with a sentence. PDFium must not be used from two threads, and a broken file may
    take its process down: this belongs into one of pool.py.
    """
    with opened(source.data) as document:
        if len(document) > MAX_PAGES:
            raise UnreadableDocument(
                _(
                    "This PDF has %(count)s pages; %(limit)s is the most.",
                    count=len(document),
                    limit=MAX_PAGES,
                )
            )
        title = _write(document, writer)
    if not (writer.text or writer.unread):
        raise UnreadableDocument(_("There is nothing on the pages of this PDF."))
    return title


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF. What PDFium raises here, and while it is open, is an UnreadableDocument."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise UnreadableDocument(_("This PDF is locked with a password. Save it without one.")) from error
        raise UnreadableDocument(_("This PDF is damaged: %(error)s", error=str(error))) from error


def _write(document: pypdfium2.PdfDocument, writer: TextWriter) -> str:
    length, keys, pictured = 0, Counter[bytes](), dict[int, Sequence[PageLine]]()
    set_pages: list[list[PageLine | SetTable]] = []
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            shown = set_page(page, text)
            written = sum(len(line.text) for line in shown.lines)
            length += written
            writer.limits.require_characters(length)
            if _is_unread(page, written):
                writer.unread.append(number + 1)
            if may_have_figures(page, shown.lines):
                keys.update(keys_of(page))
                pictured[number] = shown.lines
            set_pages.append(with_tables(shown, rules_of(page, shown.quarters)))
    repeated = {key for key, count in keys.items() if count >= REPEATED_PAGES}
    pages = paragraphs(continued(without_running_lines(set_pages)))
    for number, found in enumerate(pages):
        writer.begin_page()
        for paragraph in found:
            _write_paragraph(paragraph, writer)
        if number in pictured:  # To open a page again is a tenth of reading it.
            with closing(document[number]) as page:
                captions = captions_of(pictured[number], [each.text for each in found])
                figures = figures_of(page, captions, repeated, writer.limits.figure_pixels)
                _write_figures(figures, number + 1, writer)
    return title_of(
        document.get_metadata_dict().get("Title", ""),
        pages,
        [bookmark.get_title() for bookmark in islice(document.get_toc(max_depth=1), MAX_BOOKMARKS)],
    )


def _write_figures(figures: Iterable[PlacedFigure], page: int, writer: TextWriter) -> None:
    for count, figure in enumerate(figures, start=1):
        name = f"page-{page}-figure-{count}.png"
        if writer.adopt(EmbeddedPicture(name, figure.data)):
            writer.picture(name, "", figure.caption, page=page, box=figure.box)


def _write_paragraph(paragraph: Paragraph, writer: TextWriter) -> None:
    if paragraph.table is not None:
        write_rows(paragraph.table.rows, writer, heads=paragraph.table.heads)
        return
    if paragraph.is_heading:
        writer.heading()
    else:
        writer.block_break()
    writer.words(paragraph.text)


def _is_unread(page: pypdfium2.PdfPage, written: int) -> bool:
    """Whether words may stand in the pixels of a page with so many written characters, and nowhere else."""
    if not written:
        kinds = [FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_SHADING]
        return any(True for _shown in page.get_objects(filter=kinds))
    if written > MAX_STAMP_CHARACTERS:
        return False
    boxes = [Box(*image.get_bounds()) for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])]
    covered = sum((box.right - box.left) * (box.top - box.base) for box in boxes)
    width, height = page.get_size()
    return bool(covered >= SCAN_SHARE * width * height)
