"""Pages without text of their own are read in their pixels, within limits, and marked as read so."""

from collections.abc import Iterator, Sequence
from threading import Event

import pytest

from agents.documents.document import (
    DocumentSource,
    EmbeddedPicture,
    PageImage,
    PageRequest,
    ParsedDocument,
    PictureReference,
)
from agents.documents.errors import ReadingCancelled, UnreadableDocument
from agents.documents.limits import ScanLimits
from agents.documents.pool import ReaderPool
from agents.scans.layout import blocks_of
from agents.scans.readers import ScanReaders, picture_of, with_scanned
from agents.vision.ocr import OcrLine
from media_store import Box
from tests.corpora.papers import pdf
from tests.support.scans import page, scan

KEEPER = page(["The keeper lit the lamp in 1854."])
BOAT = page(["Boats reach it at low tide."])


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    pool = ReaderPool(1)
    yield pool
    pool.close()


def source(data: bytes) -> DocumentSource:
    return DocumentSource(data, "grey-head.pdf")


class Kept(dict[int, Sequence[OcrLine]]):
    """Page texts that are kept in memory."""

    def recall(self, _source: DocumentSource, page: int) -> Sequence[OcrLine] | None:
        return self.get(page)

    def remember(self, _source: DocumentSource, page: int, lines: Sequence[OcrLine]) -> None:
        self[page] = lines


class Stuck:
    """Readers that know of pages without text and can draw none of them."""

    def __init__(self, pages: int) -> None:
        self.asked: list[int] = []
        self.document = ParsedDocument(
            "T", "", "application/pdf", pages=(0,) * pages, unread=tuple(range(1, pages + 1))
        )

    def read(self, _source: DocumentSource, _stop: Event | None = None) -> ParsedDocument:
        return self.document

    def draw(self, request: PageRequest, _stop: Event | None = None) -> PageImage:
        self.asked.append(request.page)
        raise UnreadableDocument("This file takes too long to read.")


@pytest.mark.long
def test_each_page_of_a_scan_is_read_where_it_stands(pool: ReaderPool) -> None:
    told: list[tuple[int, int]] = []
    found = ScanReaders(pool).read(
        source(scan([KEEPER, BOAT])), told=lambda done, total: told.append((done, total))
    )
    assert found.text == "The keeper lit the lamp in 1854.\n\nBoats reach it at low tide."
    assert (found.pages, found.scanned, found.unread) == ((0, 34), (1, 2), ())
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert "read by OCR" in " ".join(found.notes)


@pytest.mark.long
def test_written_pages_are_left_to_the_reader(pool: ReaderPool) -> None:
    found = ScanReaders(pool).read(source(pdf([["It was lit in 1854."]])))
    assert (found.text, found.scanned, found.notes) == ("It was lit in 1854.", (), ())


@pytest.mark.long
def test_what_was_read_is_not_read_again(pool: ReaderPool) -> None:
    kept = Kept({1: [OcrLine("Kept from before.", Box(10, 10, 500, 40), 0.9)]})
    found = ScanReaders(pool, texts=kept).read(source(scan([KEEPER, BOAT])))
    assert found.text.startswith("Kept from before.")
    assert [line.text for line in kept[2]] == ["Boats reach it at low tide."]


@pytest.mark.long
def test_switched_off_a_scan_is_refused_with_the_reason(pool: ReaderPool) -> None:
    with pytest.raises(UnreadableDocument, match="switched off"):
        ScanReaders(pool, reads_pixels=False).read(source(scan([KEEPER])))


@pytest.mark.long
def test_pages_beyond_the_limit_are_said_to_be_empty(pool: ReaderPool) -> None:
    found = ScanReaders(pool, ScanLimits(pages=1)).read(source(scan([KEEPER, BOAT])))
    assert (found.scanned, found.unread) == ((1,), (2,))
    assert "the first 1 were read by OCR" in " ".join(found.notes)


@pytest.mark.long
def test_a_page_is_drawn_as_large_as_it_is_wanted(pool: ReaderPool) -> None:
    drawn = pool.draw(PageRequest(source(scan([KEEPER])), 1, 400))
    assert picture_of(drawn).size == (drawn.width, drawn.height)
    assert max(drawn.width, drawn.height) in (400, 401)


