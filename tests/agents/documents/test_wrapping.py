"""Plain text that was filled to a width becomes paragraphs; what somebody set by hand stays as it is."""

import textwrap

import pytest

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document

PROSE = [
    "The keeper of the Grey Head light rows out to the reef before the tide turns, for the landing is dry "
    "for an hour at most. He carries oil, bread and the post. In winter, when the swell stands into the bay, "
    "weeks may pass between two visits, and the lamp is tended by those who happen to be there.",
    "Nobody remembers who laid the first stone. The parish book names a mason from the mainland, yet the "
    "stone itself was cut from the island, as its colour shows to this day.",
]
RUSSIAN = [
    "Смотритель маяка выходит на вёслах к рифу до того, как начинается прилив, потому что причал сухой не "
    "больше часа. Он везёт масло, хлеб и почту, а зимой неделями ждёт спокойной воды в бухте за мысом.",
    "Никто не помнит, кто положил первый камень. В приходской книге назван мастер с большой земли, но сам "
    "камень тёсан на острове, что видно по его цвету и теперь, когда стены давно посерели от соли и ветра.",
]
LIST = ["- " + PROSE[0][:150].rstrip(), "- " + PROSE[1][:140].rstrip()]
POEM = (
    "Grey waves roll in\nbefore the night,\nthe keeper climbs\nand lights the light.\n"
    "No ship is seen\nat all."
)
TABLE = "name    light    lit\nGrey Head    white    1854\nLow Point    red    1861\nFar Rock    red    1870"


def parsed(text: str) -> str:
    return parse_document(DocumentSource(text.encode(), "a.txt")).text


@pytest.mark.parametrize("width", [50, 65, 72, 79, 100])
@pytest.mark.parametrize("paragraphs", [PROSE, RUSSIAN], ids=["English", "Russian"])
def test_filled_paragraphs_are_put_together(paragraphs: list[str], width: int) -> None:
    filled = "\n\n".join(textwrap.fill(each, width, break_on_hyphens=False) for each in paragraphs)
    assert filled.count("\n") > 3
    assert parsed(filled) == "\n\n".join(paragraphs)


def test_items_of_a_list_are_put_together_one_by_one() -> None:
    filled = "\n".join(textwrap.fill(each, 60, subsequent_indent="  ") for each in LIST)
    assert parsed(filled) == "\n\n".join(LIST)


def test_first_lines_may_be_indented() -> None:
    filled = "\n\n".join(textwrap.fill(each, 70, initial_indent="    ") for each in PROSE)
    assert parsed(filled) == "\n\n".join(PROSE)


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    text = PROSE[0].replace("the landing is dry", "the well-known landing-place is dry")
    assert parsed(textwrap.fill(text, 66)) == text


@pytest.mark.parametrize(
    "text",
    [
        POEM,
        "Harbour office\n12 Quay Street\nGrey Head\nIsland of Sorrow",
        TABLE,
        "The first boat leaves at six and calls at the island before it goes on.\n"
        "The second boat leaves at nine and does not call at the island at all.\n"
        "The third boat leaves at noon and is reserved for the post and coal.\n"
        "The last boat leaves at five.",
        "def light(lamp):\n    if lamp.is_out:\n        lamp.light()\n    return lamp",
        "A single line that is rather long and stands all alone in its file, as titles do.\nAnd another.",
        "> quoted words that a letter repeats, filled to a width of some columns as\n"
        "> programs for letters do, and each of these lines begins with a mark that\n"
        "> should not be moved to the middle of a line when they were put together\n"
        "> since nobody could read it.",
    ],
    ids=["poem", "address", "table", "a sentence a line", "code", "two lines", "quoted letter"],
)
def test_lines_that_were_set_by_hand_stay(text: str) -> None:
    assert parsed(text) == text


def test_ideographs_are_put_together_without_a_space() -> None:
    text = (
        "灯台守は潮が変わる前に岩礁まで舟を漕ぎ出す。船着き場が乾いているのは長くても一時間だからである。" * 3
    )
    filled = "\n".join(text[start : start + 36] for start in range(0, len(text), 36))
    assert parsed(filled) == text
