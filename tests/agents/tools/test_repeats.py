"""Searches that were made before are not made again where a model decides; it is told what they brought."""

from dataclasses import replace
from typing import Any

import pytest

from agents.memory import WorkingMemory
from agents.observations import Observation
from agents.toolbox import ToolContext, ToolFailed
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long

ASKED = "who designed the Grey Head lighthouse"
AGAIN = "Grey Head lighthouse: who designed it"


@pytest.fixture
def critical(library: Library) -> ToolContext:
    """A run whose first step searched for text, and whose second step decides."""
    context = replace(library.context(), refuses_repeats=True, step=1)
    return after(context, "search_text", queries=[ASKED])


def after(context: ToolContext, tool: str, **arguments: Any) -> ToolContext:
    """The next step of a run, in which a call was made."""
    found = call(context, tool, **arguments)
    context.memory.take(Observation("c1", data=found), step=context.step, tool=tool)
    return replace(context, step=context.step + 1)


def test_a_repeated_query_is_refused_with_its_earlier_step(critical: ToolContext) -> None:
    with pytest.raises(ToolFailed) as refusal:
        call(critical, "search_text", queries=[AGAIN])
    assert refusal.value.kind == "duplicate"
    assert f"Step 1 searched for “{ASKED}”" in refusal.value.message
    assert f"brought {len(critical.memory.pool)} new items" in refusal.value.message
    assert next(iter(critical.memory.pool)) in refusal.value.hint


def test_of_several_queries_only_the_new_ones_are_asked(critical: ToolContext) -> None:
    repeated, fresh = call(critical, "search_text", queries=[AGAIN, "herring at the market"]).searches
    assert (repeated.hits, repeated.repeat_of) == ((), 1)
    assert fresh.hits
    assert fresh.repeat_of is None


def test_queries_of_one_call_count_against_each_other(critical: ToolContext) -> None:
    asked = ["herring at the market", "the market, herring"]
    first, second = call(critical, "search_text", queries=asked).searches
    assert first.repeat_of is None
    assert second.repeat_of == critical.step


def test_a_repeat_that_was_not_asked_is_not_pointed_at(critical: ToolContext) -> None:
    later = after(critical, "search_text", queries=[AGAIN, "herring at the market"])
    with pytest.raises(ToolFailed, match="Step 1 searched"):
        call(later, "search_text", queries=[AGAIN])


def test_other_tools_may_ask_the_same_words(critical: ToolContext) -> None:
    assert call(critical, "search_images", query=ASKED).query == ASKED


def test_a_picture_and_region_are_searched_by_once(library: Library, critical: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    searched = after(critical, "search_by_image", uid=ferry)
    with pytest.raises(ToolFailed, match=f"Step 2 searched with {ferry}"):
        call(searched, "search_by_image", uid=ferry)
    box = {"x0": 0, "y0": 0, "x1": 300, "y1": 300}
    assert call(searched, "search_by_image", uid=ferry, box=box).hits


def test_the_built_in_rules_are_not_refused(library: Library) -> None:
    memory = WorkingMemory()
    context = after(library.context(memory), "search_text", queries=[ASKED])
    assert call(context, "search_text", queries=[ASKED]).searches[0].hits
