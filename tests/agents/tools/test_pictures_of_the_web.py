"""Pictures of the web: words first, bytes at the first look, kept by UID with where they are from."""

from dataclasses import replace

import pytest

from agents.memory import WorkingMemory
from agents.observations import EvidenceKept, Observation, PicturesSeen
from agents.toolbox import ToolContext, ToolFailed
from tests.agents.tools.conftest import did
from tests.agents.tools.driving import call
from tests.support.office import SLIDE_PICTURE, pptx, shape
from tests.support.small_web import FILLER, SmallWeb, drawn
from tests.support.web_server import page

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def looked(context: ToolContext, *names: str, **arguments: object) -> PicturesSeen:
    seen = did(context, "look", uids=[*names], **arguments)
    assert isinstance(seen, PicturesSeen)
    return seen


@pytest.fixture
def searched(online: ToolContext) -> ToolContext:
    did(online, "web_search", query="lamp", kind="image")
    return online


def test_it_is_fetched_at_the_first_look_alone(searched: ToolContext, little: SmallWeb) -> None:
    assert little.opened == []
    first, again = looked(searched, "result:1"), looked(searched, "result:1")
    assert first.pictures == again.pictures
    assert little.opened == ["/lamp.png"]
    [origin] = first.fetched
    assert (origin.address, origin.page) == (little.address("/lamp.png"), little.address("/light"))


def test_one_picture_of_two_addresses_has_two_origins(searched: ToolContext) -> None:
    seen = looked(searched, "result:1", "result:2")
    [picture] = seen.pictures
    assert [each.name for each in seen.fetched] == ["result:1", "result:2"]
    assert len(searched.memory.web.origins[picture.uid]) == 2


def test_it_is_lookable_after_its_address_died_and_the_web_was_switched_off(
    searched: ToolContext, little: SmallWeb
) -> None:
    [picture] = looked(searched, "result:1").pictures
    little.pages.clear()
    off = replace(searched, web=None, memory=searched.memory)
    assert looked(off, picture.uid).pictures == looked(off, "result:1").pictures == (picture,)
    assert (
        call(off, "zoom", uid=picture.uid, box={"x0": 0, "y0": 0, "x1": 500, "y1": 500}).parent == picture.uid
    )


def test_a_picture_that_was_never_looked_at_needs_the_web(searched: ToolContext) -> None:
    with pytest.raises(ToolFailed) as failed:
        call(replace(searched, web=None), "look", uids=["result:1"])
    assert failed.value.kind == "no_web"


def test_a_picture_of_a_page_is_kept_with_it(online: ToolContext, little: SmallWeb) -> None:
    did(online, "web_search", query="Cape Orr")
    name = next(hit.id for hit in online.memory.web.hits.values() if "light" in hit.title)
    did(online, "open_page", address=name)
    [origin] = looked(online, "figure:1.0").fetched
    assert (origin.title, str(origin.snapshot)) == ("The lamp in its room", "page:1")
    again = did(online, "open_page", address=name)
    assert again.uids == (origin.uid,)  # type: ignore[attr-defined]


def test_it_is_cited_with_where_it_is_from(searched: ToolContext, little: SmallWeb) -> None:
    [picture] = looked(searched, "result:1").pictures
    kept = call(searched, "note", uid=picture.uid)
    assert isinstance(kept, EvidenceKept)
    piece = kept.evidence
    assert (piece.cited_as, piece.uid, piece.title) == ("web_picture", picture.uid, "The lamp")
    assert (piece.address, piece.page) == (little.address("/lamp.png"), little.address("/light"))


def test_what_is_no_picture_is_told(searched: ToolContext, little: SmallWeb) -> None:
    little.pages["/lamp.png"] = page(b"<p>gone", media_type="text/html")
    with pytest.raises(ToolFailed) as failed:
        call(searched, "look", uids=["result:1", "result:2"])
    assert (failed.value.kind, "result:1" in failed.value.message) == ("picture", True)


def test_a_result_without_a_picture_is_no_picture(online: ToolContext) -> None:
    did(online, "web_search", query="Cape Orr")
    with pytest.raises(ToolFailed) as failed:
        call(online, "look", uids=["result:1"])
    assert failed.value.kind == "no_picture"


def test_a_foreign_uid_opens_nothing(online: ToolContext) -> None:
    """That its bytes are in the store, for another run, is not enough."""
    uid = online.store.put(drawn("teal")).uid
    with pytest.raises(ToolFailed) as failed:
        call(online, "look", uids=[uid])
    assert failed.value.kind == "unknown_picture"


def test_names_are_known_again_from_the_journal(searched: ToolContext) -> None:
    seen = looked(searched, "result:1")
    memory = WorkingMemory()
    memory.take(Observation("c1", data=seen), step=1)
    assert memory.web.uids == {"result:1": seen.pictures[0].uid}


def test_a_picture_in_the_file_of_a_page_says_where_it_is_from(online: ToolContext, little: SmallWeb) -> None:
    slides = pptx([shape(FILLER) + SLIDE_PICTURE])
    little.pages["/light"] = page(slides, media_type=PPTX)
    did(online, "web_search", query="Cape Orr")
    name = next(hit.id for hit in online.memory.web.hits.values() if "light" in hit.title)
    read = did(online, "open_page", address=name)
    [figure] = read.figures  # type: ignore[attr-defined]
    assert figure.uid
    assert looked(online, figure.id).fetched == ()
    kept = call(online, "note", uid=figure.uid)
    assert (kept.evidence.cited_as, kept.evidence.page) == ("web_picture", little.address("/light"))
