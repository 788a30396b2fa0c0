"""Tables whose cells are ruled on all sides."""

from bisect import bisect
from collections.abc import Iterator, Sequence

from agents.documents.pages.rules import Rule, Rules

MIN_CELL_POINTS = 4.0
TOUCH_POINTS = 3.0
"""Rules that end so near to another touch it."""
MAX_CELLS = 5_000


class Grid:
    """Rules that touch: `xs` and `ys` are the places of those down and across, from left and from the top."""

    def __init__(self, across: Sequence[Rule], down: Sequence[Rule]) -> None:
        self.across, self.down = across, down
        lefts = [rule.place for rule in down]
        starts, ends = min(rule.start for rule in across), max(rule.end for rule in across)
        # A table may have no rules at its sides, or no rules above and below.
        if min(lefts) - starts > 2 * MIN_CELL_POINTS:
            lefts.append(starts)
        if ends - max(lefts) > 2 * MIN_CELL_POINTS:
            lefts.append(ends)
        heights = [rule.place for rule in across]
        highest, lowest = max(rule.end for rule in down), min(rule.start for rule in down)
        heights += [highest] if highest - max(heights) > 2 * MIN_CELL_POINTS else []
        heights += [lowest] if min(heights) - lowest > 2 * MIN_CELL_POINTS else []
        self.xs = _apart(sorted(lefts))
        self.ys = _apart(sorted(heights))[::-1]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; None outside."""
        column, row = bisect(self.xs, x) - 1, len(self.ys) - 1 - bisect(self.ys[::-1], y)
        return (row, column) if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1 else None

    def cells(self) -> Iterator[tuple[int, int, int, int]]:
        """First row and column of each cell, and how many of each it takes."""
        taken: set[tuple[int, int]] = set()
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        for row in range(rows):
            for column in range(columns):
                if (row, column) in taken:
                    continue
                wide = high = 1
                height = (self.ys[row] + self.ys[row + 1]) / 2
                while column + wide < columns and not _is_ruled(self.xs[column + wide], height, self.down):
                    wide += 1
                middles = [(self.xs[n] + self.xs[n + 1]) / 2 for n in range(column, column + wide)]
                while row + high < rows and not any(
                    _is_ruled(self.ys[row + high], middle, self.across) for middle in middles
                ):
                    high += 1
                taken.update(places_of((row, column, high, wide)))
                yield row, column, high, wide


def places_of(cell: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """The rows and columns that a cell takes."""
    row, column, high, wide = cell
    return ((row + below, column + aside) for below in range(high) for aside in range(wide))


def grids_of(rules: Rules) -> Iterator[Grid]:
    """Rules that touch each other and make at least two columns and two rows."""
    left_across, left_down = list(rules.across), list(rules.down)
    while left_down:
        across, down, fresh = list[Rule](), [left_down.pop()], True
        while fresh:
            fresh = False
            for rule in [each for each in left_across if any(_touch(each, other) for other in down)]:
                left_across.remove(rule)
                across.append(rule)
                fresh = True
            for rule in [each for each in left_down if any(_touch(other, each) for other in across)]:
                left_down.remove(rule)
                down.append(rule)
                fresh = True
        if across and (len(across) > 1 or len(down) > 1):
            grid = Grid(across, down)
            if len(grid.xs) > 2 and len(grid.ys) > 1 and len(grid.xs) * len(grid.ys) <= MAX_CELLS:
                yield grid


def _is_ruled(place: float, along: float, rules: Sequence[Rule]) -> bool:
    """Whether one of parallel rules is at a place and passes by a point along it."""
    return any(abs(rule.place - place) <= TOUCH_POINTS and rule.covers(along) for rule in rules)


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.start - TOUCH_POINTS <= down.place <= across.end + TOUCH_POINTS
        and down.start - TOUCH_POINTS <= across.place <= down.end + TOUCH_POINTS
    )


def _apart(places: Sequence[float]) -> list[float]:
    """Places in order, those too near for a cell between them as one."""
    kept = [places[0]]
    for place in places[1:]:
        if place - kept[-1] >= MIN_CELL_POINTS:
            kept.append(place)
    return kept
