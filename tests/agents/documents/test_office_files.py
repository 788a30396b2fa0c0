"""Books, office files, tables and subtitles become the text, tables and pictures that a reader sees."""

from datetime import date

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import UnreadableDocument
from agents.documents.parsing import parse_document
from tests.corpora.drawn import draw_picture
from tests.support.office import (
    SLIDE_PICTURE,
    epub,
    every_format,
    open_document,
    packed,
    pptx,
    shape,
    slide_table,
    xlsx,
)


def parse(data: bytes | str, name: str) -> ParsedDocument:
    return parse_document(DocumentSource(data.encode() if isinstance(data, str) else data, name))


@pytest.mark.parametrize("name", every_format())
def test_a_valid_file_of_every_format_is_read(name: str) -> None:
    parsed = parse(every_format()[name], name)
    assert "lit" in parsed.text or "Head" in parsed.text or "Tower" in parsed.text
    assert parsed.notes == ()


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    book = epub(
        {"b.xhtml": "<h1>One</h1><p>First<a id='x'/> words.</p><img src='../art/t%20.png' alt='a tower'/>",
         "a.xhtml": "<p>Then <![CDATA[5 < 6]]> more.</p>"},
        more={"art/t .png": draw_picture(1)},
    )  # fmt: skip
    parsed = parse(book, "books/tower.epub")
    assert (parsed.title, parsed.metadata) == ("The Lighthouse", {"author": "Ada Reef"})
    assert parsed.text == "One\n\nFirst words.\n\nThen 5 < 6 more."
    assert [(each.address, each.alt) for each in parsed.pictures] == [("tower.epub/figure-1.png", "a tower")]
    assert [figure.data for figure in parsed.figures] == [draw_picture(1)]


def test_a_locked_book_says_so() -> None:
    lock = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
        '<e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    with pytest.raises(UnreadableDocument, match="locked by its seller"):
        parse(epub({"a.xhtml": "x"}, more={"META-INF/encryption.xml": lock}), "a.epub")


def test_an_open_document_keeps_headings_lists_tables_notes_and_pictures() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h>Grey Head</text:h>"
        "<text:p>Lit<text:s/>in<text:tab/><text:span>1854</text:span><text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>By hand.</text:p></text:note-body></text:note>."
        "</text:p>"
        "<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p>"
        "</text:list-item></text:list><table:table><table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>name</text:p></table:table-cell><table:table-cell><text:p>lit</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row><table:table-cell "
        "table:number-columns-repeated='2'><text:p>x</text:p></table:table-cell></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
        "</table:table><text:p><draw:frame><draw:image xlink:href='Pictures/1.png'/>"
        "<svg:desc>a tower</svg:desc>"
        "</draw:frame></text:p>"
    )
    parsed = parse(open_document(body, more={"Pictures/1.png": draw_picture(1)}), "a.odt")
    assert parsed.title == "Grey Head"
    assert parsed.text == "Grey Head\n\nLit in 1854.\n\nBy hand.\n\none\ntwo\n\nname | lit\nx | x"
    assert [(each.address, each.alt) for each in parsed.pictures] == [("a.odt/figure-1.png", "a tower")]


def test_a_presentation_keeps_slides_tables_pictures_and_notes() -> None:
    first = shape("Grey Head", place="title") + shape("It shines.", "At night.") + SLIDE_PICTURE
    second = slide_table([["name", "lit"], ["Grey Head", "1854"]]) + shape("7", place="sldNum")
    parsed = parse(pptx([first, second], notes="Pause here."), "a.pptx")
    assert parsed.title == "Grey Head"
    assert parsed.text == "Grey Head\n\nIt shines.\nAt night.\n\nPause here.\n\nname | lit\nGrey Head | 1854"
    assert [parsed.text[start:][:9] for start in parsed.pages] == ["Grey Head", "name | li"]
    assert [(each.address, each.alt) for each in parsed.pictures] == [("a.pptx/figure-1.png", "a red tower")]


def test_a_workbook_keeps_its_sheets_as_tables() -> None:
    rows: list[list[object]] = [
        ["name", "lit", "share"],
        ["Grey Head", date(1954, 3, 1), 0.5],
        [None],
        ["Reef", 7.0, True],
    ]
    parsed = parse(xlsx({"Towers": rows, "Empty": []}, title="Lights"), "a.xlsx")
    assert parsed.title == "Lights"
    assert parsed.text == "Towers\n\nname | lit | share\nGrey Head | 1954-03-01 | 0.5\nReef | 7 | TRUE"


