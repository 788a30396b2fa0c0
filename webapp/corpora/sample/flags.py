"""Flags as declarations, and the one function that draws them."""

from dataclasses import dataclass
from itertools import accumulate

from PIL import Image, ImageDraw

from webapp.corpora.sample.shapes import Rectangle, Shape

WIDTH_PIXELS = 600
OVERSAMPLING = 4

Size = tuple[int, int]


@dataclass(frozen=True)
class Flag:
    """A national flag: `size` is (width, height) in the units of `shapes`, which are painted in order."""

    country: str
    size: Size
    caption: str
    shapes: tuple[Shape, ...]

    @property
    def file(self) -> str:
        """Its place in the corpus folder."""
        return f"pictures/flag_{self.country.lower().replace(' ', '_')}.png"


def draw_flag(flag: Flag) -> Image.Image:
    """Draw `flag` as an RGB image whose width is about 600 pixels and whose proportions are exact."""
    width, height = flag.size
    # A whole number of pixels a unit keeps straight edges sharp.
    cell = round(WIDTH_PIXELS / width) * OVERSAMPLING
    image = Image.new("RGB", (width * cell, height * cell), "#FFFFFF")
    canvas = ImageDraw.Draw(image)
    for shape in flag.shapes:
        shape.draw(canvas, cell)
    return image.reduce(OVERSAMPLING)


def field(size: Size, colour: str) -> Rectangle:
    """The whole of a flag in one colour."""
    return Rectangle(colour, 0, 0, *size)


def bands(size: Size, colours: str, weights: str = "") -> tuple[Rectangle, ...]:
    """Horizontal bands from the top: `colours` and their relative `weights` (equal if left out) are words."""
    width, height = size
    return tuple(
        Rectangle(colour, 0, start * height, width, share * height)
        for colour, start, share in _shares(colours, weights)
    )


def pales(size: Size, colours: str, weights: str = "") -> tuple[Rectangle, ...]:
    """Vertical bands from the hoist: `colours` and their relative `weights` (equal if left out) are words."""
    width, height = size
    return tuple(
        Rectangle(colour, start * width, 0, share * width, height)
        for colour, start, share in _shares(colours, weights)
    )


def cross(size: Size, colour: str, corner: Size, thickness: int) -> tuple[Rectangle, Rectangle]:
    """A cross to the edges of the flag; `corner` is the lower right corner of its upper hoist quarter."""
    width, height = size
    left, top = corner
    return Rectangle(colour, left, 0, thickness, height), Rectangle(colour, 0, top, width, thickness)


def _shares(colours: str, weights: str) -> list[tuple[str, float, float]]:
    """Each colour with where its band starts and how much it takes, as fractions of the whole."""
    names = colours.split()
    parts = [int(word) for word in weights.split()] or [1] * len(names)
    starts = accumulate(parts[:-1], initial=0)
    total = sum(parts)
    return [
        (name, start / total, part / total) for name, start, part in zip(names, starts, parts, strict=True)
    ]
