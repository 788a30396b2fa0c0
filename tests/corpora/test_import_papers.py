"""PDF and Word documents: text, pages, figures; and files that try to break the reader."""

import zipfile
from io import BytesIO

import pytest

from tests.corpora.folders import Folder
from tests.corpora.papers import docx, paragraph, pdf
from tests.web.drawn import lighthouse_png
from webapp.corpora.models import Document

PAGES = [
    ["Grey Head stands on a reef two miles from the shore.", "Boats reach it at low tide."],
    ["It was lit in 1854 for the first time."],
]


def only(folder: Folder) -> Document:
    return folder.corpus.documents.get()


def test_a_pdf_becomes_text_that_knows_its_pages(folder: Folder) -> None:
    folder.write("notes/grey-head.pdf", pdf(PAGES, title="Grey Head"))
    assert folder.load().problems == ()
    document = only(folder)
    assert (document.title, document.media_type) == ("Grey Head", "application/pdf")
    first, second = document.pages
    assert document.text[first:].startswith("Grey Head stands on a reef")
    assert document.text[second:] == "It was lit in 1854 for the first time."


def test_a_pdf_without_a_title_is_named_after_its_file(folder: Folder) -> None:
    folder.write("grey-head.pdf", pdf(PAGES))
    folder.load()
    assert only(folder).title == "grey head"


def test_figures_of_a_pdf_are_pictures_that_its_text_shows(folder: Folder) -> None:
    folder.write("notes/grey head.pdf", pdf(PAGES, picture=lighthouse_png()))
    folder.load()
    document, picture = only(folder), folder.corpus.images.get()
    assert picture.path == "notes/grey head.pdf/page-2-figure-1.png"
    shown = document.pictures.get()
    assert (shown.image, shown.offset) == (picture, len(document.text))


def test_bringing_a_pdf_again_changes_nothing(folder: Folder) -> None:
    folder.write("a.pdf", pdf(PAGES, picture=lighthouse_png()))
    folder.load()
    again = folder.load()
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\nnothing more", "This PDF is damaged"),
        (b"not a PDF at all", "This PDF is damaged"),
        (pdf(PAGES)[:-200], ""),
        (
            pdf([[]], picture=lighthouse_png()),
            "There is no text in this PDF: it may be a scan",
        ),
    ],
    ids=["only its beginning", "something else", "cut off", "a scan"],
)
def test_a_pdf_that_cannot_be_read_says_why_and_stops_nothing(
    data: bytes, reason: str, folder: Folder
) -> None:
    folder.write("bad.pdf", data)
    folder.draw("good.png", 1)
    folder.load()
    assert folder.corpus.images.filter(path="good.png").exists()
    if reason:
        assert folder.reasons["bad.pdf"].startswith(reason)


def test_a_word_document_becomes_text_with_its_heading_and_pictures(folder: Folder) -> None:
    body = paragraph("Grey Head", "Heading1") + paragraph("It was lit in 1854.") + paragraph("{picture}")
    folder.write("letters/grey head.docx", docx(body + paragraph("Since then it shines.")))
    assert folder.load().problems == ()
    document, picture = only(folder), folder.corpus.images.get()
    assert (document.title, document.text) == (
        "Grey Head",
        "Grey Head\n\nIt was lit in 1854.\n\nSince then it shines.",
    )
    assert picture.path == "letters/grey head.docx/figure-1.png"
    assert document.pictures.get().image == picture


@pytest.mark.parametrize(
    "data", [b"no archive", docx("")[:300], docx("<w:p>")], ids=["text", "cut off", "bad XML"]
)
def test_a_word_document_that_cannot_be_read_says_so(data: bytes, folder: Folder) -> None:
    folder.write("bad.docx", data)
    folder.load()
    assert folder.reasons["bad.docx"].startswith("This Word document is damaged")


def test_a_word_document_that_unpacks_to_too_much_is_refused(folder: Folder) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", b" " * 50 * 1024**2)
    folder.write("bomb.docx", data.getvalue())
    folder.load()
    assert folder.reasons["bomb.docx"].startswith("This Word document unpacks to 50 MiB")


def test_a_linked_picture_costs_nothing_but_itself(folder: Folder) -> None:
    folder.write("linked.docx", docx(paragraph("Grey Head") + paragraph("{linked}") + paragraph("The end.")))
    folder.load()
    assert only(folder).text == "Grey Head\n\nThe end."


def test_tables_in_tables_are_read(folder: Folder) -> None:
    depth = 40
    nested = "<w:tbl><w:tr><w:tc>" * depth + paragraph("innermost") + "</w:tc></w:tr></w:tbl>" * depth
    folder.write("nested.docx", docx(nested))
    folder.load()
    assert only(folder).text == "innermost"


def test_a_word_document_reads_no_other_file(folder: Folder) -> None:
    entity = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    body = paragraph("Before &secret; after")
    data = docx(body)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = entity.encode() + files["word/document.xml"]
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    folder.write("spy.docx", written.getvalue())
    folder.load()
    assert not folder.corpus.documents.filter(text__contains="root:").exists()
