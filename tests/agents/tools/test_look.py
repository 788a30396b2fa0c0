"""look: pictures in words, with the size they have and the size they are shown in; or all on one sheet."""

from io import BytesIO

import pytest
from PIL import Image

from agents.toolbox import ToolContext, ToolFailed
from tests.agents.tools.driving import look, memory_of
from tests.fixtures.memory_library import Library

pytestmark = pytest.mark.long


def test_a_picture_of_the_corpus_is_described(library: Library, context: ToolContext) -> None:
    [seen] = look(context, [library.uid("ferry.png")]).pictures
    assert (seen.width, seen.height) == (480, 360)
    assert seen.labels[0].name == "orange"
    assert seen.labels[0].probability > 0.5
    assert "orange" in seen.colours
    assert (seen.parent, seen.box) == (None, None)


def test_a_picture_of_the_question_is_described(library: Library) -> None:
    facts = library.store.put(_png((64, 48)))
    [seen] = look(library.context(asked=(facts.uid,)), [facts.uid]).pictures
    assert seen.labels[0].name == "purple"


def test_a_large_picture_tells_both_of_its_sizes(library: Library) -> None:
    facts = library.store.put(_png((3000, 100)))
    [seen] = look(library.context(asked=(facts.uid,)), [facts.uid]).pictures
    assert (seen.width, seen.height) == (3000, 100)
    assert (seen.shown_width, seen.shown_height) == (2048, 68)


def test_several_pictures_come_in_their_order_and_each_once(library: Library, context: ToolContext) -> None:
    market, ferry = library.uid("market.png"), library.uid("ferry.png")
    seen = look(context, [market, ferry, market])
    assert [picture.uid for picture in seen.pictures] == [market, ferry]
    assert seen.sheet is None


def test_what_cannot_be_looked_at_is_named_and_nothing_is_shown(
    library: Library, context: ToolContext
) -> None:
    clock = library.uid("clock.png")
    with pytest.raises(ToolFailed, match=f"No picture img_aaaaaaaaaaaaa, {clock} in this run") as refusal:
        look(context, ["img_aaaaaaaaaaaaa", library.uid("ferry.png"), clock])
    assert refusal.value.kind == "unknown_picture"


def test_more_than_four_pictures_need_a_sheet(library: Library) -> None:
    uids = _uids(library, 5)
    context = library.context(asked=tuple(uids))
    with pytest.raises(ToolFailed, match="At most 4 pictures .* set contact_sheet"):
        look(context, uids)
    assert len(look(context, uids, contact_sheet=True).pictures) == 5


def test_a_sheet_is_one_picture_of_its_own_and_always_the_same(library: Library) -> None:
    uids = _uids(library, 12)
    context = library.context(asked=tuple(uids))
    first, second = look(context, uids, contact_sheet=True), look(context, uids, contact_sheet=True)
    assert first.sheet == second.sheet
    assert first.sheet
    assert first.sheet.uid not in uids
    assert (first.sheet.shown_width, first.sheet.shown_height) == (first.sheet.width, first.sheet.height)


def test_a_sheet_in_another_order_is_another_picture(library: Library, context: ToolContext) -> None:
    uids = [library.uid("ferry.png"), library.uid("market.png")]
    one, other = look(context, uids, contact_sheet=True), look(context, uids[::-1], contact_sheet=True)
    assert one.sheet
    assert other.sheet
    assert one.sheet.uid != other.sheet.uid


def test_a_sheet_takes_two_pictures_at_least(library: Library, context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="2 to 12 different UIDs"):
        look(context, [library.uid("ferry.png")] * 2, contact_sheet=True)


def test_pinned_pictures_are_at_most_four(library: Library) -> None:
    uids = _uids(library, 5)
    pinned = look(library.context(asked=tuple(uids)), uids[:4], pin=True)
    assert pinned.is_pinned
    context = library.context(memory_of(pinned), asked=tuple(uids))
    with pytest.raises(ToolFailed, match=f"At most 4 .* pinned now: {uids[0]}") as refusal:
        look(context, uids[4:], pin=True)
    assert refusal.value.kind == "too_many_pins"
    assert look(context, uids[:1], pin=True).is_pinned


def test_a_sheet_cannot_be_pinned(library: Library, context: ToolContext) -> None:
    with pytest.raises(ToolFailed, match="leave pin out"):
        look(context, [library.uid("ferry.png"), library.uid("market.png")], contact_sheet=True, pin=True)


def _uids(library: Library, count: int) -> list[str]:
    return [library.store.put(_png((64, 48 + number))).uid for number in range(count)]


def _png(size: tuple[int, int]) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, (128, 0, 128)).save(target, "PNG")
    return target.getvalue()