@pytest.mark.long
def test_a_page_that_is_not_there_is_a_sentence(pool: ReaderPool) -> None:
    with pytest.raises(UnreadableDocument, match="no page 7"):
        pool.draw(PageRequest(source(scan([KEEPER])), 7, 400))


def test_pages_that_cannot_be_drawn_are_not_tried_for_ever() -> None:
    readers = Stuck(pages=9)
    with pytest.raises(UnreadableDocument, match="Page 1 cannot be drawn"):
        ScanReaders(readers).read(source(b""))
    assert readers.asked == [1, 2, 3]


def test_time_that_is_over_ends_reading_with_a_note() -> None:
    readers = Stuck(pages=2)
    with pytest.raises(UnreadableDocument, match="took too long"):
        ScanReaders(readers, ScanLimits(seconds=-1.0)).read(source(b""))
    assert not readers.asked


def test_cancelling_leaves_the_other_pages() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(ReadingCancelled):
        ScanReaders(Stuck(pages=2)).read(source(b""), stop)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 40])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        picture_of(PageImage(data, 10, 10))


def test_offsets_stay_true_around_pages_that_were_read() -> None:
    text = "One.\n\nHead\n\nThree."
    document = ParsedDocument(
        "T", text, "application/pdf", headings=(6,), pages=(0, 6, 6, 12), unread=(2,),
        pictures=(
            PictureReference("a/1.png", "", 4, page=1),
            PictureReference("a/2.png", "", 6, page=2),
            PictureReference("a/3.png", "", 10, page=3),
        ),
    )  # fmt: skip
    found = with_scanned(document, {2: ["Two.", "More."]})
    assert found.text == "One.\n\nTwo.\n\nMore.\n\nHead\n\nThree."
    assert [found.text[start:][:4] for start in found.pages] == ["One.", "Two.", "Head", "Thre"]
    assert [found.text[start:][:4] for start in found.headings] == ["Head"]
    assert [found.text[: each.offset][-4:] for each in found.pictures] == ["One.", "ore.", "Head"]


def test_the_picture_of_a_written_page_is_no_figure() -> None:
    whole, part = Box(0, 0, 1000, 1000), Box(0, 0, 500, 500)
    document = ParsedDocument(
        "T", "", "application/pdf", pages=(0, 0), unread=(1, 2),
        pictures=tuple(
            PictureReference(f"a/{name}.png", "", 0, page=number, box=box)
            for name, number, box in (("scan", 1, whole), ("stamp", 1, part), ("photo", 2, whole))
        ),
        figures=tuple(EmbeddedPicture(f"{name}.png", b"") for name in ("scan", "stamp", "photo")),
    )  # fmt: skip
    found = with_scanned(document, {1: ["word " * 50], 2: ["a sign"]})
    assert [each.name for each in found.figures] == ["stamp.png", "photo.png"]
    assert [each.address for each in found.pictures] == ["a/stamp.png", "a/photo.png"]


def line(text: str, x0: int, y0: int, x1: int) -> OcrLine:
    return OcrLine(text, Box(x0, y0, x1, y0 + 20), 0.9)


def test_columns_are_read_one_after_the_other() -> None:
    lines = [line("A title over both columns", 100, 50, 900)]
    for number in range(4):
        lines += [line(f"left {number}", 100, 100 + 30 * number, 480)]
        lines += [line(f"right {number}", 520, 102 + 30 * number, 900)]
    text = " ".join(blocks_of({1: lines})[1])
    assert text.index("title") < text.index("left 3") < text.index("right 0")


def test_what_stands_beside_each_other_is_one_row() -> None:
    lines = [
        each
        for number in range(4)
        for each in (
            line(f"Name {number}", 100, 100 + 30 * number, 200),
            line("5 m", 600, 101 + 30 * number, 650),
        )
    ]
    assert "Name 0 5 m Name 1 5 m" in " ".join(blocks_of({1: lines})[1])


def test_parted_words_are_whole_again() -> None:
    lines = [line("The light was seen by fisher-", 100, 100, 500), line("men far away.", 100, 130, 300)]
    assert blocks_of({1: lines})[1] == ["The light was seen by fishermen far away."]
