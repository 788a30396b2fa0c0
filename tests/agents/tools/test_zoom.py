"""zoom: a region of the original at full resolution, as a picture of its own."""

import pytest

from agents.toolbox import ToolContext, ToolFailed
from agents.tools import load_tools
from agents.tools.zoom import zoom
from media_store import Box
from tests.agents.tools.driving import look, memory_of
from tests.fixtures.harbour import draw_ferry
from tests.fixtures.memory_library import Library

LAMP = Box(0, 0, 125, 125)


def test_a_cut_is_a_picture_with_a_parent_and_a_box(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    seen = zoom(context, ferry, LAMP)
    assert seen.uid != ferry
    assert (seen.parent, seen.box) == (ferry, LAMP)
    assert (seen.width, seen.height) == (60, 45)
    assert seen.labels[0].name == "red"


def test_a_cut_holds_the_pixels_of_the_original(library: Library, context: ToolContext) -> None:
    box = Box(400, 400, 600, 700)
    seen = zoom(context, library.uid("ferry.png"), box)
    expected = draw_ferry().crop(box.to_pixels(480, 360))
    assert library.store.image(seen.uid).tobytes() == expected.tobytes()


def test_the_same_cut_twice_is_the_same_picture(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    assert zoom(context, ferry, LAMP) == zoom(context, ferry, LAMP)


def test_a_cut_can_be_looked_at_and_cut_again(library: Library, context: ToolContext) -> None:
    first = zoom(context, library.uid("ferry.png"), Box(0, 0, 500, 500))
    memory = memory_of(first)
    second = zoom(library.context(memory), first.uid, Box(0, 0, 250, 250))
    assert (second.parent, second.box) == (first.uid, Box(0, 0, 250, 250))
    assert second.labels[0].name == "red"


def test_equal_cuts_of_two_pictures_are_one_file_and_each_run_tells_its_own_origin(
    library: Library, context: ToolContext
) -> None:
    first = zoom(context, library.uid("ferry.png"), Box(0, 0, 500, 500))
    memory = memory_of(first)
    by_way = zoom(library.context(memory), first.uid, Box(0, 0, 250, 250))
    at_once = zoom(context, library.uid("ferry.png"), LAMP)
    assert by_way.uid == at_once.uid
    assert (at_once.parent, at_once.box) == (library.uid("ferry.png"), LAMP)


def test_a_second_look_at_a_cut_still_knows_where_it_is_from(library: Library, context: ToolContext) -> None:
    cut = zoom(context, library.uid("ferry.png"), LAMP)
    memory = memory_of(cut)
    assert look(library.context(memory), [cut.uid]).pictures == (cut,)


def test_a_box_around_everything_gives_the_picture_itself(library: Library, context: ToolContext) -> None:
    ferry = library.uid("ferry.png")
    seen = zoom(context, ferry, Box(0, 0, 1000, 1000))
    assert (seen.uid, seen.parent, seen.box) == (ferry, None, None)


def test_a_cut_of_another_run_is_out_of_reach(library: Library, context: ToolContext) -> None:
    cut = zoom(context, library.uid("ferry.png"), LAMP)
    with pytest.raises(ToolFailed, match=cut.uid):
        look(library.context(), [cut.uid])


def test_what_was_looked_for_is_remembered_in_one_line(library: Library, context: ToolContext) -> None:
    assert zoom(context, library.uid("ferry.png"), LAMP, note="the\nlamp ").note == "the lamp"


def test_a_cut_of_too_few_pixels_is_refused_with_the_least_box(
    library: Library, context: ToolContext
) -> None:
    with pytest.raises(ToolFailed, match="covers 5 x 45 of the picture's 480 x 360 pixels") as refusal:
        zoom(context, library.uid("ferry.png"), Box(0, 0, 10, 125))
    assert refusal.value.kind == "box_too_small"
    assert "8 x 8 pixels, which are 17 x 23 units here" in refusal.value.hint
    assert zoom(context, library.uid("ferry.png"), Box(0, 0, 17, 23)).width >= 8


@pytest.mark.parametrize(
    "box",
    [
        {"x0": 500, "y0": 0, "x1": 400, "y1": 100},
        {"x0": -1, "y0": 0, "x1": 400, "y1": 100},
        {"x0": 0, "y0": 0, "x1": 400, "y1": 1001},
    ],
    ids=["inside out", "below zero", "beyond the edge"],
)
def test_a_box_that_is_no_rectangle_is_an_invalid_argument(
    library: Library, context: ToolContext, box: dict[str, int]
) -> None:
    with pytest.raises(ToolFailed, match="0 <= x0 < x1 <= 1000") as refusal:
        load_tools()["zoom"].call(context, {"uid": library.uid("ferry.png"), "box": box})
    assert refusal.value.kind == "invalid_arguments"
