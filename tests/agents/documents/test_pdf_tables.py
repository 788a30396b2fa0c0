"""Tables of PDFs become tables, and what only stands in columns does not."""

import random
import textwrap
from collections.abc import Sequence

import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from tests.agents.documents.typeset import TEXTS, Set, SetLine, SetRule, column, typeset

LIGHTS = [
    ["Light", "Lit", "Height", "Cost"],
    ["Grey Head", "1854", "32.5 m", "£1,200"],
    ["Low Point", "1861", "8.0 m", "£90"],
    ["Far Rock", "1877", "104.1 m", "£31,000"],
]
READ = "\n".join(" | ".join(row) for row in LIGHTS)
LEFTS = (72.0, 200.0, 290.0, 400.0)


def parsed(*pages: Sequence[Set], turned: int = 0, size: tuple[int, int] = (595, 842)) -> ParsedDocument:
    return parse_document(DocumentSource(typeset(pages, turned=turned, size=size), "paper.pdf"))


def table(  # noqa: PLR0913
    rows: Sequence[Sequence[str]] = LIGHTS, *, lefts: Sequence[float] = LEFTS, top: float = 600.0,
    pitch: float = 16.0, to_the_right: int = 9, size: float = 10.0,
) -> list[Set]:  # fmt: skip
    """Cells where columns begin; from column `to_the_right` on they end there 60 points later."""
    return [
        SetLine(
            cell,
            top - n * pitch,
            left if c < to_the_right else left + 60 - SetLine(cell, 0, 0, size).width,
            size,
        )
        for n, row in enumerate(rows)
        for c, (left, cell) in enumerate(zip(lefts, row, strict=False))
        if cell
    ]


def across(*bases: float, left: float = 68.0, right: float = 480.0) -> list[Set]:
    return [SetRule(left, base, right, base) for base in bases]


def down(*lefts: float, base: float = 500.0, top: float = 620.0) -> list[Set]:
    return [SetRule(left, base, left, top) for left in lefts]


PROSE = column(textwrap.wrap(TEXTS["English"], 70), top=760)
AFTER = column(textwrap.wrap(TEXTS["English"], 70), top=480)


@pytest.mark.parametrize("to_the_right", [9, 2])
def test_columns_without_rules_are_a_table(to_the_right: int) -> None:
    blocks = parsed([*PROSE, *table(to_the_right=to_the_right), *AFTER]).text.split("\n\n")
    assert blocks == [TEXTS["English"], READ, TEXTS["English"]]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_like_any_other(turned: int) -> None:
    lines = [*column(["Lights of the coast."], top=520), *table(top=460)]
    document = parsed(lines, turned=turned, size=(842, 595))
    assert document.text == f"Lights of the coast.\n\n{READ}"


def test_cells_of_a_grid_are_told_by_its_rules() -> None:
    rows = [
        ["Light", "Told of it"],
        ["Grey Head", "lit by oil"],
        ["", "from the mainland"],
        ["Low Point", "dark"],
    ]
    grid = [*across(612, 595, 563, 547, right=250), *down(68, 140, 250, base=547, top=612)]
    text = parsed([*PROSE, *table(rows, lefts=(72, 144)), *grid]).text
    assert text.endswith("\n\nLight | Told of it\nGrey Head | lit by oil from the mainland\nLow Point | dark")


def test_a_cell_over_several_rows_is_in_each() -> None:
    rows = [["Coast", "Light", "Lit"], ["North", "Grey Head", "1854"], ["", "Low Point", "1861"]]
    grid = [
        *across(612, 595, 563, right=300),
        SetRule(140, 579, 300, 579),
        *down(68, 140, 220, 300, base=563, top=612),
    ]
    text = parsed([*PROSE, *table(rows, lefts=(72, 144, 224)), *grid]).text
    assert text.endswith("\n\nCoast | Light | Lit\nNorth | Grey Head | 1854\nNorth | Low Point | 1861")


def test_lines_of_one_cell_are_one() -> None:
    rows = [
        ["Light", "Lit", "Keeper"],
        ["Grey Head", "1854", "A. Reef, who came"],
        ["Low Point", "1861", "B. Bank"],
    ]
    rows += [["Far Rock", "1877", "C. Stone"]]
    lines = [line for line in table(rows, pitch=30) if isinstance(line, SetLine)]
    text = parsed([*PROSE, *lines, SetLine("from the mainland", 600 - 30 - 12, 290)]).text
    assert "\nGrey Head | 1854 | A. Reef, who came from the mainland\nLow Point | 1861 | B. Bank\n" in text


def test_a_word_parted_in_a_cell_is_whole() -> None:
    rows = [
        ["Light", "Lit", "Keeper"],
        ["Grey Head", "1854", "the harbour mas-"],
        ["Low Point", "1861", "B. Bank"],
    ]
    rows += [["Far Rock", "1877", "C. Stone"]]
    text = parsed([*PROSE, *table(rows, pitch=30), SetLine("ter", 600 - 30 - 12, 290)]).text
    assert "| the harbour master\n" in text


