"""PDFs in any script that DejaVu Sans has, line by line and rule by rule where a test wants them."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

FONT = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")
LEADING = 1.3
"""Of the size of the font."""
TEXTS = {
    "English": "The lighthouse keeper remembers extraordinary seasons when continuous thunderstorms "
    "prevented transportation between the settlements and everybody understood how important communication "
    "became. Afterwards the administration reconsidered its responsibilities "
    "and established regular supervision.",
    "German": "Die Verwaltungsgemeinschaft beschloss während der Frühjahrsversammlung außerordentliche "
    "Sicherungsmaßnahmen für den Leuchtturm und die Hafenanlagen. Sämtliche Brückenbauarbeiten wurden "
    "vorübergehend eingestellt, weil die Überschwemmungen gefährlich geworden waren.",
    "Russian": "Смотритель маяка рассказывал путешественникам о необыкновенных происшествиях прошедшего "
    "десятилетия. Правительство распорядилось восстановить разрушенные укрепления и обеспечить "
    "бесперебойное сообщение между прибрежными поселениями.",
}


@dataclass(frozen=True)
class SetLine:
    """A line on an A4 page: points from the lower left, and the size of its font."""

    text: str
    base: float
    left: float = 72.0
    size: float = 10.0

    @property
    def width(self) -> float:
        """Points from its first to its last letter."""
        return self.size * sum(map(_advance, self.text)) / 1000


@dataclass(frozen=True)
class SetRule:
    """A thin line between two points, or all sides of what lies between them if `is_box`."""

    left: float
    base: float
    right: float
    top: float
    is_box: bool = False


Set = SetLine | SetRule


def column(lines: Sequence[str], *, top: float = 760.0, size: float = 10.0) -> list[SetLine]:
    """Lines one below the other."""
    return [SetLine(text, top - number * size * LEADING, size=size) for number, text in enumerate(lines)]


def by_letter(line: SetLine) -> Iterator[SetLine]:
    """Its letters, each set by itself, without the spaces between words."""
    for place, letter in enumerate(line.text):
        before = SetLine(line.text[:place], line.base, size=line.size)
        if not letter.isspace():
            yield SetLine(letter, line.base, line.left + before.width, line.size)


def typeset(
    pages: Sequence[Sequence[Set]], *, title: str = "", bookmarks: Sequence[str] = (), turned: int = 0,
    size: tuple[int, int] = (595, 842), meanings: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A PDF of these lines; bookmarks lead to its first page. PDF 1.7, section 9.7 (composite fonts).

    `meanings` are of characters that the font says are others, as fonts of symbols do. With `turned`, degrees
    by which a page is turned before it is shown, lines stand upright when it is.
    """
    lines = [each for page in pages for each in page if isinstance(each, SetLine)]
    characters = sorted({character for line in lines for character in line.text})
    width, height = size if turned % 180 == 0 else size[::-1]
    upright = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {width} 0", 180: f"-1 0 0 -1 {width} {height}",
               270: f"0 -1 1 0 0 {height}"}[turned]  # fmt: skip
    objects = {1: b"", 2: b"", **_font_objects(characters, meanings or {})}
    kids = []
    for page in pages:
        content, kid = len(objects) + 1, len(objects) + 2
        objects[content] = _stream("\n".join([f"{upright} cm", *map(_shown, page)]).encode())
        objects[kid] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /T 3 0 R >> >> >>" % (width, height, turned, content)
        )
        kids.append(kid)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), _references(kids))
    outline = _add_outline(objects, bookmarks, kids[0])
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % outline
    info = len(objects) + 1
    objects[info] = b"<< /Title <feff%s> >>" % title.encode("utf-16-be").hex().encode()
    return _file(objects, info)


@cache
def _face() -> FT2Font:
    return FT2Font(str(FONT))


def _glyph(character: str) -> int:
    return int(_face().get_char_index(ord(character)))


@cache
def _advance(character: str) -> int:
    """In thousandths of the size of the font."""
    glyph = _face().load_char(ord(character), flags=LoadFlags.NO_SCALE)
    return int(1000 * glyph.horiAdvance // _face().units_per_EM)


def _font_objects(characters: Sequence[str], meanings: Mapping[str, str]) -> dict[int, bytes]:
    widths = [f"{_glyph(character)} [{_advance(character)}]" for character in characters]
    said = ((_glyph(c), meanings.get(c, c).encode("utf-16-be").hex()) for c in characters)
    table = "".join(f"<{glyph:04x}> <{code}>\n" for glyph, code in said)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{table}endbfchar\nendcmap end end"
    )
    return {
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /DejaVuSans /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /DejaVuSans /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/CIDToGIDMap /Identity /W [%s] >>" % " ".join(widths).encode(),
        5: b"<< /Type /FontDescriptor /FontName /DejaVuSans /Flags 4 /FontBBox [-1021 -463 1793 1232] "
        b"/ItalicAngle 0 /Ascent 928 /Descent -236 /CapHeight 730 /StemV 80 /FontFile2 7 0 R >>",
        6: _stream(to_unicode.encode()),
        7: _font_file(),
    }  # fmt: skip


@cache
def _font_file() -> bytes:
    data = FONT.read_bytes()
    return b"<< /Length %d /Length1 %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(zlib.compress(data)), len(data), zlib.compress(data),
    )  # fmt: skip


def _shown(line: Set) -> str:
    if isinstance(line, SetRule):
        width, height = line.right - line.left, line.top - line.base
        box = f"{line.left} {line.base} {width} {height} re S"
        return box if line.is_box else f"{line.left} {line.base} m {line.right} {line.top} l S"
    glyphs = "".join(f"{_glyph(character):04x}" for character in line.text)
    return f"BT /T {line.size} Tf 1 0 0 1 {line.left} {line.base} Tm <{glyphs}> Tj ET"


def _add_outline(objects: dict[int, bytes], bookmarks: Sequence[str], page: int) -> bytes:
    if not bookmarks:
        return b""
    root = len(objects) + 1
    items = range(root + 1, root + 1 + len(bookmarks))
    objects[root] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R >>" % (items[0], items[-1])
    for item, text in zip(items, bookmarks, strict=True):
        following = b"/Next %d 0 R" % (item + 1) if item != items[-1] else b""
        objects[item] = b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /Fit] %s >>" % (
            text.encode("latin-1"), root, page, following,
        )  # fmt: skip
    return b"/Outlines %d 0 R" % root


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _file(objects: dict[int, bytes], info: int) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number in range(1, len(objects) + 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n" % (
        len(objects) + 1, info, len(data),
    )  # fmt: skip
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer + b"%%EOF\n"
