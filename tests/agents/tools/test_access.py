"""What a corpus outside the run's scope holds is out of reach of every tool, by search and by name."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import TypeAdapter

from agents.observations import ToolResult
from agents.toolbox import ToolContext, ToolFailed, load_tools
from tests.fixtures.library import Library

WHOLE = {"x0": 0, "y0": 0, "x1": 900, "y1": 900}


@dataclass(frozen=True)
class Attempt:
    """A call that would reach something if it stood in the scope."""

    tool: str
    arguments: Callable[[Library], dict[str, Any]]


BY_NAME = [
    Attempt("look", lambda library: {"uid": library.uid("clock.png")}),
    Attempt("zoom", lambda library: {"uid": library.uid("clock.png"), "box": WHOLE}),
    Attempt("search_by_image", lambda library: {"uid": library.uid("clock.png")}),
    Attempt("search_by_image", lambda library: {"uid": library.uid("clock.png"), "box": WHOLE}),
    Attempt("note", lambda library: {"uid": library.uid("clock.png")}),
    Attempt("read", lambda library: {"document": library.document("vance.md").pk}),
    Attempt("note", lambda library: {"document": library.document("vance.md").pk, "quote": "clock tower"}),
]
BY_SEARCH = [
    Attempt("search_text", lambda library: {"queries": ["clock tower of Vance", '"Vance"', "dial"]}),
    Attempt("search_images", lambda library: {"query": "clock tower by night"}),
]


@pytest.mark.parametrize("attempt", BY_NAME, ids=lambda attempt: attempt.tool)
def test_what_stands_in_another_corpus_cannot_be_named(
    library: Library, context: ToolContext, attempt: Attempt
) -> None:
    with pytest.raises(ToolFailed) as refusal:
        load_tools()[attempt.tool].call(context, attempt.arguments(library))
    assert refusal.value.kind in {"unknown_picture", "unknown_document"}
    assert "Vance" not in refusal.value.message + refusal.value.hint


@pytest.mark.parametrize("attempt", BY_SEARCH, ids=lambda attempt: attempt.tool)
def test_what_stands_in_another_corpus_cannot_be_found(
    library: Library, context: ToolContext, attempt: Attempt
) -> None:
    found = load_tools()[attempt.tool].call(context, attempt.arguments(library))
    written = json.dumps(TypeAdapter(ToolResult).dump_python(found, mode="json"))
    assert library.uid("clock.png") not in written
    assert "vance.md" not in written
    assert '"corpus": "attic"' not in written


def test_a_copy_of_a_foreign_picture_does_not_find_it(library: Library) -> None:
    """The person may have the picture; that opens nothing that others say about it."""
    uid = library.uid("clock.png")
    found = load_tools()["search_by_image"].call(library.context(asked=(uid,)), {"uid": uid})
    assert "clock.png" not in json.dumps(TypeAdapter(ToolResult).dump_python(found, mode="json"))


def test_every_tool_that_takes_something_by_name_or_query_is_tried() -> None:
    assert {each.tool for each in [*BY_NAME, *BY_SEARCH]} == set(load_tools()) - {"finish"}
