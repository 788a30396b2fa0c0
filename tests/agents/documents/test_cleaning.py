"""Characters that are no text reach no stored text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document
from agents.documents.text.cleaning import clean
from tests.agents.documents.typeset import by_letter, column, typeset
from tests.support.office import every_format, holding, pptx, shape, xlsx


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain, with\ttabs\nand lines", "plain, with\ttabs\nand lines"),
        ("Leucht\u00adturm\u00adwärter", "Leuchtturmwärter"),
        ("Leuchtturm\u00ad\n  wärter", "Leuchtturmwärter"),
        ("light\u200bhouse keep\u2060er \ufeffrows", "lighthouse keeper rows"),
        ("\u202eabc\u202c \u2067שלום\u2069 \u200eLRM", "abc שלום LRM"),
        ("a\x00b\x02c\x1b[0m\x7f\x9f", "abc[0m"),
        ("one\x0btwo\x0cthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\uf0b7 oars\n\uf0a7 nets \ue123 \U000f0000", "• oars\n• nets    "),
        ("a\ufffeb\ufdd0c\U0001ffffd \ud800 \ufffc.", "abcd \ufffd  ."),
        ("oﬃce ﬂag", "office flag"),
        ("قایق‌های ما", "قایق‌های ما"),
        ("ක්‍රි शक्‌ति", "ක්‍රි शक्‌ति"),
        ("قایق\u200c\u200c\u200cهای", "قایق\u200cهای"),
        ("pass\u200cword and\u200d", "password and"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
        ("\U0001f3f4\U000e0067\U000e007f flag", "\U0001f3f4 flag"),
        ("❤\ufe0f\ufe0e\ufe0f\U000e0101", "❤\ufe0f"),
        ("pass\ufe00w\U000e0141ord \ufe0fand", "password and"),
        ("葛\U000e0100城 ∩\ufe00 5\ufe0f\u20e3", "葛\U000e0100城 ∩\ufe00 5\ufe0f\u20e3"),
        ("li\u034fght\u3164house\u2800keep\u1160er \uffa0", "light house keeper  "),
        ("\u1112\u1160\u11ab", "\u1112\u1160\u11ab"),
        ("naïve ’ — € 東京 ☃", "naïve ’ — € 東京 ☃"),
    ],
)  # fmt: skip
def test_what_is_no_text_goes(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_nothing_unseen_is_left_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    kept = set(cleaned) - set("\t\n\u200c\u200d")
    assert not {
        character for character in kept if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
    }
    assert clean(cleaned) == cleaned


DIRTY = "The light\u00adhouse\u200b keeper \uf0b7 ro\u202ews."
SYMBOLS = {
    "•": "\uf0b7",
    "✓": "\uf0fc",
    "☎": "\ue123",
    "♪": "\x01",
    "★": "\x1f",
    "☂": "\U000f0000",
    "☃": "\ufffe",
}
"""What a font of symbols says that its signs are."""


def unseen(text: str) -> set[str]:
    """Characters in it that are no text."""
    return {each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs", "Cn")} - {"\n"}


@pytest.mark.parametrize("name", holding(DIRTY))
def test_every_reader_cleans(name: str) -> None:
    document = parse_document(DocumentSource(holding(DIRTY)[name], name))
    assert "The lighthouse keeper • rows." in document.text
    assert not unseen(document.text.replace("\t", ""))


def test_every_format_is_cleaned_by_a_test() -> None:
    assert {*holding(DIRTY), "a.pdf"} == {*every_format()}


@pytest.mark.parametrize("is_by_letter", [False, True])
def test_a_font_of_symbols_leaves_no_private_signs(is_by_letter: bool) -> None:
    lines = column(["• nets and oars", "✓ tarred ropes ☎ ♪ and ★ sails", "☂ The ke☃eper"])
    page = [letter for line in lines for letter in by_letter(line)] if is_by_letter else lines
    data = typeset([page], title="Boats \uf0b7 \x01", meanings=SYMBOLS)
    document = parse_document(DocumentSource(data, "a.pdf"))
    assert not unseen(document.text + document.title)
    assert document.text.startswith("• nets and oars")
    assert "• tarred ropes" in document.text
    assert document.title == "Boats •"


def test_titles_are_cleaned_too() -> None:
    source = DocumentSource(b"<title>Light&shy;house&#8203; &#61623;</title><p>Words.</p>", "a.html")
    assert parse_document(source).title == "Lighthouse •"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", xlsx({"Sheet": [["Light_x000D_\nhouse_x0002_"]]})),
        ("a.pptx", pptx([shape("Light_x000B_house_x0002_")])),
    ],
)
def test_characters_that_office_programs_write_in_letters_are_cleaned(name: str, data: bytes) -> None:
    assert parse_document(DocumentSource(data, name)).text.split() in (
        ["Light", "house"],
        ["Sheet", "Light", "house"],
    )


def test_bullets_of_symbol_fonts_in_rtf_are_bullets() -> None:
    source = (
        rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}"
        rb"\pard{\f1\'b7}\tab nets\par{\f2\'a7}\tab oars at 5 {\f1\'b0}C\par}"
    )
    assert parse_document(DocumentSource(source, "a.rtf")).text == "• nets\n\n• oars at 5 °C"
