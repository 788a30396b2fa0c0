"""Rectangles of a picture in 0..1000 units, the same whatever size the picture is shown in."""

from dataclasses import dataclass

from media_store.errors import InvalidBox
from media_store.messages import message as _

UNITS = 1000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture; (0, 0) is its top left and (1000, 1000) its bottom right corner.

    Raises InvalidBox unless 0 <= x0 < x1 <= 1000 and 0 <= y0 < y1 <= 1000, all whole numbers.
    """

    x0: int
    y0: int
    x1: int
    y1: int

    def __post_init__(self) -> None:
        corners = (self.x0, self.y0, self.x1, self.y1)
        whole = all(type(corner) is int for corner in corners)
        if not (whole and 0 <= self.x0 < self.x1 <= UNITS and 0 <= self.y0 < self.y1 <= UNITS):
            raise InvalidBox(
                _(
                    "The box %(corners)s is no rectangle: give four whole numbers with 0 <= x0 < x1 <= "
                    "%(units)s and 0 <= y0 < y1 <= %(units)s.",
                    corners=str(corners),
                    units=str(UNITS),
                )
            )

    def to_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of the smallest pixel rectangle that covers the box.

        It has at least one pixel and lies inside a picture of `width` x `height` pixels.
        """
        return (
            self.x0 * width // UNITS,
            self.y0 * height // UNITS,
            _divide_up(self.x1 * width, UNITS),
            _divide_up(self.y1 * height, UNITS),
        )

    def within(self, outer: "Box") -> "Box":
        """This box of a crop in the units of the picture from which `outer` was cut.

        Rounded outwards, so the answer covers the box and never leaves `outer`.
        """
        width, height = outer.x1 - outer.x0, outer.y1 - outer.y0
        return Box(
            outer.x0 + self.x0 * width // UNITS,
            outer.y0 + self.y0 * height // UNITS,
            outer.x0 + _divide_up(self.x1 * width, UNITS),
            outer.y0 + _divide_up(self.y1 * height, UNITS),
        )


def _divide_up(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)
