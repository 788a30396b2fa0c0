"""curate: what matters, by ids that the run knows, and pictures that stay in view."""

from typing import Any

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools.curate import curate
from agents.types import Importance
from tests.agents.tools.driving import call, look, memory_of
from tests.fixtures.memory_library import Library


@pytest.fixture
def met(library: Library, context: ToolContext) -> ToolContext:
    """A run that searched, looked at the ferry and kept it."""
    ferry = library.uid("ferry.png")
    results = (
        call(context, "search_images", query="ferry"),
        look(context, [ferry]),
        call(context, "note", uid=ferry),
    )
    return library.context(memory_of(*results))


def test_hits_and_evidence_are_ranked_and_dropped(met: ToolContext) -> None:
    hit = next(iter(met.memory.pool))
    curated = curate(met, importance={"e1": Importance.VERY_HIGH}, drop=(hit,))
    assert (curated.importance, curated.dropped) == ({"e1": Importance.VERY_HIGH}, (hit,))


def test_a_picture_that_was_looked_at_can_be_pinned_and_unpinned(library: Library, met: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    pinned = curate(met, pin=(ferry,))
    assert pinned.pinned == (ferry,)
    assert curate(library.context(memory_of(pinned)), unpin=(ferry,)).unpinned == (ferry,)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"importance": {"e2": Importance.LOW}}, "No hit or evidence of this run: e2."),
        ({"drop": ("passage:0", "e1")}, "No hit or evidence of this run: passage:0."),
        ({"pin": ("img_aaaaaaaaaaaaa",)}, "Not looked at in this run: img_aaaaaaaaaaaaa."),
        ({"unpin": ("img_aaaaaaaaaaaaa",)}, "Not pinned: img_aaaaaaaaaaaaa."),
    ],
)
def test_what_the_run_does_not_know_is_named(
    met: ToolContext, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ToolFailed) as refusal:
        curate(met, **arguments)
    assert (refusal.value.kind, refusal.value.message) == ("unknown_id", message)


def test_a_fifth_pin_needs_room(library: Library) -> None:
    names = ("ferry.png", "market.png", "lighthouse.png", "postcard.jpg")
    uids = [library.uid(name) for name in names]
    memory = memory_of(
        look(library.context(), uids, pin=True), call(library.context(), "rotate", uid=uids[0], degrees=90)
    )
    turned = next(uid for uid in memory.looks if uid not in uids)
    with pytest.raises(ToolFailed, match="At most 4 pictures can be pinned"):
        curate(library.context(memory), pin=(turned,))
    assert curate(library.context(memory), pin=(turned,), unpin=(uids[0],)).pinned == (turned,)


def test_nothing_to_change_is_refused(met: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="Nothing is to change"):
        curate(met)
