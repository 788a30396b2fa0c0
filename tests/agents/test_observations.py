"""What a result of any kind is asked for: ids, pictures, and what these were made from."""

from typing import get_args

from agents.observations import (
    HitsFound,
    LineFound,
    LinesFound,
    PicturesCompared,
    PictureSeen,
    PicturesSeen,
    Result,
    SearchesDone,
    SeenHit,
    TextRead,
    ToolResult,
)


def _hit(item_id: str, uid: str | None = None) -> SeenHit:
    kind = "image" if uid else "passage"
    return SeenHit(item_id, kind, "Lamp", "A lamp.", "lamp.md", "harbour", 0.5, 0.5, uid=uid)


def _look(uid: str, parent: str | None = None) -> PictureSeen:
    return PictureSeen(uid, 40, 30, 40, 30, (), "", (), parent)


def test_every_kind_is_a_result() -> None:
    kinds = get_args(get_args(ToolResult)[0])
    assert len(kinds) > 10
    assert all(issubclass(kind, Result) for kind in kinds)


def test_searches_have_the_hits_of_each() -> None:
    one, other = _hit("passage:1"), _hit("image:2", "img_b")
    done = SearchesDone((HitsFound("lamp", (one,)), HitsFound("light", (one, other))))
    assert done.all_hits == (one, one, other)
    assert done.ids == ("passage:1", "passage:1", "image:2")
    assert done.uids == ("img_b",)
    assert done.seen_uids == ()


def test_a_search_without_hits_is_empty() -> None:
    assert SearchesDone((HitsFound("lamp", ()),)).is_empty
    assert not HitsFound("lamp", (_hit("passage:1"),)).is_empty
    assert LinesFound("lamp", (), is_cut=False).is_empty


def test_a_text_names_its_document_and_pictures() -> None:
    read = TextRead(7, "Lamp", "lamp.md", 0, 5, 5, "Lamp.", ("img_a",))
    assert (read.ids, read.uids, read.seen_uids) == (("document:7",), ("img_a",), ())
    line = LineFound(7, "Lamp", "lamp.md", 0, 4, "Lamp.")
    assert LinesFound("Lamp", (line,), is_cut=False).ids == read.ids


def test_a_cut_was_made_from_its_parent() -> None:
    assert _look("img_cut", "img_whole").made_from == {"img_cut": ("img_whole",)}
    assert _look("img_whole").made_from == {}


def test_of_a_contact_sheet_the_sheet_is_shown() -> None:
    seen = PicturesSeen((_look("img_a"), _look("img_cut", "img_b")), sheet=_look("img_sheet"))
    assert seen.pixel_uids == ("img_sheet",)
    assert seen.seen_uids == seen.uids == seen.ids == ("img_a", "img_cut", "img_sheet")
    assert seen.made_from == {"img_cut": ("img_b",), "img_sheet": ("img_a", "img_cut")}


def test_without_a_sheet_each_picture_is_shown() -> None:
    assert PicturesSeen((_look("img_a"), _look("img_b"))).pixel_uids == ("img_a", "img_b")


def test_a_comparison_shows_both_on_one_sheet() -> None:
    pair = PicturesCompared("img_a", "img_b", _look("img_sheet"), 3, 0.9)
    assert pair.pixel_uids == ("img_sheet",)
    assert pair.seen_uids == ("img_a", "img_b", "img_sheet")
    assert pair.made_from == {"img_sheet": ("img_a", "img_b")}
