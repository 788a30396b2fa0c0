"""PDF to text: pages, paragraphs, figures."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from itertools import islice

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from agents.documents.document import DocumentSource, EmbeddedPicture
from agents.documents.errors import UnreadableDocument
from agents.documents.pages.lines import set_page
from agents.documents.pages.rules import rules_of
from agents.documents.pages.tables import with_tables
from agents.documents.pages.titles import title_of
from agents.documents.rows import write_rows
from agents.documents.text.lines import PageLine, continued, without_running_lines
from agents.documents.text.paragraphs import paragraphs
from agents.documents.text.set_tables import SetTable
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_PAGES = 5_000
MIN_SIDE_PIXELS = 64
"""Rules, bullets and logos are smaller than what is worth finding."""
MAX_BOOKMARKS = 20


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write the text of each page with its figures behind it; gives its own title, or "".

    Raises UnreadableDocument with a sentence. PDFium must not be used from two threads, and a broken file may
    take its process down: this belongs into one of pool.py.
    """
    try:
        with closing(pypdfium2.PdfDocument(source.data)) as document:
            if len(document) > MAX_PAGES:
                raise UnreadableDocument(
                    _(
                        "This PDF has %(count)s pages; %(limit)s is the most.",
                        count=len(document),
                        limit=MAX_PAGES,
                    )
                )
            title = _write(document, writer)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise UnreadableDocument(_("This PDF is locked with a password. Save it without one.")) from error
        raise UnreadableDocument(_("This PDF is damaged: %(error)s", error=str(error))) from error
    if not writer.text:
        raise UnreadableDocument(
            _("There is no text in this PDF: it may be a scan. Bring its pages in as pictures.")
        )
    return title


def _write(document: pypdfium2.PdfDocument, writer: TextWriter) -> str:
    length, pictured = 0, set[int]()
    set_pages: list[list[PageLine | SetTable]] = []
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            shown = set_page(page, text)
            length += sum(len(line.text) for line in shown.lines)
            writer.limits.require_characters(length)
            if any(True for _image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])):
                pictured.add(number)
            set_pages.append(with_tables(shown, rules_of(page, shown.quarters)))
    pages = paragraphs(continued(without_running_lines(set_pages)))
    for number, found in enumerate(pages):
        writer.begin_page()
        for paragraph in found:
            if paragraph.table is not None:
                write_rows(paragraph.table.rows, writer, heads=paragraph.table.heads)
                continue
            if paragraph.is_heading:
                writer.heading()
            else:
                writer.block_break()
            writer.words(paragraph.text)
        if number in pictured:  # To open a page again is a tenth of reading it.
            with closing(document[number]) as page:
                for figure in _figures(page, number + 1, writer):
                    writer.figure(figure)
    return title_of(
        document.get_metadata_dict().get("Title", ""),
        pages,
        [bookmark.get_title() for bookmark in islice(document.get_toc(max_depth=1), MAX_BOOKMARKS)],
    )


def _figures(page: pypdfium2.PdfPage, number: int, writer: TextWriter) -> Iterator[EmbeddedPicture]:
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
        yield EmbeddedPicture(f"page-{number}-figure-{found}.png", written.getvalue())
