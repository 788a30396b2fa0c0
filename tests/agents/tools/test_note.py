"""note: evidence is what stands in the stored text, or a region of a picture of this run."""

from typing import Any

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from agents.tools.note import note
from agents.tools.zoom import zoom
from agents.types import Importance
from media_store import Box
from tests.agents.tools.driving import memory_of
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library


def test_a_quote_is_kept_with_its_place(library: Library, context: ToolContext) -> None:
    document = library.document("grey-head.md")
    kept = note(
        context, document=document.pk, quote=LIT, importance=Importance.HIGH, note="The date"
    ).evidence
    assert (kept.id, kept.kind, kept.quote) == ("e1", "text", LIT)
    assert document.text[kept.start : kept.end] == LIT
    assert (kept.title, kept.file) == ("Grey Head lighthouse", "articles/grey-head.md")
    assert (kept.importance, kept.note) == (Importance.HIGH, "The date")


def test_white_space_may_differ_but_what_is_kept_stands_in_the_text(
    library: Library, context: ToolContext
) -> None:
    document = library.document("grey-head.md")
    assert "since 1998.\n\nThe lamp" in document.text
    kept = note(context, document=document.pk, quote="since 1998. The\tlamp").evidence
    assert kept.quote == "since 1998.\n\nThe lamp" == document.text[kept.start : kept.end]


@pytest.mark.parametrize(
    "quote",
    ["The lighthouse was first lit on 3 May 1855.", "the lighthouse was first lit", "", "   "],
    ids=["another word", "another case", "nothing", "only spaces"],
)
def test_words_that_do_not_stand_in_the_text_are_refused(
    library: Library, context: ToolContext, quote: str
) -> None:
    with pytest.raises(ToolFailed, match="do not stand in the document") as refusal:
        note(context, document=library.document("grey-head.md").pk, quote=quote)
    assert refusal.value.kind == "quote_not_found"


def test_a_region_of_a_picture_is_kept_with_its_title(library: Library, context: ToolContext) -> None:
    box = Box(400, 250, 600, 900)
    kept = note(context, uid=library.uid("lighthouse.png"), box=box).evidence
    assert (kept.kind, kept.uid, kept.box) == ("image", library.uid("lighthouse.png"), box)
    assert (kept.title, kept.file) == ("Grey Head lighthouse", "pictures/lighthouse.png")


def test_a_cut_is_kept_as_part_of_the_picture_it_was_cut_from(library: Library, context: ToolContext) -> None:
    cut = zoom(context, library.uid("ferry.png"), Box(0, 0, 125, 125))
    memory = memory_of(cut)
    kept = note(library.context(memory), uid=cut.uid).evidence
    assert (kept.uid, kept.title, kept.file) == (cut.uid, "The ferry Halcyon", "pictures/ferry.png")


def test_evidence_is_numbered_through_the_run(library: Library, context: ToolContext) -> None:
    memory = memory_of(note(context, uid=library.uid("ferry.png")))
    assert note(library.context(memory), uid=library.uid("market.png")).evidence.id == "e2"


@pytest.mark.parametrize("both", [True, False], ids=["both", "neither"])
def test_text_and_picture_are_kept_one_at_a_time(library: Library, context: ToolContext, both: bool) -> None:
    arguments: dict[str, Any] = {"document": 1, "quote": LIT, "uid": library.uid("ferry.png")} if both else {}
    with pytest.raises(ToolFailed, match="Give either document and quote, or uid"):
        note(context, **arguments)


def test_an_unknown_importance_is_an_invalid_argument(library: Library, context: ToolContext) -> None:
    arguments = {"uid": library.uid("ferry.png"), "importance": "enormous"}
    with pytest.raises(ToolFailed, match="importance: ") as refusal:
        load_tools()["note"].call(context, arguments)
    assert refusal.value.kind == "invalid_arguments"
