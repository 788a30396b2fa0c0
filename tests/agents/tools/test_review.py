"""review: what the run has met, shown again in full and without a search."""

from dataclasses import replace

import pytest

from agents.context.assets import PAGE
from agents.observations import PictureNoted
from agents.toolbox import ToolContext, ToolFailed
from agents.tools.review import review
from agents.types import ImageRef, Question
from tests.agents.tools.driving import call, look, memory_of
from tests.fixtures.harbour import LIT
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long


@pytest.fixture
def met(library: Library, context: ToolContext) -> ToolContext:
    """A run that searched, read, looked, noted and kept."""
    ferry, document = library.uid("ferry.png"), library.document("grey-head.md").pk
    results = (
        call(context, "search_text", queries=["engineer born in Leith", "ferry Halcyon"]),
        call(context, "read", document=document),
        look(context, [ferry]),
        PictureNoted(ferry, "A dark ship before an orange sky."),
        call(context, "note", document=document, quote=LIT, note="The date"),
    )
    return library.context(memory_of(*results))


def test_a_passage_comes_back_whole_with_its_place(met: ToolContext) -> None:
    hit = next(hit for hit in met.memory.pool.values() if hit.kind == "passage")
    [item] = review(met, (hit.id,)).items
    assert (item.id, item.text) == (hit.id, hit.text)
    assert (item.document, item.start, item.end) == (hit.document, hit.start, hit.end)


def test_a_picture_comes_back_with_all_that_is_known_of_it(library: Library, met: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    image = next(hit.id for hit in met.memory.pool.values() if hit.uid == ferry)
    by_uid, by_hit = review(met, (ferry, image)).items
    assert (by_uid.id, by_hit.id) == (ferry, image)
    assert by_uid.title == "The ferry Halcyon"
    for words in (
        "480×360 pixels",
        "leaves in the evening",
        "orange",
        "Noted: A dark ship before an orange sky.",
    ):
        assert words in by_uid.text
    assert by_hit.text == by_uid.text


def test_evidence_and_what_was_read_come_back(library: Library, met: ToolContext) -> None:
    document = library.document("grey-head.md")
    kept, read = review(met, ("e1", f"document:{document.pk}")).items
    assert kept.text == f"{LIT}\nThe date"
    assert read.text == document.text


def test_what_the_run_has_not_met_is_named(library: Library, met: ToolContext) -> None:
    unmet = f"document:{library.document('market.md').pk}"
    with pytest.raises(ToolFailed, match=f"has not met e2, {unmet}") as refusal:
        review(met, ("e1", "e2", unmet))
    assert refusal.value.kind == "unknown_id"


def test_pictures_are_listed_page_by_page(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    cuts = [call(context, "zoom", uid=ferry, box=_box(right)) for right in range(100, 100 + 8 * PAGE, 8)]
    asked = Question("What is this?", (ImageRef(ferry, 480, 360),))
    many = replace(library.context(memory_of(*cuts), asked=(ferry,)), question=asked)
    pages = [review(many, page=number) for number in (1, 2)]
    assert [(page.page, page.pages, len(page.items)) for page in pages] == [(1, 2, PAGE), (2, 2, 1)]
    listed = {item.id for page in pages for item in page.items}
    assert listed == {ferry, *(cut.uid for cut in cuts)}
    with pytest.raises(ToolFailed, match="no page 3") as refusal:
        review(many, page=3)
    assert refusal.value.hint == "Pages go from 1 to 2."


def test_a_run_without_pictures_has_one_empty_page(context: ToolContext) -> None:
    assert review(context, page=1).items == ()


@pytest.mark.parametrize("arguments", [{}, {"ids": ("e1",), "page": 1}], ids=["neither", "both"])
def test_either_ids_or_a_page_is_wanted(context: ToolContext, arguments: dict[str, object]) -> None:
    with pytest.raises(ToolFailed, match="either ids or page"):
        call(context, "review", **arguments)


def _box(right: int) -> dict[str, int]:
    """Cuts of different widths, so that all are different pictures."""
    return {"x0": 0, "y0": 0, "x1": right, "y1": 100}
