"""Office files and books, as small as they can be; and one valid file of every format that is read."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import openpyxl

from tests.corpora.drawn import draw_picture
from tests.corpora.papers import docx, paragraph, pdf

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{prefix}="{_OPEN}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("style", "style"),
    )
)  # fmt: skip
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PPT = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def epub(chapters: Mapping[str, str], *, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A book whose chapters are XHTML bodies by name."""
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    pages = {
        f"OEBPS/{name}": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title/></head><body>{body}</body></html>"
        for name, body in chapters.items()
    }
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><metadata {_DC}>'
            "<dc:title>The Lighthouse</dc:title><dc:creator>Ada Reef</dc:creator></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **pages,
            **(more or {}),
        }
    )


def open_document(
    body: str, *, kind: str = "text", styles: str = "", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument file; `body` is what stands in its `office:text` or the like."""
    content = (
        f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return packed({"content.xml": content, **(more or {})})


def pptx(slides: list[str], *, notes: str = "") -> bytes:
    """A presentation; a slide is its shapes. The picture `rId9` and the notes belong to the first."""
    listed = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number}"/>' for number in range(len(slides)))
    main = {f"rId{number}": f"slides/slide{number}.xml" for number in range(len(slides))}
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"<p:presentation {_PPT}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(main),
        "ppt/media/one.png": draw_picture(7),
        "ppt/slides/_rels/slide0.xml.rels": _relations(
            {"rId9": "../media/one.png", "rId8": "../notesSlides/notes.xml"}
        ),
        "ppt/notesSlides/notes.xml": _slide(shape(notes)),
    }
    slide_parts = {f"ppt/slides/slide{number}.xml": _slide(each) for number, each in enumerate(slides)}
    return packed(parts | slide_parts)


def shape(*lines: str, place: str = "body") -> str:
    """A text box with a line for each paragraph."""
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return (
        f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def slide_table(rows: list[list[str]]) -> str:
    """A table of a slide."""
    cells = [
        "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>" for cell in row)
        for row in rows
    ]
    table = "".join(f"<a:tr>{row}</a:tr>" for row in cells)
    graphic = f"<a:graphic><a:graphicData><a:tbl>{table}</a:tbl></a:graphicData></a:graphic>"
    return f"<p:graphicFrame>{graphic}</p:graphicFrame>"


SLIDE_PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="4" name="x" descr="a red tower"/></p:nvPicPr>'
    '<p:blipFill><a:blip r:embed="rId9"/></p:blipFill></p:pic>'
)


def xlsx(sheets: Mapping[str, list[list[object]]], *, title: str = "") -> bytes:
    """A workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = title or None
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


def every_format() -> dict[str, bytes]:
    """A valid file of each format that is read, by name."""
    rows = "".join(f"{number},Tower {number},{1800 + number}\n" for number in range(30))
    body = "<text:h>Grey Head</text:h><text:p>It was lit in 1854.</text:p>"
    table = (
        "<table:table table:name='Towers'><table:table-row><table:table-cell><text:p>Tower</text:p>"
        "</table:table-cell><table:table-cell><text:p>1854</text:p></table:table-cell></table:table-row></table:table>"
    )
    return {
        "a.md": b"# Grey Head\n\nIt was *lit* in 1854.\n\n| kind | legs |\n|---|---|\n| grey | 2 |\n",
        "a.html": b"<title>Grey Head</title><h1>Grey Head</h1><table><tr><td>lit<td>1854</table><ul><li>x",
        "a.txt": "Grey Head was lit in 1854.\n\nMöwen fliegen über die Küste.\n".encode("cp1252"),
        "a.csv": b"number,name,lit\n" + rows.encode(),
        "a.srt": b"1\n00:00:01,000 --> 00:00:02,500\nGrey Head was lit.\n\n"
        b"2\n00:00:03,000 --> 00:00:04,000\nIn 1854.\n",
        "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada>Grey Head was lit.\n",
        "a.pdf": pdf([["Grey Head."], ["It was lit in 1854."]], picture=draw_picture(3), title="Grey"),
        "a.rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}{\info{\title Grey}}"
        rb"\pard Grey \'e4 Head\par{\f0\'cf\'f0}\trowd a\cell b\cell\row\pard\u1055?end\par}",
        "a.docx": docx(paragraph("Grey Head") + paragraph("It was lit.") + paragraph("{picture}")),
        "a.xlsx": xlsx({"Towers": [["name", "lit"], ["Grey Head", 1854]]}),
        "a.pptx": pptx([shape("Grey Head", place="title") + SLIDE_PICTURE], notes="It was lit."),
        "a.odt": open_document(body + table),
        "a.ods": open_document(table, kind="spreadsheet"),
        "a.odp": open_document(f"<draw:page>{body}</draw:page>", kind="presentation"),
        "a.epub": epub({"one.xhtml": "<h1>One</h1><p>It was lit in 1854.</p>", "two.xhtml": "<p>It shines."}),
    }  # fmt: skip


def holding(text: str) -> dict[str, bytes]:
    """A file of each format that says this and nothing else, by name."""
    spoken = f"{{}}00:00:01{{}}000 --> 00:00:02{{}}000\n{text}\n"
    rtf = "".join(each if each.isascii() else f"\\u{ord(each)}?" for each in text)
    cells = f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"
    table = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    return {
        **{name: text.encode() for name in ("a.md", "a.txt", "a.csv")},
        "a.html": f"<p>{text}</p>".encode(),
        "a.srt": spoken.format("1\n", ",", ",").encode(),
        "a.vtt": f"WEBVTT\n\n{spoken.format('', '.', '.')}".encode(),
        "a.rtf": f"{{\\rtf1\\ansi\\pard {rtf}\\par}}".encode(),
        "a.docx": docx(paragraph(text)),
        "a.xlsx": xlsx({"Sheet": [[text]]}),
        "a.pptx": pptx([shape(text)]),
        "a.odt": open_document(f"<text:p>{text}</text:p>"),
        "a.ods": open_document(table, kind="spreadsheet"),
        "a.odp": open_document(f"<draw:page><text:p>{text}</text:p></draw:page>", kind="presentation"),
        "a.epub": epub({"one.xhtml": f"<p>{text}</p>"}),
    }  # fmt: skip


def _slide(shapes: str) -> str:
    return f"<p:sld {_PPT}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/x" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'
