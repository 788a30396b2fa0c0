"""Small raised signs: exponents stay, marks of notes that are there go, others stand apart."""

import pytest

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document
from agents.documents.text.superscripts import with_plain_number, without_marks
from tests.support.office import open_document, pptx, shape


@pytest.mark.parametrize(
    "text",
    [
        "an area of 10 m²", "10⁶ lamps", "6·10⁻³ s", "2.5 km² of reef", "E = mc²", "AB² + BC²", "(a + b)²",
        "sin² of the angle", "v = 9 m s⁻¹", "R² of 0.9", "3¹/2 inches", "12 in³", "xⁿ", "10¹²",
    ],
)  # fmt: skip
@pytest.mark.parametrize("notes", [(), ("1", "2", "3", "6", "12")])
def test_exponents_are_never_lost(text: str, notes: tuple[str, ...]) -> None:
    assert without_marks(text, notes) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("from Rome³ to Paris", "from Rome to Paris"),
        ("It was lit.³ Later", "It was lit. Later"),
        ("It was lit,¹² and", "It was lit, and"),
        ("built in 1854³ of stone", "built in 1854 of stone"),
        ("“the reef”³ said", "“the reef” said"),
        ("from Rome³,¹² to", "from Rome to"),
        ("灯台³がある", "灯台がある"),
    ],
)
def test_marks_of_notes_go(text: str, whole: str) -> None:
    assert without_marks(text, {"3", "12"}) == whole


@pytest.mark.parametrize(
    ("text", "apart"),
    [("from Rome³ to", "from Rome ³ to"), ("It was lit.³", "It was lit. ³"), ("in 1854³ of", "in 1854³ of")],
)
def test_marks_of_no_note_stand_apart(text: str, apart: str) -> None:
    assert without_marks(text, {"4"}) == apart


def test_a_number_before_a_note_is_plain() -> None:
    assert with_plain_number("³See the parish book") == "3 See the parish book"
    assert with_plain_number("11See the parish book") == "11 See the parish book"
    assert with_plain_number("3rd of May") == "3rd of May"
    assert with_plain_number("See the book") == "See the book"


RAISED: dict[str, bytes] = {
    "a.md": b"10 m<sup>2</sup> of Rome<sup>3</sup>",
    "a.rtf": rb"{\rtf1 10 m{\super 2} of Rome\super 3\nosupersub\par}",
    "a.odt": open_document(
        '<text:p>10 m<text:span text:style-name="T1">2</text:span> of Rome'
        '<text:span text:style-name="T1">3</text:span></text:p>',
        styles='<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/>'
        "</style:style>",
    ),
    "a.pptx": pptx(
        [
            shape("10 m").replace(
                "</a:r>",
                '</a:r><a:r><a:rPr baseline="30000"/><a:t>2</a:t></a:r><a:r><a:t> of Rome</a:t></a:r>'
                '<a:r><a:rPr baseline="30000"/><a:t>3</a:t></a:r>',
            )
        ]
    ),
}


@pytest.mark.parametrize("name", RAISED)
def test_raised_figures_of_other_formats(name: str) -> None:
    assert parse_document(DocumentSource(RAISED[name], name)).text == "10 m² of Rome ³"
