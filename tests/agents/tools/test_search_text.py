"""search_text: passages, and what is written about pictures, by words."""

from typing import Any

import pytest

from agents.toolbox import ToolContext, ToolFailed, load_tools
from agents.tools.search_text import search_text
from tests.fixtures.library import Library


def test_a_passage_is_found_by_its_words_with_its_place(library: Library, context: ToolContext) -> None:
    [found] = search_text(context, ["engineer born in Leith"]).searches
    hit = found.hits[0]
    document = library.document("edith-marlowe.md")
    assert (hit.kind, hit.document, hit.corpus) == ("passage", document.pk, "harbour")
    assert document.text[hit.start : hit.end] == hit.text
    assert "words" in {channel.name for channel in hit.channels}


def test_a_picture_is_found_by_what_is_written_about_it(library: Library, context: ToolContext) -> None:
    [found] = search_text(context, ["stalls early in the morning"]).searches
    assert library.uid("market.png") in {hit.uid for hit in found.hits}


def test_each_query_has_its_own_result_in_order(context: ToolContext) -> None:
    found = search_text(context, ["Halcyon passengers", "herring"]).searches
    assert [search.query for search in found] == ["Halcyon passengers", "herring"]
    assert found[0].hits[0].title == "The ferry Halcyon"
    assert found[1].hits[0].title == "Fish market"


def test_a_quoted_phrase_must_occur_and_an_excluded_word_must_not(context: ToolContext) -> None:
    [phrase, exclusion] = search_text(context, ['"Port Ellery"', "Port Ellery -herring"]).searches
    assert phrase.hits
    assert all("Port Ellery" in f"{hit.title} {hit.text}" for hit in phrase.hits)
    assert exclusion.hits
    assert all("erring" not in hit.text for hit in exclusion.hits)


def test_a_word_that_stands_nowhere_finds_nothing(context: ToolContext) -> None:
    assert search_text(context, ['"submarine"']).searches[0].hits == ()


def test_no_more_hits_come_than_the_profile_allows(context: ToolContext) -> None:
    assert len(search_text(context, ["barges came in on the day"]).searches[0].hits) <= context.hits


@pytest.mark.parametrize("queries", [[], [""], ["a"] * 6, ["a" * 501]], ids=["none", "empty", "six", "long"])
def test_queries_beyond_the_limits_are_invalid_arguments(context: ToolContext, queries: Any) -> None:
    with pytest.raises(ToolFailed, match="queries") as refusal:
        load_tools()["search_text"].call(context, {"queries": queries})
    assert refusal.value.kind == "invalid_arguments"
