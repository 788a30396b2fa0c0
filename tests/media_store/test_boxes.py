"""Boxes in 0..1000 units: into pixels, and from a crop into the picture it was cut from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_store import Box, InvalidBox

sides = st.integers(1, 20_000)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[int, int]:
    low = draw(st.integers(0, 999))
    return low, draw(st.integers(low + 1, 1000))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    (x0, x1), (y0, y1) = draw(intervals()), draw(intervals())
    return Box(x0, y0, x1, y1)


WHOLE = Box(0, 0, 1000, 1000)


@given(boxes(), sides, sides)
def test_a_box_covers_at_least_one_pixel_inside_the_picture(box, width, height):
    left, top, right, bottom = box.to_pixels(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


@given(boxes(), sides, sides)
def test_the_pixels_cover_the_box_and_not_one_more(box, width, height):
    left, top, right, bottom = box.to_pixels(width, height)
    for low, high, first, last, side in (
        (box.x0, box.x1, left, right, width),
        (box.y0, box.y1, top, bottom, height),
    ):
        assert first * 1000 <= low * side < (first + 1) * 1000
        assert (last - 1) * 1000 < high * side <= last * 1000


@given(boxes())
def test_pixels_of_a_picture_of_a_thousand_are_the_box_itself(box):
    assert Box(*box.to_pixels(1000, 1000)) == box


@given(boxes())
def test_the_whole_picture_changes_no_box(box):
    assert box.within(WHOLE) == box
    assert WHOLE.within(box) == box


@given(boxes(), boxes())
def test_a_box_within_another_stays_within_it(inner, outer):
    mapped = inner.within(outer)
    assert outer.x0 <= mapped.x0 < mapped.x1 <= outer.x1
    assert outer.y0 <= mapped.y0 < mapped.y1 <= outer.y1


@given(boxes(), boxes(), boxes())
def test_nested_crops_map_to_the_same_place_in_either_order(inner, middle, outer):
    step_by_step = inner.within(middle).within(outer)
    at_once = inner.within(middle.within(outer))
    corners = ("x0", "y0", "x1", "y1")
    assert all(abs(getattr(step_by_step, c) - getattr(at_once, c)) <= 2 for c in corners)


@pytest.mark.parametrize(
    "corners",
    [(0, 0, 0, 10), (10, 0, 5, 10), (0, 9, 5, 9), (-1, 0, 5, 5), (0, 0, 1001, 5), (0, 0, 5, 1001)],
)
def test_a_box_that_is_no_rectangle_is_refused(corners):
    with pytest.raises(InvalidBox, match="is no rectangle: give four whole numbers"):
        Box(*corners)


@pytest.mark.parametrize("corner", [0.5, "0", None, False])
def test_a_box_takes_whole_numbers_only(corner):
    with pytest.raises(InvalidBox):
        Box(corner, 0, 10, 10)