def test_an_empty_cell_keeps_its_place() -> None:
    rows = [LIGHTS[0], [*LIGHTS[1][:1], "", *LIGHTS[1][2:]], *LIGHTS[2:]]
    assert "Grey Head |  | 32.5 m | £1,200".replace("  ", " ") in parsed([*PROSE, *table(rows)]).text


def test_a_table_over_pages_has_its_header_on_each() -> None:
    rng = random.Random(4)
    data = [[f"Light {n}", str(rng.randint(1800, 1900)), f"{rng.randint(9, 99)} m", "£9"] for n in range(80)]
    pages = [table([LIGHTS[0], *data[:40]], top=780), table(data[40:], top=780)]
    document = parsed(*pages)
    for block in document.text.split("\n\n"):
        assert block.startswith("Light | Lit | Height | Cost\nLight ")
    assert document.text[document.pages[1] :].startswith("Light | Lit | Height | Cost\nLight 40 |")
    assert document.text.count("Light 57 |") == 1


def lines_at(
    *columns: Sequence[str], lefts: Sequence[float] = (72.0, 320.0), top: float = 700.0
) -> list[Set]:
    """Written row by row, as programs do that know no columns."""
    rows = zip(*columns, strict=True)
    return [
        SetLine(text, top - n * 13, left)
        for n, row in enumerate(rows)
        for left, text in zip(lefts, row, strict=True)
    ]


def two_columns() -> list[Set]:
    lines = textwrap.wrap(" ".join([TEXTS["English"]] * 4), 44)
    return lines_at(lines[: len(lines) // 2], lines[len(lines) // 2 : len(lines) // 2 * 2])


TITLES = ["The lamp", "The log", "The chest", "The end"]
NOT_TABLES: dict[str, list[Set]] = {
    "two columns": two_columns(),
    "contents": lines_at(TITLES, ["3", "9", "11", "40"], lefts=(72, 500)),
    "contents with numbers": lines_at(
        ["1", "2", "3", "4"], TITLES, ["3", "9", "11", "40"], lefts=(72, 100, 500)
    ),
    "leaders": column([f"The lamp {'. ' * 40}{n}" for n in range(3, 9)]),
    "index": lines_at(
        [f"lamp {n}, {n}" for n in "abcdefg"],
        [f"oil {n}, {ord(n)}" for n in "abcdefg"],
        [f"reef {n}, 3, {ord(n)}" for n in "abcdefg"],
        lefts=(72, 200, 330),
    ),
    "addresses": lines_at(
        ["Reef Trust", "12 Pier Street", "20440 Marlow", "Tel. 3312"],
        ["A. Bank", "9 High Road", "11880 Vik", "Tel. 7771"],
    ),
    "steps": lines_at(
        ["1.", "2.", "3.", "4."], ["Open it", "Trim 4 lamps", "Fill oil", "Close"], lefts=(72, 100)
    ),
    "formulas": lines_at(["a = b + 2", "c = d", "e = 4", "g = h"], ["(1)", "(2)", "(3)", "(4)"]),
    "chart": [
        *lines_at(["100", "80", "60", "40"], ["50", "40", "30", "20"], top=600),
        *(SetRule(100, 605 - n * 13, 300, 605 - n * 13) for n in range(4)),
        *down(100, 300, base=540, top=620),
    ],
    "a frame": [
        *column(textwrap.wrap(TEXTS["English"], 70), top=600),
        SetRule(60, 500, 480, 620, is_box=True),
    ],
}


@pytest.mark.parametrize("kind", NOT_TABLES)
def test_what_only_stands_in_columns_is_no_table(kind: str) -> None:
    text = parsed([*PROSE, *NOT_TABLES[kind]]).text
    assert "|" not in text
    words = {word for line in NOT_TABLES[kind] if isinstance(line, SetLine) for word in line.text.split()}
    assert words - set(text.split()) <= set(". - …".split()) | {word for word in words if word.endswith("-")}


def test_raised_figures_are_no_figures_of_the_line() -> None:
    line, base = (
        [("10 m", "2"), (" of Rome", "3"), (" and Oslo", "4"), (" burn 10", "6"), (" lamps", "")],
        600.0,
    )
    left, page = 72.0, list[Set]()
    for words, mark in line:
        page.append(SetLine(words, base, left))
        left += page[-1].width
        if mark:
            page.append(SetLine(mark, base + 4, left, 6))
            left += page[-1].width
    notes: list[Set] = [SetLine("3", 83, 72, 5), SetLine("The city of the lamp.", 80, 76, 7)]
    blocks = parsed([*PROSE, *page, *notes]).text.split("\n\n")
    assert blocks[1:] == ["10 m² of Rome and Oslo ⁴ burn 10⁶ lamps", "3 The city of the lamp."]
