"""Pages without text of their own, as of scans: drawn by the readers, and read in their pixels here.

The readers' processes draw and this one reads, so that the networks of OCR are loaded once and no file of
somebody else's is near them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from threading import Event
from time import monotonic
from typing import Protocol

from PIL import Image

from agents.documents.document import DocumentSource, PageImage, PageRequest, ParsedDocument
from agents.documents.errors import ReadingCancelled, UnreadableDocument
from agents.documents.limits import ScanLimits
from agents.scans.layout import blocks_of
from agents.vision.ocr import MAX_SIDE, OcrLine, read_text
from media_store.boxes import UNITS, Box
from media_store.messages import message as _

MAX_FAILURES = 3
"""Pages in a row that cannot be drawn: then the others are not tried."""
MIN_PAGE_CHARACTERS = 200
PAGE_SHARE = 0.75
"""A picture that covers so much of a page with so many words is a scan of the page, and no figure."""
BLOCK_BREAK = "\n\n"

Told = Callable[[int, int], None]
"""Is told how many pages of a file are done, and of how many."""


class Drawers(Protocol):
    """What reads files and draws their pages: `agents.documents.pool.ReaderPool`."""

    def read(self, source: DocumentSource, stop: Event | None = None, /) -> ParsedDocument:
        """The document in a file. Raises UnreadableDocument."""

    def draw(self, request: PageRequest, stop: Event | None = None, /) -> PageImage:
        """A page as it looks. Raises UnreadableDocument."""


class PageTexts(Protocol):
    """Keeps what was read on a page, for the next time."""

    def recall(self, source: DocumentSource, page: int) -> Sequence[OcrLine] | None:
        """The lines that were read on this page of these bytes; None if they are not kept."""

    def remember(self, source: DocumentSource, page: int, lines: Sequence[OcrLine]) -> None:
        """Keep them."""


@dataclass(frozen=True, slots=True)
class ScanReaders:
    """Readers that leave no page empty as long as its pixels can be read.

    With `reads_pixels` off, a note, or the reason of a file without any text, says so.
    """

    drawers: Drawers
    limits: ScanLimits = field(default_factory=ScanLimits)
    reads_pixels: bool = True
    texts: PageTexts | None = None

    def read(
        self, source: DocumentSource, stop: Event | None = None, told: Told | None = None
    ) -> ParsedDocument:
        """The document in a file. Raises what ReaderPool.read raises, and OcrUnavailable."""
        document = self.drawers.read(source, stop)
        if not document.unread:
            return document
        if not self.reads_pixels:
            return _left_unread(document)
        run = _Run(self, source, stop or Event(), told or (lambda _done, _total: None))
        found = {page: blocks for page, blocks in blocks_of(run.lines(document.unread)).items() if blocks}
        read = with_scanned(document, found)
        notes = list(run.notes)
        if found:
            notes.append(_("Pages without text of their own were read by OCR: it may have mistaken letters."))
        if not read.text:
            raise UnreadableDocument(
                run.notes[0]
                if run.notes
                else _("There is no text in this PDF, and none that can be read on its pages.")
            )
        return replace(read, notes=(*read.notes, *notes))


def _left_unread(document: ParsedDocument) -> ParsedDocument:
    if document.text:
        sentence = _("Some of its pages have no text, and reading text in pictures is switched off.")
        return replace(document, notes=(*document.notes, sentence))
    raise UnreadableDocument(
        _(
            "There is no text in this PDF: it may be a scan, and reading text in pictures is switched off. "
            "Bring its pages in as pictures."
        )
    )


@dataclass(slots=True)
class _Run:
    """Reading the pages of one file."""

    readers: ScanReaders
    source: DocumentSource
    stop: Event
    told: Told
    notes: list[str] = field(default_factory=list)

    def lines(self, pages: Sequence[int]) -> Mapping[int, Sequence[OcrLine]]:
        """The lines of each page, as far as the limits and the file allow."""
        limits = self.readers.limits
        until = monotonic() + limits.seconds
        taken, found, failures = pages[: limits.pages], dict[int, Sequence[OcrLine]](), 0
        if len(pages) > len(taken):
            self._note(
                _("Of its pages without text, the first %(count)s were read by OCR.", count=limits.pages)
            )
        for done, page in enumerate(taken):
            self.told(done, len(taken))
            if self.stop.is_set():
                raise ReadingCancelled
            if monotonic() > until:
                self._note(
                    _(
                        "Reading its pages by OCR took too long: from page %(page)s on they are empty.",
                        page=page,
                    )
                )
                break
            try:
                found[page] = self._page(page)
                failures = 0
            except UnreadableDocument as error:
                failures += 1
                self._note(_("Page %(page)s cannot be drawn: %(reason)s", page=page, reason=error.args[0]))
                if failures == MAX_FAILURES:
                    break
        self.told(len(taken), len(taken))
        return found

    def _page(self, page: int) -> Sequence[OcrLine]:
        texts = self.readers.texts
        kept = texts.recall(self.source, page) if texts else None
        if kept is not None:
            return kept
        drawn = self.readers.drawers.draw(PageRequest(self.source, page, MAX_SIDE), self.stop)
        lines = read_text(picture_of(drawn)).lines
        if texts:
            texts.remember(self.source, page, lines)
        return lines

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def picture_of(drawn: PageImage) -> Image.Image:
    """The pixels of a page that a reader drew. Raises UnreadableDocument for what is no such picture."""
    try:
        picture = Image.open(BytesIO(drawn.data), formats=["PNG"])
        if picture.size == (drawn.width, drawn.height) and drawn.width * drawn.height <= _MAX_PIXELS:
            return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        pass
    raise UnreadableDocument(_("This file broke the program that reads it. Save it anew, or leave it out."))


_MAX_PIXELS = 3_000 * 3_000


def with_scanned(document: ParsedDocument, found: Mapping[int, Sequence[str]]) -> ParsedDocument:
    """The document with blocks of text behind what its pages say already; every offset stays true."""
    parts, starts, shifts, ends = list[str](), list[int](), list[int](), list[int]()
    length = 0
    for number, (start, end) in enumerate(_spans(document), start=1):
        written = document.text[start:end].strip()
        # What is stamped on a scan is in its pixels as well.
        read = [block for block in found.get(number, ()) if block not in written]
        text = BLOCK_BREAK.join(filter(None, [written, *read]))
        if text and length:
            parts.append(BLOCK_BREAK)
            length += len(BLOCK_BREAK)
        starts.append(length)
        shifts.append(length - start)
        parts.append(text)
        length += len(text)
        ends.append(length)
    words = {number: sum(map(len, blocks)) for number, blocks in found.items()}
    # The picture of a written page is that page: it is shown as such, and found by its words.
    scans = {
        each.address.rpartition("/")[2]
        for each in document.pictures
        if words.get(each.page, 0) >= MIN_PAGE_CHARACTERS and each.box is not None and _covers(each.box)
    }
    pictures = [
        each
        if not each.page
        else replace(
            each,
            offset=ends[each.page - 1] if each.page in found else each.offset + shifts[each.page - 1],
        )
        for each in document.pictures
        if each.address.rpartition("/")[2] not in scans
    ]
    headings = [
        offset + shifts[_page_at(document.pages, offset)] if document.pages else offset
        for offset in document.headings
    ]
    return replace(
        document,
        text="".join(parts),
        pages=tuple(starts),
        headings=tuple(headings),
        pictures=tuple(pictures),
        figures=tuple(each for each in document.figures if each.name not in scans),
        scanned=tuple(sorted(found)),
        unread=tuple(page for page in document.unread if page not in found),
    )


def _covers(box: Box) -> bool:
    return (box.x1 - box.x0) * (box.y1 - box.y0) >= PAGE_SHARE * UNITS * UNITS


def _spans(document: ParsedDocument) -> Iterator[tuple[int, int]]:
    ends = [*document.pages[1:], len(document.text)]
    return zip(document.pages, ends, strict=True)


def _page_at(pages: Sequence[int], offset: int) -> int:
    """The index of the last page that begins at an offset or before."""
    return max(index for index, start in enumerate(pages) if start <= offset)
