"""Word documents with all their parts: tables, notes, text boxes, what stands above and below pages."""

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from tests.corpora.papers import docx, paragraph

HEADER = (
    paragraph("Survey RS-4410 of the reef")
    + "<w:p><w:r><w:t>Page </w:t></w:r>"
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
FOOTER = paragraph("File KX-0173") + paragraph("12")
NOTES = (
    '<w:footnote w:id="5"><w:p><w:r><w:t>Named after Captain Reyes.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="6"><w:p><w:r><w:t>By lead.</w:t></w:r></w:p></w:footnote>'
)


def parsed(body: str, **parts: str) -> ParsedDocument:
    return parse_document(DocumentSource(docx(body, parts=parts), "a.docx"))


def row(*cells: str, is_header: bool = False) -> str:
    marked = "<w:trPr><w:tblHeader/></w:trPr>" if is_header else ""
    inner = "".join(f"<w:tc>{cell or '<w:p/>'}</w:tc>" for cell in cells)
    return f"<w:tr>{marked}{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_what_stands_above_and_below_pages_is_read_once() -> None:
    text = parsed(paragraph("It was lit in 1854."), header=HEADER, footer=FOOTER).text
    assert text == "Survey RS-4410 of the reef\n\nIt was lit in 1854.\n\nFile KX-0173"


def test_damaged_margins_cost_themselves_alone() -> None:
    document = parsed(paragraph("It was lit in 1854."), header="<w:p>", footer=FOOTER)
    assert document.text == "It was lit in 1854.\n\nFile KX-0173"
    assert document.notes == ("Its headers are damaged and were left out.",)


def test_rows_of_tables_are_lines() -> None:
    two = paragraph("Grey") + paragraph("Head")
    rows = [
        row(paragraph("Light"), paragraph("Lit")),
        row(two, paragraph("1854")),
        row(paragraph("Low Point"), ""),
    ]
    assert parsed(table(*rows)).text == "Light | Lit\nGrey Head | 1854\nLow Point |"


def test_a_cell_over_rows_is_said_in_each() -> None:
    def merged(text: str, kind: str) -> str:
        return (
            f'<w:tc><w:tcPr><w:vMerge w:val="{kind}"/></w:tcPr>{paragraph(text) if text else "<w:p/>"}</w:tc>'
        )

    def cells(first: str, *others: str) -> str:
        return f"<w:tr>{first}{''.join(f'<w:tc>{paragraph(each)}</w:tc>' for each in others)}</w:tr>"

    rows = [
        cells(merged("North", "restart"), "Grey Head", "1854"),
        cells(merged("", "continue"), "Low Point", "1861"),
    ]
    assert parsed(table(*rows)).text == "North | Grey Head | 1854\nNorth | Low Point | 1861"


def test_a_long_table_says_its_header_again() -> None:
    rows = [row(paragraph(f"Light number {n} of the coast"), paragraph(f"{1800 + n}")) for n in range(60)]
    text = parsed(table(row(paragraph("Light"), paragraph("Lit"), is_header=True), *rows)).text
    blocks = text.split("\n\n")
    assert len(blocks) > 3
    assert {block.split("\n")[0] for block in blocks} == {"Light | Lit"}
    assert max(map(len, blocks)) <= 500
    assert text.count("Light number 31 of the coast | 1831") == 1


def test_marks_of_notes_leave_the_text() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = f"<w:p><w:r><w:t>The reef</w:t></w:r>{reference.format(5)}<w:r><w:t> is deep.</w:t></w:r>"
    text = parsed(f"{body}{reference.format(6)}</w:p>", footnotes=NOTES).text
    assert text == "The reef is deep.\n\n[1] Named after Captain Reyes.\n\n[2] By lead."


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('Beware of the swell.')}</w:txbxContent>"
    markup = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    drawn = (
        f'<mc:AlternateContent {markup}><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    text = parsed(f"<w:p><w:r><w:t>Landing.</w:t></w:r><w:r>{drawn}</w:r></w:p>").text
    assert text.count("Beware of the swell.") == 1
    assert "Landing." in text


@pytest.mark.parametrize("missing", ["header", "footer"])
def test_a_document_without_margins_has_none(missing: str) -> None:
    document = parsed(paragraph("It was lit in 1854."))
    assert (document.text, document.notes) == ("It was lit in 1854.", ())


def test_raised_figures_are_no_figures_of_the_line() -> None:
    def run(text: str, *, is_raised: bool = False) -> str:
        style = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if is_raised else ""
        return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'

    runs = [
        run("10 m"),
        run("2", is_raised=True),
        run(" of Rome"),
        run("3", is_raised=True),
        run(" and the 1"),
    ]
    runs += [run("er", is_raised=True), run(" of 10"), run("6", is_raised=True)]
    assert parsed(f"<w:p>{''.join(runs)}</w:p>").text == "10 m² of Rome ³ and the 1er of 10⁶"