def test_a_sheet_with_a_cell_at_its_far_end_is_read() -> None:
    rows: list[list[object]] = [["name", "lit"], *[[] for _ in range(100_000)], ["Reef", "1854"]]
    assert parse(xlsx({"Towers": rows}), "a.xlsx").text.endswith("Reef | 1854")


def test_a_long_table_repeats_its_header() -> None:
    rows = "\n".join(f"Tower {number};Reef {number};{1800 + number}" for number in range(200))
    text = parse(f"name;place;lit\n{rows}\n", "a.csv").text
    blocks = text.split("\n\n")
    assert len(blocks) > 5
    assert all(block.startswith("name | place | lit\nTower") and len(block) < 900 for block in blocks)
    assert text.count("Tower") == 200


def test_a_table_of_figures_repeats_nothing() -> None:
    text = parse("\n".join(f"{number},{number * 7}" for number in range(1_000)), "a.csv").text
    assert text.count("0 | 0\n") == 1
    assert "\n\n" not in text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_table_is_told(delimiter: str) -> None:
    rows = (
        [["name", '"said, then; done"'], ["Reef", "1,5"]]
        if delimiter != ","
        else [["name", "said"], ["Reef", "7"]]
    )
    text = parse("\n".join(delimiter.join(row) for row in rows), "a.csv").text
    assert [line.count(" | ") for line in text.split("\n")] == [1, 1]


def test_subtitles_become_paragraphs_with_their_time() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Grey Head</i>\nwas lit.\n\n"
        "2\n00:00:02,600 --> 00:00:04,000\n"
        "was lit.\nIn 1854.\n\n3\n01:02:03,000 --> 01:02:04,000\nIt shines &amp; shines.\n"
    )
    assert (
        parse(source, "a.srt").text
        == "[0:00:01] Grey Head was lit. In 1854.\n\n[1:02:03] It shines & shines."
    )


def test_captions_of_the_web_name_who_speaks() -> None:
    source = (
        "WEBVTT\n\nNOTE a remark\n\nSTYLE\n::cue {color: red}\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start\n<v Ada>Hello.</v>\n"
    )
    assert parse(source, "a.vtt").text == "[0:00:01] Ada: Hello."


def test_a_file_without_times_is_no_subtitles() -> None:
    with pytest.raises(UnreadableDocument, match="no subtitles"):
        parse("just words", "a.srt")


def test_rich_text_keeps_paragraphs_tables_and_every_script() -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}"
        rb"{\stylesheet{\s1 heading 1;}}{\info{\title Grey Head}{\author Ada}}{\*\generator X;}\uc1"
        rb"\pard\outlinelevel0 M\'f6we\par\pard {\f1\'cf\'f0\'e8\'e2\'e5\'f2} {\f2\'93\'8c\'8b\'9e}"
        rb" \u-10179?\u-9180?{\v hidden}"
        rb"\emdash x\par\trowd\intbl name\cell lit\cell\row\intbl Reef\cell 1854\cell\row\pard"
        rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt the end}}{\footnote a note}\par}"
    )
    parsed = parse(source, "a.rtf")
    assert (parsed.title, parsed.metadata["author"]) == ("Grey Head", "Ada")
    assert parsed.text == "Möwe\n\nПривет 東京 🐤—x\n\nname | lit\nReef | 1854\n\nthe end (a note)"
    assert parsed.headings == (0,)


def test_pictures_of_rich_text_are_taken_out() -> None:
    picture = draw_picture(1)
    source = rb"{\rtf1 before\par{\*\shppict{\pict\pngblip\picw9 " + picture.hex().encode() + rb"}}after\par}"
    parsed = parse(source, "a.rtf")
    assert (parsed.text, [figure.data for figure in parsed.figures]) == ("before\n\nafter", [picture])


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (rb"{\rtf1 words\par}", "a.doc", "words"),
        (xlsx({"S": [["a", "b"]]}), "a.xls", "S\n\na | b"),
        (b"a\tb\nc\td\n", "a.tsv", "a | b\nc | d"),
    ],
)
def test_a_file_under_another_name_is_read_by_what_it_is(data: bytes, name: str, text: str) -> None:
    assert parse(data, name).text == text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.odt", "a.epub"])
def test_an_archive_of_something_else_is_damaged(name: str) -> None:
    with pytest.raises(UnreadableDocument, match="is damaged, or is none"):
        parse(packed({"other.txt": "x"}), name)


def test_an_office_file_locked_with_a_password_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="locked with a password"):
        parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx")


def test_entities_of_a_part_are_not_expanded() -> None:
    content = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(UnreadableDocument, match="damaged"):
        parse(packed({"content.xml": content}), "a.odt")
