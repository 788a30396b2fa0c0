"""The shapes that flags are made of, in the units of the flag's own construction sheet."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Protocol

from PIL.ImageDraw import ImageDraw

Point = tuple[float, float]


class Shape(Protocol):
    """Something that can be drawn where one unit of the sheet is `cell` pixels."""

    def draw(self, canvas: ImageDraw, cell: int) -> None: ...


@dataclass(frozen=True)
class Rectangle:
    """An axis-parallel rectangle by its top left corner and its size, in units."""

    colour: str
    left: float
    top: float
    width: float
    height: float

    def draw(self, canvas: ImageDraw, cell: int) -> None:
        left, top = round(self.left * cell), round(self.top * cell)
        # Pillow counts the last row and column as inside.
        right, bottom = round((self.left + self.width) * cell) - 1, round((self.top + self.height) * cell) - 1
        canvas.rectangle((left, top, right, bottom), fill=self.colour)


@dataclass(frozen=True)
class Disc:
    """A filled circle by its centre and radius, in units."""

    colour: str
    centre: Point
    radius: float

    def draw(self, canvas: ImageDraw, cell: int) -> None:
        x, y = self.centre
        edges = (x - self.radius, y - self.radius, x + self.radius, y + self.radius)
        canvas.ellipse([edge * cell for edge in edges], fill=self.colour)


@dataclass(frozen=True)
class Polygon:
    """A filled polygon by its corners, in units."""

    colour: str
    corners: tuple[Point, ...]

    def draw(self, canvas: ImageDraw, cell: int) -> None:
        canvas.polygon([(x * cell, y * cell) for x, y in self.corners], fill=self.colour)


def star(colour: str, centre: Point, radius: float) -> Polygon:
    """A five-pointed star with one point upwards, whose points lie on a circle of `radius` units."""
    # The notches of a regular pentagram lie on a circle smaller by the square of the golden ratio.
    notch = radius * (3 - 5**0.5) / 2
    corners = []
    for index in range(10):
        length, angle = (notch if index % 2 else radius), index * pi / 5
        corners.append((centre[0] + length * sin(angle), centre[1] - length * cos(angle)))
    return Polygon(colour, tuple(corners))
