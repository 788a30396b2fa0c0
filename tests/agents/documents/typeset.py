"""PDFs in any script that DejaVu Sans has, line by line where a test wants them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

FONT = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")
LEADING = 1.3
"""Of the size of the font."""


@dataclass(frozen=True)
class SetLine:
    """A line on an A4 page: points from the lower left, and the size of its font."""

    text: str
    base: float
    left: float = 72.0
    size: float = 10.0


def column(lines: Sequence[str], *, top: float = 760.0, size: float = 10.0) -> list[SetLine]:
    """Lines one below the other."""
    return [SetLine(text, top - number * size * LEADING, size=size) for number, text in enumerate(lines)]


def typeset(pages: Sequence[Sequence[SetLine]], *, title: str = "", bookmarks: Sequence[str] = ()) -> bytes:
    """A PDF of these lines; bookmarks lead to its first page. PDF 1.7, section 9.7 (composite fonts)."""
    characters = sorted({character for page in pages for line in page for character in line.text})
    objects = {1: b"", 2: b"", **_font_objects(characters)}
    kids = []
    for page in pages:
        content, kid = len(objects) + 1, len(objects) + 2
        objects[content] = _stream("\n".join(map(_shown, page)).encode())
        objects[kid] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /T 3 0 R >> >> >>" % content
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


def _font_objects(characters: Sequence[str]) -> dict[int, bytes]:
    widths = []
    for character in characters:
        glyph = _face().load_char(ord(character), flags=LoadFlags.NO_SCALE)
        widths.append(f"{_glyph(character)} [{1000 * glyph.horiAdvance // _face().units_per_EM}]")
    meanings = "".join(f"<{_glyph(c):04x}> <{c.encode('utf-16-be').hex()}>\n" for c in characters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{meanings}endbfchar\nendcmap end end"
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


def _shown(line: SetLine) -> str:
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
