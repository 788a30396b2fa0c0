"""search_text: passages, and what is written about pictures, by words."""

from dataclasses import replace
from typing import Any

import pytest

from agents.effects import Effects, at_once
from agents.models.base import Prompt
from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from agents.types import ModelReply, Role
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library


def test_a_passage_is_found_by_its_words_with_its_place(library: Library, context: ToolContext) -> None:
    [found] = call(context, "search_text", queries=["engineer born in Leith"]).searches
    hit = found.hits[0]
    document = library.document("edith-marlowe.md")
    assert (hit.kind, hit.document, hit.corpus) == ("passage", document.pk, "harbour")
    assert document.text[hit.start : hit.end] == hit.text
    assert "words" in {channel.name for channel in hit.channels}


def test_a_picture_is_found_by_what_is_written_about_it(library: Library, context: ToolContext) -> None:
    [found] = call(context, "search_text", queries=["stalls early in the morning"]).searches
    assert library.uid("market.png") in {hit.uid for hit in found.hits}


def test_each_query_has_its_own_result_in_order(context: ToolContext) -> None:
    found = call(context, "search_text", queries=["Halcyon passengers", "herring"]).searches
    assert [search.query for search in found] == ["Halcyon passengers", "herring"]
    assert found[0].hits[0].title == "The ferry Halcyon"
    assert found[1].hits[0].title == "Fish market"


def test_a_quoted_phrase_must_occur_and_an_excluded_word_must_not(context: ToolContext) -> None:
    [phrase, exclusion] = call(
        context, "search_text", queries=['"Port Ellery"', "Port Ellery -herring"]
    ).searches
    assert phrase.hits
    assert all("Port Ellery" in f"{hit.title} {hit.text}" for hit in phrase.hits)
    assert exclusion.hits
    assert all("erring" not in hit.text for hit in exclusion.hits)


def test_a_word_that_stands_nowhere_finds_nothing(context: ToolContext) -> None:
    assert call(context, "search_text", queries=['"submarine"']).searches[0].hits == ()


def test_no_more_hits_come_than_the_profile_allows(context: ToolContext) -> None:
    assert (
        len(call(context, "search_text", queries=["barges came in on the day"]).searches[0].hits)
        <= context.hits
    )


def test_a_reranker_has_the_last_word_on_the_order(context: ToolContext) -> None:
    def last_first(role: Role, prompt: Prompt) -> Effects[ModelReply | None]:
        assert role is Role.RERANKER
        return at_once(ModelReply("2"))

    plain = call(context, "search_text", queries=["Port Ellery"]).searches[0].hits
    first, second, *others = plain
    ranked = call(replace(context, ask=last_first), "search_text", queries=["Port Ellery"]).searches[0].hits
    assert ranked == (second, first, *others)


@pytest.mark.parametrize("queries", [[], [""], ["a"] * 6, ["a" * 501]], ids=["none", "empty", "six", "long"])
def test_queries_beyond_the_limits_are_invalid_arguments(context: ToolContext, queries: Any) -> None:
    with pytest.raises(ToolFailed, match="queries") as refusal:
        load_tools()["search_text"].call(context, {"queries": queries})
    assert refusal.value.kind == "invalid_arguments"
