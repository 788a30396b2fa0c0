"""PDF and Word files, written by hand: as small as they can be."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image

from tests.corpora.drawn import draw_picture


def pdf(
    pages: Sequence[Sequence[str]], *, picture: bytes = b"", title: str = "", is_packed: bool = False
) -> bytes:
    """A PDF with these lines on its pages, and a picture on the last one. PDF 1.4, section 7.5.

    Pages are compressed where `is_packed`.
    """
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    image = add(_image(picture)) if picture else 0
    kids, parent = [], len(objects) + 2 * len(pages) + 1
    for number, lines in enumerate(pages, start=1):
        has_picture = image and number == len(pages)
        shown = _page(lines) + (b"\nq 200 0 0 150 100 300 cm /F Do Q" if has_picture else b"")
        content = add(_stream(zlib.compress(shown), b"/Filter /FlateDecode") if is_packed else _stream(shown))
        xobjects = b"/XObject << /F %d 0 R >>" % image if has_picture else b""
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /T %d 0 R >> %s >> >>" % (parent, content, font, xobjects)
            )
        )
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    tree = add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), references))
    root = add(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    info = add(b"<< /Title (%s) >>" % title.encode())
    return _file(objects, root, info)


def docx(body: str, *, picture: bytes = b"", parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document; `body` is its WordprocessingML, and so are other parts, by kinds such as "header".

    `{picture}` in it stands for the picture, `{linked}` for one that lies on some server.
    """
    shown, linked = (
        f"<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip {reference}/>"
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        for reference in ('r:embed="rId1"', 'r:link="rId2"')
    )
    body = body.replace("{picture}", shown).replace("{linked}", linked)
    pictures = _relationship("image", "media/image1.png"), _relationship("image", _ELSEWHERE, "External")
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relationships(_relationship("officeDocument", "word/document.xml")))
        others = [_relationship(kind, f"{kind}1.xml", number=10 + n) for n, kind in enumerate(parts or ())]
        archive.writestr("word/_rels/document.xml.rels", _relationships(*pictures, *others))
        for kind, content in (parts or {}).items():
            archive.writestr(f"word/{kind}1.xml", _PART.format(name=_PARTS[kind], body=content))
        archive.writestr("word/document.xml", _DOCUMENT.format(body=body))
        archive.writestr("word/media/image1.png", picture or draw_picture(7))
    return data.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of words, or of the `{picture}` or the `{linked}` one."""
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    content = text if text in ("{picture}", "{linked}") else f"<w:t>{text}</w:t>"
    return f"<w:p>{style}<w:r>{content}</w:r></w:p>"


def _page(lines: Sequence[str]) -> bytes:
    shown = [f"({line.replace('(', '').replace(')', '')}) Tj 0 -16 Td" for line in lines]
    return ("BT /T 12 Tf 72 770 Td " + " ".join(shown) + " ET").encode("latin-1")


def _stream(content: bytes, facts: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), facts, content)


def _image(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as opened:
        pixels = opened.convert("RGB")
    facts = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    return _stream(zlib.compress(pixels.tobytes()), facts % pixels.size + b"/Filter /FlateDecode")


def _file(objects: Sequence[bytes], root: int, info: int) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(data)
    trailer = b"trailer << /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n" % (
        count,
        root,
        info,
        start,
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer + b"%%EOF\n"


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture" '
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing"><w:body>{{body}}</w:body></w:document>'
)


_PARTS = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
_PART = '<w:{name} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:{name}>'
_ELSEWHERE = "http://pictures.invalid/one.png"


def _relationship(kind: str, target: str, mode: str = "Internal", *, number: int = 0) -> str:
    number = number or (1 if mode == "Internal" else 2)
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def _relationships(*relationships: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relationships)}</Relationships>'
