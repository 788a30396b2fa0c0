"""Characters that are no text reach no stored text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.documents.cleaning import clean
from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document


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
        ("naïve ’ — € 東京 ☃", "naïve ’ — € 東京 ☃"),
    ],
)  # fmt: skip
def test_what_is_no_text_goes(text: str, kept: str) -> None:
    assert clean(text) == kept


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_nothing_unseen_is_left_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    kept = set(cleaned) - set("\t\n\u200c\u200d")
    assert not {
        character for character in kept if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
    }
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "The light\u00adhouse\u200b \x02keeper \uf0b7 rows."),
        ("a.md", "The light\u00adhouse\u200b keeper \uf0b7 rows."),
        ("a.html", "<p>The light&shy;house&#8203; <b>keeper</b> &#61623; rows.</p>"),
    ],
)
def test_every_reader_cleans(name: str, data: str) -> None:
    document = parse_document(DocumentSource(data.encode(), name))
    assert document.text == "The lighthouse keeper • rows."


def test_titles_are_cleaned_too() -> None:
    source = DocumentSource(b"<title>Light&shy;house&#8203; &#61623;</title><p>Words.</p>", "a.html")
    assert parse_document(source).title == "Lighthouse •"
