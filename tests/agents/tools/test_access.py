"""What a corpus outside the run's scope holds is out of reach of every tool, by search and by name."""

import json

import pytest
from pydantic import TypeAdapter

from agents.observations import ToolResult
from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from tests.agents.tools.calls import OUT_OF_REACH, Arguments, working_context
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library
from tests.support.small_web import SmallWeb

BY_NAME = [(tool, attempt) for tool, attempts in OUT_OF_REACH.items() for attempt in attempts]
BY_SEARCH: list[tuple[str, Arguments]] = [
    ("search_text", lambda library: {"queries": ["clock tower of Vance", '"Vance"', "dial"]}),
    ("search_images", lambda library: {"query": "clock tower by night"}),
    ("grep", lambda library: {"pattern": "clock tower"}),
]
WITHOUT_NAMES = {"finish", "gate", "reflect", "web_search"}
"""They take nothing that could be in another corpus."""


@pytest.mark.parametrize(("tool", "attempt"), BY_NAME, ids=[tool for tool, _ in BY_NAME])
def test_what_the_run_may_not_touch_cannot_be_named(
    library: Library, little: SmallWeb, tool: str, attempt: Arguments
) -> None:
    with pytest.raises(ToolFailed) as refusal:
        call(working_context(library, little), tool, **attempt(library))
    assert refusal.value.kind.startswith("unknown_") or refusal.value.kind == "no_evidence"
    assert refusal.value.hint
    assert "Vance" not in refusal.value.message + refusal.value.hint


@pytest.mark.parametrize(("tool", "attempt"), BY_SEARCH, ids=[tool for tool, _ in BY_SEARCH])
def test_what_stands_in_another_corpus_cannot_be_found(
    library: Library, context: ToolContext, tool: str, attempt: Arguments
) -> None:
    found = call(context, tool, **attempt(library))
    written = json.dumps(TypeAdapter(ToolResult).dump_python(found, mode="json"))
    assert library.uid("clock.png") not in written
    assert "vance.md" not in written
    assert '"corpus": "attic"' not in written


def test_a_copy_of_a_foreign_picture_does_not_find_it(library: Library) -> None:
    """The person may have the picture; that opens nothing that others say about it."""
    uid = library.uid("clock.png")
    found = call(library.context(asked=(uid,)), "search_by_image", uid=uid)
    assert "clock.png" not in json.dumps(TypeAdapter(ToolResult).dump_python(found, mode="json"))


def test_every_tool_that_takes_something_by_name_or_query_is_tried() -> None:
    assert {tool for tool, _ in [*BY_NAME, *BY_SEARCH]} == set(load_tools()) - WITHOUT_NAMES
