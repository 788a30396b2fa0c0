"""read: a page of a document, from its beginning or around a character."""

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools.read import PAGE, read
from tests.fixtures.memory_library import Library


def test_a_short_document_comes_whole_with_the_pictures_it_shows(
    library: Library, context: ToolContext
) -> None:
    document = library.document("grey-head.md")
    text = read(context, document.pk)
    assert text.text == document.text
    assert (text.start, text.end, text.length) == (0, len(document.text), len(document.text))
    assert (text.title, text.file) == ("Grey Head lighthouse", "articles/grey-head.md")
    assert text.images == (library.uid("lighthouse.png"),)


def test_a_long_document_comes_page_by_page(library: Library, context: ToolContext) -> None:
    document = library.document("harbour-log.md")
    first = read(context, document.pk)
    assert (first.start, first.end, first.length) == (0, PAGE, len(document.text))
    assert first.text == document.text[:PAGE]


def test_the_text_on_both_sides_of_a_place_comes_along(library: Library, context: ToolContext) -> None:
    document = library.document("harbour-log.md")
    place = document.text.index("Day 300:")
    text = read(context, document.pk, around=place)
    assert text.start < place < text.end
    assert text.text == document.text[text.start : text.end]
    assert "Day 299:" in text.text
    assert "Day 301:" in text.text


def test_a_place_behind_the_end_gives_no_text_and_the_length(library: Library, context: ToolContext) -> None:
    document = library.document("market.md")
    text = read(context, document.pk, around=1_000_000)
    assert (text.text, text.start, text.end) == ("", text.length, text.length)
    assert text.length == len(document.text)


def test_an_unknown_document_is_refused_in_words(context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="No document 999999 in these corpora") as refusal:
        read(context, 999_999)
    assert (refusal.value.kind, refusal.value.hint) == ("unknown_document", "Use an id from a search.")
