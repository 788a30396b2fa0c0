"""Where a part of a page stands."""

from typing import NamedTuple


class Box(NamedTuple):
    """A part of a page as it is read: points from the lower left, or from another corner of a turned page."""

    left: float
    base: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """Its height."""
        return self.top - self.base

    def turned(self, quarters: int) -> "Box":
        """As it is seen when the page is turned by quarters, counted as PDFium counts them in angles."""
        match quarters:
            case 1:
                return Box(-self.top, self.left, -self.base, self.right)
            case 2:
                return Box(-self.right, -self.top, -self.left, -self.base)
            case 3:
                return Box(self.base, -self.right, self.top, -self.left)
            case _:
                return self
