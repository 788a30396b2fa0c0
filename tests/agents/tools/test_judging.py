"""reflect, gate and caption: what a model judges and writes down itself."""

import pytest

from agents.observations import Gated, PictureNoted, Reflected
from agents.toolbox import ToolContext, ToolFailed
from tests.agents.tools.driving import call
from tests.fixtures.memory_library import Library


def test_what_is_missing_must_be_said(context: ToolContext) -> None:
    assert call(context, "reflect", satisfied=False, missing=" the\ndate ") == Reflected(False, "the date")
    with pytest.raises(ToolFailed, match="missing was left out"):
        call(context, "reflect", satisfied=False, missing=" ")


def test_nothing_is_missing_where_all_was_found(context: ToolContext) -> None:
    assert call(context, "reflect", satisfied=True, missing="nothing") == Reflected(True, "")


def test_the_gate_says_whether_and_what_to_search(context: ToolContext) -> None:
    gated = call(context, "gate", can_answer=False, confidence=0.9, rationale=" Rare. ", queries=["a", "b"])
    assert gated == Gated(False, 0.9, "Rare.", "", ("a", "b"))


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_a_confidence_is_a_share(context: ToolContext, confidence: float) -> None:
    with pytest.raises(ToolFailed, match="confidence"):
        call(context, "gate", can_answer=True, confidence=confidence, rationale="")


def test_a_line_stands_for_a_picture(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    assert call(context, "caption", uid=ferry, line=" A ship\nat dusk. ") == PictureNoted(
        ferry, "A ship at dusk."
    )


@pytest.mark.parametrize(("line", "problem"), [("  ", "empty"), ("x" * 201, "200 characters")])
def test_a_line_is_neither_empty_nor_long(
    library: Library, context: ToolContext, line: str, problem: str
) -> None:
    with pytest.raises(ToolFailed, match=problem):
        call(context, "caption", uid=library.uid("ferry.png"), line=line)
