"""PDFs as typesetters make them: parted words, running heads, notes, contents, titles."""

import random
import textwrap
import unicodedata

import pypdfium2
import pytest

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from tests.agents.documents.typeset import TEXTS, SetLine, by_letter, column, typeset


def parsed(data: bytes) -> ParsedDocument:
    return parse_document(DocumentSource(data, "paper.pdf"))


def hyphenated(text: str, width: int, rng: random.Random, hyphen: str = "-") -> list[str]:
    """Lines of a column, whose last words are often parted where at least two letters go on either side."""
    lines, words = [""], text.split()
    for word in words:
        room = width - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        place = rng.randint(2, max(2, len(word) - 2))
        if len(word) > 6 and word.isalpha() and place < room:
            lines[-1] = f"{lines[-1]} {word[:place]}{hyphen}".strip()
            lines.append(word[place:])
        else:
            lines.append(word)
    return lines


@pytest.mark.parametrize("language", TEXTS)
def test_words_parted_at_line_ends_are_whole_again(language: str) -> None:
    text = TEXTS[language]
    for seed, hyphen in enumerate("---\u2010\u2010\u00ad\u00ad-"):
        lines = hyphenated(text, 30 + 5 * seed, random.Random(seed), hyphen)
        assert parsed(typeset([column(lines)])).text == text, lines
    assert any(line.endswith("-") for line in hyphenated(text, 40, random.Random(2)))


def test_a_word_parted_behind_a_letter_with_its_marks_apart_is_whole() -> None:
    text = unicodedata.normalize("NFD", "Während der Führungskrise stiegen die Gebühren.")
    for place in ("Fü", "Gebü"):
        before, after = text.split(decomposed := unicodedata.normalize("NFD", place))
        assert parsed(typeset([column([f"{before}{decomposed}-", after])])).text == text


def test_true_hyphens_at_line_ends_stay() -> None:
    lines = ["The Marlowe-", "Hastings survey of the X-", "ray laboratory lists well-", "known and other"]
    lines += ["well-known workshops, 24-", "hour service among them, by sea-", "and land routes."]
    assert parsed(typeset([column(lines)])).text == (
        "The Marlowe-Hastings survey of the X-ray laboratory lists well-known and other well-known "
        "workshops, 24-hour service among them, by sea- and land routes."
    )


@pytest.mark.parametrize("language", ["English", "Russian"])
def test_letters_set_one_by_one_make_lines(language: str) -> None:
    """PDFium takes so short a page for one that is written downwards."""
    first, *_ = textwrap.wrap(TEXTS[language], 80)
    lines = column([first, first[:30].strip()])
    data = typeset([[letter for line in lines for letter in by_letter(line)]])
    assert shortest_line(data) == 1
    assert parsed(data).text == " ".join(line.text for line in lines)


def test_a_word_parted_between_letters_is_whole() -> None:
    lines = column(["The keeper remembers extraordinary seasons, and continuous thunder-", "storms of 1871"])
    data = typeset([[letter for line in lines for letter in by_letter(line)]])
    assert shortest_line(data) == 1
    assert parsed(data).text.endswith("and continuous thunderstorms of 1871")


def shortest_line(data: bytes) -> int:
    """Letters in the shortest of the lines that PDFium sees."""
    with pypdfium2.PdfDocument(data) as document:
        return min(map(len, document[0].get_textpage().get_text_range().split("\r\n")))


def test_signs_of_the_page_leave_text_alone() -> None:
    """Heads, numbers and rows of dots go; notes stand apart; a word over a page's end is whole."""
    bodies = [
        "The lamp of the light burns oil from the mainland and is tended at night by the old har-",
        "bour master, who keeps the log. Every ship that passes is written down with its flag and hour.",
        "The log of the first year is lost. Later volumes are kept in the parish chest by the door.",
    ]
    pages = []
    for number, body in enumerate(bodies, start=4):
        head, foot = SetLine("Lights of the Northern Coast", 800), SetLine(f"– {number} –", 30, left=280)
        notes = [SetLine(f"{number} See the parish book, leaf {3 * number}.", 80, size=7)]
        pages.append([head, *column(textwrap.wrap(body, 40, break_on_hyphens=False)), *notes, foot])
    contents = column(
        ["The lamp ................. 4", "The log ................. 5", "The chest ............... 6"]
    )
    document = parsed(typeset([contents, *pages]))
    assert document.text.split("\n\n") == [
        "The lamp … 4", "The log … 5", "The chest … 6",
        "Lights of the Northern Coast",
        bodies[0][:-4] + "harbour", "4 See the parish book, leaf 12.",
        bodies[1][5:], "5 See the parish book, leaf 15.",
        bodies[2], "6 See the parish book, leaf 18.",
    ]  # fmt: skip
    assert [document.text[start:].split(" ")[0] for start in document.pages] == [
        "The",
        "Lights",
        "master,",
        "The",
    ]


BODY = column(["The lamp of the light burns oil", "from the mainland."], top=600)


@pytest.mark.parametrize(
    ("declared", "lines", "bookmarks", "title"),
    [
        ("A Year of Storms", [], [], "A Year of Storms"),
        ("Microsoft Word - A Year of Storms", [], [], "A Year of Storms"),
        ("untitled", column(["Lights and Reefs", "of the North"], size=20), ["Contents"],
         "Lights and Reefs of the North"),
        ("report_final.docx", [], ["Contents", "The First Winter"], "The First Winter"),
        ("", column(["Огни севера"], size=16), [], "Огни севера"),
        ("", [*column(["Contents"], size=20), *column(["The First Winter∗"], top=720, size=16)], [],
         "The First Winter"),
        ("Untitled Document 2", [], [], "paper"),
        ("Microsoft Word - Minutes of May.doc", [], [], "Minutes of May"),
    ],
)  # fmt: skip
def test_a_paper_has_the_best_title_there_is(
    declared: str, lines: list[SetLine], bookmarks: list[str], title: str
) -> None:
    assert parsed(typeset([[*lines, *BODY]], title=declared, bookmarks=bookmarks)).title == title


def test_headings_are_known() -> None:
    document = parsed(typeset([[*column(["The First Winter"], size=16), *BODY]]))
    assert document.headings == (0,)
    assert document.text.startswith("The First Winter\n\nThe lamp of the light")
