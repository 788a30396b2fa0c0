"""Figures of PDFs: which pictures and drawings are kept, where they stand, and what is written for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from media_store import Box


@dataclass(frozen=True)
class Shown:
    """A picture on a page of 600 x 800 points, by its lower left corner and its size."""

    left: int
    base: int
    width: int
    height: int
    seed: int = 0


def drawn(pages: Sequence[tuple[Sequence[Shown], str]], *, turned: int = 0) -> bytes:
    """A PDF of pages with pictures and further drawing operators. PDF 1.7, sections 7.5 and 8.9."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    parent = 1 + sum(len(shown) + 2 for shown, _more in pages) + 1
    for shown, more in pages:
        names, content = [], [more.encode()]
        for number, each in enumerate(shown):
            objects.append(_picture(each.seed))
            names.append(b"/I%d %d 0 R" % (number, len(objects)))
            content.append(
                b"q %d 0 0 %d %d %d cm /I%d Do Q" % (each.width, each.height, each.left, each.base, number)
            )
        body = b"\n".join(content)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 600 800] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /T 1 0 R >> /XObject << %s >> >> >>"
            % (parent, turned, len(objects), b" ".join(names))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % len(objects))
    written, places = BytesIO(b"%PDF-1.7\n"), []
    written.seek(0, 2)
    for number, body in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    written.write(b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, len(objects)))
    written.write(b"startxref\n%d\n%%%%EOF" % start)
    return written.getvalue()


def _picture(seed: int) -> bytes:
    picture = Image.new("RGB", (120, 90), (40 + seed * 30 % 200, 90, 160))
    ImageDraw.Draw(picture).ellipse((10 + seed, 10, 80, 70), "white")
    data = picture.tobytes()
    return (
        b"<< /Type /XObject /Subtype /Image /Width 120 /Height 90 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Length %d >>\nstream\n%s\nendstream" % (len(data), data)
    )


def words(left: int, base: int, text: str) -> str:
    return f"BT /T 10 Tf {left} {base} Td ({text}) Tj ET"


PROSE = words(80, 760, "The tower was built on a reef, and it was lit for the first time in 1854.")


def read(data: bytes) -> ParsedDocument:
    return parse_document(DocumentSource(data, "paper.pdf"))


def test_a_figure_knows_its_page_box_and_caption() -> None:
    text = f"{PROSE}\n{words(100, 385, 'Figure 3: The lamp of Grey Head.')}"
    found = read(drawn([((), PROSE), ([Shown(100, 400, 300, 240)], text)]))
    (figure,) = found.pictures
    assert (figure.page, figure.caption) == (2, "Figure 3: The lamp of Grey Head.")
    assert figure.box == Box(167, 200, 667, 500)


def test_a_caption_may_stand_above() -> None:
    text = f"{PROSE}\n{words(100, 650, 'Abb. 2: Die Laterne.')}"
    (figure,) = read(drawn([([Shown(100, 400, 300, 240)], text)])).pictures
    assert figure.caption == "Abb. 2: Die Laterne."


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    text = f"{PROSE}\n{words(100, 385, 'As Figure 3 shows, it was bright.')}"
    (figure,) = read(drawn([([Shown(100, 400, 300, 240)], text)])).pictures
    assert figure.caption == ""


def test_on_a_turned_page_the_box_is_where_it_is_seen() -> None:
    (figure,) = read(drawn([([Shown(0, 600, 300, 200)], PROSE)], turned=90)).pictures
    assert figure.box == Box(750, 0, 1000, 500)


def test_slivers_icons_and_repeated_logos_are_left_out() -> None:
    logo = Shown(500, 720, 80, 60, seed=9)
    pages = [([logo, Shown(80, 300, 200, 150, seed=number)], PROSE) for number in range(3)]
    pages[0][0].extend([Shown(80, 100, 400, 12, seed=5), Shown(20, 20, 16, 12, seed=6)])
    found = read(drawn(pages))
    assert [each.page for each in found.pictures] == [1, 2, 3]
    assert all(each.box == Box(133, 438, 467, 625) for each in found.pictures)


def test_a_drawing_above_a_caption_is_a_picture_of_its_part_of_the_page() -> None:
    bars = "\n".join(f"{100 + 30 * n} 400 20 {40 + 12 * n} re f" for n in range(12))
    text = f"{PROSE}\n{bars}\n{words(100, 380, 'Fig. 1: Ships a year.')}"
    found = read(drawn([((), text)]))
    (figure,) = found.pictures
    assert figure.caption == "Fig. 1: Ships a year."
    assert figure.box is not None
    assert figure.box.y0 > 200
    picture = Image.open(BytesIO(found.figures[0].data))
    assert picture.getextrema()[0] == (0, 255)


def test_rules_of_a_table_are_no_drawing() -> None:
    rules = "\n".join(f"100 {500 + 40 * n} 300 0.5 re f" for n in range(3))
    text = f"{PROSE}\n{rules}\n{words(100, 480, 'Figure 2: None.')}"
    assert read(drawn([((), text)])).pictures == ()
