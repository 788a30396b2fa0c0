"""Colours in plain English."""

import pytest
from PIL import Image

from agents.vision import dominant_colours

PLAIN = {
    "#000000": "black",
    "#ffffff": "white",
    "#808080": "grey",
    "#ff0000": "red",
    "#008000": "green",
    "#0000ff": "blue",
    "#ffff00": "yellow",
    "#ffa500": "orange",
    "#800080": "purple",
    "#ffc0cb": "pink",
    "#8b4513": "brown",
    "#000080": "dark blue",
    "#dd0000": "red",
    "#ffcc00": "yellow",
    "#0057b7": "blue",
    "#87ceeb": "light blue",
}


@pytest.mark.parametrize(("code", "name"), PLAIN.items())
def test_a_plain_colour_has_its_plain_name(code: str, name: str) -> None:
    (colour,) = dominant_colours(Image.new("RGB", (8, 8), code))
    assert (colour.name, colour.hex, colour.share) == (name, code, 1.0)


def test_colours_come_by_falling_share() -> None:
    image = Image.new("RGB", (100, 10), "white")
    image.paste("red", (0, 0, 30, 10))
    image.paste("blue", (30, 0, 40, 10))
    found = dominant_colours(image)
    assert [colour.name for colour in found] == ["white", "red", "blue"]
    assert [colour.share for colour in found] == pytest.approx([0.6, 0.3, 0.1], abs=0.02)


def test_no_more_colours_are_named_than_asked_for() -> None:
    image = Image.linear_gradient("L").convert("RGB")
    assert len(dominant_colours(image, 2)) == 2


def test_specks_are_left_out() -> None:
    image = Image.new("RGB", (50, 50), "white")
    image.putpixel((3, 3), (255, 0, 0))
    assert [colour.name for colour in dominant_colours(image)] == ["white"]


def test_what_is_transparent_counts_as_white() -> None:
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    assert [colour.name for colour in dominant_colours(image)] == ["white"]
