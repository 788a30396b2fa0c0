"""Tables and other matter for papers, made up by a seed: what stands in them is known."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

PLACES = (
    "Grey Head", "Low Point", "Far Rock", "Skerry Bay", "Marlow", "St. Olaf's Reef", "Port Anselm", "Trinity",
    "North Ness", "Candle Isle", "Hook of Arran", "Vik", "Ostrov Dalny", "Santa Rita", "Nordby", "Kap Lind",
    "Whitehaven Light", "Old Pier", "Cape Warden", "Little Sound", "Brava", "Saint-Malo", "Gull Stack",
    "Ulva",
    "Great Northern Bank", "Havn", "Tern Rocks", "Isle of Mull and the small islands", "Zeebank", "Örskär",
)  # fmt: skip
WORDS = (
    "lamp oil keeper granite tower storm harbour signal lens boat winter supply stair mason chart pilot "
    "wreck current survey landing fog horn iron light beacon channel reef season parish mainland crew"
).split()
HEADS = {
    "place": ("Light", "Station", "Harbour", "Place", "Site name"),
    "integer": ("Boats", "Population", "Visitors per year", "Steps", "Passengers on a working day", "Lamps"),
    "decimal": ("Height (m)", "Depth, m", "Range in nautical miles", "Ratio", "Mean"),
    "percent": ("Share", "Change", "Share of all ships"),
    "money": ("Cost", "Price per tonne", "Budget"),
    "date": ("First lit", "Inspected", "Date"),
    "year": ("Built", "Year", "Lit in"),
    "short": ("Material", "Keeper", "State", "Lens"),
    "long": ("Remarks", "What was found", "Description"),
    "code": ("No.", "Chart", "Code"),
    "mark": ("Fog horn", "Manned"),
}


@dataclass(frozen=True)
class Cell:
    """Words that stand over so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first `heads` rows say what stands below. `kinds` has one entry a column."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    kinds: tuple[str, ...]

    def grid(self) -> list[list[str]]:
        """The text of each place: that of several rows in each of them, of several columns in the first."""
        taken: dict[tuple[int, int], str] = {}
        for number, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (number, column) in taken:
                    column += 1
                for below in range(cell.rows):
                    for aside in range(cell.columns):
                        taken[number + below, column + aside] = "" if aside else cell.text
                column += cell.columns
        return [[taken[n, c] for c in range(len(self.kinds))] for n in range(len(self.rows))]


def some_words(rng: random.Random, low: int, high: int) -> str:
    """Words that begin with a capital."""
    return " ".join(rng.choices(WORDS, k=rng.randint(low, high))).capitalize()


_VALUES: dict[str, Callable[[random.Random], str]] = {
    "place": lambda rng: rng.choice(PLACES),
    "integer": lambda rng: f"{rng.choice((rng.randint(1, 99), rng.randint(100, 90_000))):,}",
    "decimal": lambda rng: f"{rng.uniform(0.1, 180):.{rng.choice((1, 1, 2))}f}",
    "percent": lambda rng: f"{rng.uniform(-9, 99):.1f} %",
    "money": lambda rng: f"{rng.choice('£$€')}{rng.randint(3, 9_999):,}",
    "date": lambda rng: f"{rng.randint(1, 28)} {rng.choice(('March', 'May', 'June', 'August'))} "
    f"{rng.randint(1800, 1999)}",
    "year": lambda rng: str(rng.randint(1790, 1990)),
    "short": lambda rng: some_words(rng, 1, 2),
    "long": lambda rng: some_words(rng, 6, 16),
    "code": lambda rng: f"{rng.choice('ABKX')}-{rng.randint(10, 999)}",
    "mark": lambda rng: rng.choice(("yes", "no", "–")),
}  # fmt: skip


def make_table(  # noqa: PLR0913
    rng: random.Random, *, rows: tuple[int, int] = (3, 12), long: bool = False, grouped: bool = False,
    spanned: bool = False, gaps: bool = False,
) -> Table:  # fmt: skip
    """A table. `grouped`: two columns have one head above theirs; `spanned`: cells over several rows."""
    kinds = ["place", *rng.sample(["integer", "decimal", "percent", "money", "date", "year", "short", "code",
                                   "mark"], k=rng.randint(1, 5))]  # fmt: skip
    if not set(kinds) & {"integer", "decimal", "percent", "money", "date", "year"}:
        kinds[-1] = "integer"
    if long:
        kinds.insert(rng.randint(1, len(kinds)), "long")
    heads = [Cell(rng.choice(HEADS[kind])) for kind in kinds]
    count = rng.randint(*rows)
    names = rng.sample(PLACES, k=min(count, len(PLACES)))
    body = [
        [Cell(names[n % len(names)] if kind == "place" else _VALUES[kind](rng)) for kind in kinds]
        for n in range(count)
    ]
    if gaps:
        for row in body:
            for column in range(1, len(row)):
                row[column] = Cell("") if rng.random() < 0.15 else row[column]  # noqa: PLR2004
    above = []
    if grouped and len(kinds) > 2:  # noqa: PLR2004
        above = [[Cell(""), *(Cell("") for _ in kinds[3:]), Cell(some_words(rng, 2, 3), columns=2)]]
    if spanned:
        body = _with_spans(rng, body)
    table = (*above, heads, *body)
    return Table(tuple(map(tuple, table)), len(above) + 1, tuple(kinds))


def _with_spans(rng: random.Random, body: list[list[Cell]]) -> list[list[Cell]]:
    """The first cell of some rows stands for the next ones too."""
    spanned, left = [], 0
    for number, row in enumerate(body):
        if left:
            left -= 1
            spanned.append(row[1:])
            continue
        size = min(rng.randint(1, 3), len(body) - number)
        left = size - 1
        spanned.append([Cell(row[0].text, rows=size), *row[1:]])
    return spanned


def facts(grid: Sequence[Sequence[str]]) -> Iterator[tuple[str, int, str]]:
    """Of each filled cell: the first of its row, its column, itself; a cell alone in its row says nothing."""
    for row in grid:
        named = [" ".join(cell.split()) for cell in row]
        if sum(map(bool, named)) > 1:
            yield from ((named[0], column, cell) for column, cell in enumerate(named) if cell)
