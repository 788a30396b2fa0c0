"""Tables as they are set on pages."""

from dataclasses import dataclass, replace

MAX_SHIFT_POINTS = 8.0
"""Between pages, columns of one table stand so near to the same place."""


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table of a page. The lines of a cell are parted by line ends; `lefts` is where its columns begin.

    The first `heads` rows say what stands below them. A cell of several rows is in each of them, one of
    several columns in the first, before empty ones.
    """

    rows: tuple[tuple[str, ...], ...]
    lefts: tuple[float, ...]
    heads: int = 0

    def goes_on_in(self, other: "SetTable") -> bool:
        """Whether a table at the top of the next page has the same columns."""
        return len(self.lefts) == len(other.lefts) and all(
            abs(a - b) <= MAX_SHIFT_POINTS for a, b in zip(self.lefts, other.lefts, strict=True)
        )

    def below(self, before: "SetTable") -> "SetTable":
        """This table below the header of the one before, which it goes on from."""
        heads = before.rows[: before.heads]
        if not heads or self.rows[: len(heads)] == heads:
            return replace(self, heads=len(heads))
        return replace(self, rows=(*heads, *self.rows), heads=len(heads))
