"""Colours in another light are the same colours; another hue is another colour."""

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.vision.light import same_colours

LUMA = np.array([0.299, 0.587, 0.114])


@pytest.fixture
def blue() -> NDArray[np.uint8]:
    """A design in shades of blue, (n, 3)."""
    shades = np.random.default_rng(1).uniform(0.2, 1.0, (400, 1))
    return (shades * [40, 90, 230]).astype(np.uint8)


@pytest.mark.parametrize(
    "light",
    [
        lambda colours: colours * 0.5,
        lambda colours: np.clip(colours * 1.5, 0, 255),
        lambda colours: 60 + colours * 0.5,
        lambda colours: np.repeat(colours @ LUMA, 3).reshape(-1, 3) * 0.6 + colours * 0.4,
    ],
    ids=["darker", "brighter", "paler", "greyer"],
)
@pytest.mark.parametrize("turn", [1, 2])
def test_other_light_is_no_other_hue(light, turn: int, blue: NDArray[np.uint8]) -> None:
    seen = light(blue.astype(float)).astype(np.uint8)
    assert same_colours(seen, blue) > same_colours(seen, np.roll(blue, turn, axis=1))


def test_equal_colours_agree_wholly(blue: NDArray[np.uint8]) -> None:
    assert same_colours(blue, blue) == pytest.approx(1.0)
    assert same_colours(blue[:0], blue[:0]) == 1.0


def test_opposite_hues_are_not_explained(blue: NDArray[np.uint8]) -> None:
    opposite = np.clip(2 * (blue @ LUMA)[:, None] - blue, 0, 255).astype(np.uint8)
    grey = np.repeat(blue @ LUMA, 3).reshape(-1, 3).astype(np.uint8)
    assert same_colours(opposite, blue) < same_colours(grey, blue) < 1.0


def test_without_colour_brightness_tells(blue: NDArray[np.uint8]) -> None:
    grey = np.repeat(blue @ LUMA, 3).reshape(-1, 3).astype(np.uint8)
    assert same_colours(grey, blue) > same_colours(grey, 255 - blue)
