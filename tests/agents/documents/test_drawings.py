"""Pictures and charts of sheets and slides: a chart is the table of its data."""

import zipfile
from io import BytesIO

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetPicture

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from tests.corpora.drawn import draw_picture
from tests.support.office import pptx, shape

CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r>
<a:t>Ships a year</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>
<c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>Ships</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>Grey Head</c:v></c:pt><c:pt idx="1"><c:v>Pier</c:v></c:pt>
</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>
<c:pt idx="0"><c:v>0.10000000000000001</c:v></c:pt>
<c:pt idx="1"><c:v>7</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>
</c:chartSpace>"""
FRAME = (
    '<p:graphicFrame><a:graphic><a:graphicData><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/'
    '2006/chart" r:id="rId77"/></a:graphicData></a:graphic></p:graphicFrame>'
)


def read(data: bytes, name: str) -> ParsedDocument:
    return parse_document(DocumentSource(data, name))


def with_chart(data: bytes) -> bytes:
    """A presentation whose first slide refers to a chart."""
    written, relations = BytesIO(), "ppt/slides/_rels/slide0.xml.rels"
    reference = '<Relationship Id="rId77" Type="chart" Target="../charts/chart1.xml"/></Relationships>'
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("latin-1")
            content = content.replace("</Relationships>", reference) if name == relations else content
            new.writestr(name, content.encode("latin-1"))
        new.writestr("ppt/charts/chart1.xml", CHART)
    return written.getvalue()


def test_a_chart_of_a_slide_is_the_table_of_its_data() -> None:
    text = read(with_chart(pptx([shape("Grey Head", place="title") + FRAME])), "a.pptx").text
    assert text.startswith("Grey Head\n\nShips a year\n\n")
    assert [line.split(" | ") for line in text.splitlines() if "|" in line][-2:] == [
        ["Grey Head", "0.1"], ["Pier", "7"],
    ]  # fmt: skip


def test_pictures_and_charts_of_a_sheet_stand_behind_its_cells() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Towers"
    for row in [["tower", "metres"], ["Grey Head", 31], ["Pier", 12]]:
        sheet.append(row)
    chart = BarChart()
    chart.title = "How high they are"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    sheet.add_image(SheetPicture(BytesIO(draw_picture(4))), "E20")
    data = BytesIO()
    workbook.save(data)
    found = read(data.getvalue(), "a.xlsx")
    assert found.text.index("Grey Head | 31") < found.text.index("How high they are")
    assert [each.name for each in found.figures] == ["figure-1.png"]
    assert [each.address for each in found.pictures] == ["a.xlsx/figure-1.png"]


def test_what_is_drawn_on_a_hidden_sheet_is_left_out() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Grey Head", 31])
    hidden = workbook.create_sheet("Notes")
    hidden.sheet_state = "hidden"
    hidden.add_image(SheetPicture(BytesIO(draw_picture(4))), "A1")
    data = BytesIO()
    workbook.save(data)
    assert read(data.getvalue(), "a.xlsx").figures == ()
