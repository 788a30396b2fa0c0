"""Lines of pages to paragraphs: parted words, running lines, notes, headings, contents."""

from collections.abc import Sequence

import pytest

from agents.documents.text.lines import PageLine, without_running_lines
from agents.documents.text.paragraphs import Hyphenation, Paragraph, paragraphs, without_leaders

LEADING = 14.0


def page(*texts: str, size: float = 10.0, top: float = 800.0) -> list[PageLine]:
    """Lines one below the other; one that ends with ~ is parted."""
    return [
        PageLine(text.rstrip("~"), 72.0, top - number * LEADING, size, text.endswith("~"))
        for number, text in enumerate(texts)
    ]


def texts(pages: Sequence[Sequence[PageLine]]) -> list[list[str]]:
    return [[each.text for each in found] for found in paragraphs(pages)]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the is", "land", "the island"),
        ("Verwal", "tung.", "Verwaltung."),
        ("пере", "нос слов", "перенос слов"),
        ("Grey", "Head", "Grey-Head"),
        ("a 24", "hour day", "a 24-hour day"),
        ("an X", "ray", "an X-ray"),
        ("US", "based", "US-based"),
        ("Haupt", "und Nebensatz", "Haupt- und Nebensatz"),
        ("well", "known", "well-known"),
        ("light", "house", "lighthouse"),
        ("(see", "(2)", "(see-(2)"),
        ("Twenty", "five", "Twenty-five"),
        ("the mother-in", "law", "the mother-in-law"),
        ("the half-mea", "sured", "the half-measured"),
        ("что", "то", "что-то"),
        ("мес", "то", "место"),
        ("по", "русски", "по-русски"),
        ("по", "этому", "поэтому"),
        ("какой", "нибудь", "какой-нибудь"),
        ("из", "за дождя", "из-за дождя"),
        ("https://example.org/grey", "head", "https://example.org/grey-head"),
        ("sea", "port@example.org", "sea-port@example.org"),
        ("die U\u0308berfu\u0308", "hrung", "die U\u0308berfu\u0308hrung"),
    ],
)
def test_a_hyphen_at_a_line_end(before: str, after: str, whole: str) -> None:
    spelling = Hyphenation(["a well-known lighthouse on the island"])
    assert spelling.join(before, after, is_parted=True) == whole


def test_a_word_parted_between_pages_is_on_the_first() -> None:
    pages = [page("They saw the old light~"), page("house, and turned."), page("A new page.")]
    assert texts(pages) == [["They saw the old lighthouse,"], ["and turned."], ["A new page."]]


def test_running_lines_and_page_numbers_go() -> None:
    pages = [
        page(
            "Annual Report of the Harbour",
            f"Text number {word} of the body.",
            f"More of {word}.",
            f"{number}",
        )
        for number, word in ((7, "one"), (8, "two"), (9, "three"))
    ]
    kept = [[line.text for line in each] for each in without_running_lines(pages)]
    assert kept == [
        ["Annual Report of the Harbour", "Text number one of the body.", "More of one."],
        ["Text number two of the body.", "More of two."],
        ["Text number three of the body.", "More of three."],
    ]


@pytest.mark.parametrize(
    "feet",
    [
        ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3"),
        ("- 4 -", "- 5 -", "- 6 -"),
        ("iii", "iv", "v"),
        ("1", "2", "3"),
    ],
)
def test_page_numbers_of_many_forms_go(feet: tuple[str, ...]) -> None:
    pages = [
        page(f"{word} 1", f"{word} 2", f"{word} 3", foot) for word, foot in zip("abc", feet, strict=True)
    ]
    assert all(len(each) == 3 for each in without_running_lines(pages))


@pytest.mark.parametrize(
    "feet", [("Total 12", "Total 91", "Total 40"), ("One thing", "Another", "A third"), ("1", "17", "5")]
)
def test_last_lines_that_differ_stay(feet: tuple[str, ...]) -> None:
    pages = [
        page(f"{word} 1", f"{word} 2", f"{word} 3", foot) for word, foot in zip("abc", feet, strict=True)
    ]
    assert [each[-1].text for each in without_running_lines(pages)] == list(feet)


def test_a_chapter_a_page_keeps_its_headings() -> None:
    headings = [page(f"Chapter {number}", size=14, top=820) for number in (1, 2, 3)]
    pages = [
        [*heading, *page(f"Words of part {word}", f"and more of {word}")]
        for heading, word in zip(headings, "abc", strict=True)
    ]
    kept = without_running_lines(pages)
    assert [each[0].text for each in kept] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_heads_of_chapters_are_told_once_each() -> None:
    pages = [page(f"The reef, part {n // 3}", f"Words {n} of it", f"and more {n * n}") for n in range(9)]
    kept = [line.text for each in without_running_lines(pages) for line in each if "reef" in line.text]
    assert kept == ["The reef, part 0", "The reef, part 1", "The reef, part 2"]


def test_a_foot_with_a_counted_page_is_told_once() -> None:
    pages = [page(f"{word} 1", f"{word} 2", f"reef.html {n}/2") for n, word in ((1, "a"), (2, "b"))]
    kept = [[line.text for line in each] for each in without_running_lines(pages)]
    assert kept == [["a 1", "a 2", "reef.html 1/2"], ["b 1", "b 2"]]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("灯台を見", "た。", "灯台を見た。"),
        ("เรือน้ำ", "ลำเล็ก", "เรือน้ำลำเล็ก"),
        ("배가", "왔다", "배가 왔다"),
        ("東京", "Tower", "東京 Tower"),
    ],
)
def test_lines_of_scripts_without_spaces_are_joined_without_one(before: str, after: str, whole: str) -> None:
    assert Hyphenation([]).join(before, after, is_parted=False) == whole


def test_numbers_of_pages_larger_than_text_go() -> None:
    pages = [
        [*page(f"{word} 1", f"{word} 2", f"{word} 3"), PageLine(str(number), 280.0, 30.0, 14.0)]
        for number, word in enumerate("abcd", start=1)
    ]
    assert all(len(each) == 3 for each in without_running_lines(pages))


def test_the_number_of_a_short_last_page_goes() -> None:
    bodies = ("The lamp burns", "and shines", "all night"), ("Oil comes", "by boat", "in May"), ("It ends",)
    pages = [[*page(*body), PageLine(str(n), 280.0, 30.0, 10.0)] for n, body in enumerate(bodies, start=1)]
    assert [[line.text for line in each] for each in without_running_lines(pages)] == list(map(list, bodies))


def test_notes_and_headings_are_paragraphs_of_their_own() -> None:
    heading, body = page("The Light", size=16, top=820), page("It was lit in 1854 and has", "shone since")
    notes = page("1 See the parish book.", "2 Ibid.", size=8, top=400)
    (found,) = paragraphs([[*heading, *body, *notes]])
    assert found == [
        Paragraph("The Light", 16, is_heading=True),
        Paragraph("It was lit in 1854 and has shone since", 10.0),
        Paragraph("1 See the parish book.", 8),
        Paragraph("2 Ibid.", 8),
    ]


def test_a_gap_or_an_indent_begins_a_paragraph() -> None:
    apart = [*page("First line of one", "and its end"), *page("Second paragraph", top=750)]
    assert texts([apart]) == [["First line of one and its end", "Second paragraph"]]
    indented = [
        *page("First line of one.", "Its end is as long."),
        PageLine("Second begins", 90.0, 772.0, 10.0),
    ]
    assert texts([indented]) == [["First line of one. Its end is as long.", "Second begins"]]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("The light ........................ 12", "The light … 12"),
        ("The light . . . . . . . . . 12", "The light … 12"),
        ("And so on... 12", "And so on... 12"),
        ("v. 1.2.3.4", "v. 1.2.3.4"),
    ],
)
def test_rows_of_dots_become_one_ellipsis(line: str, entry: str) -> None:
    assert without_leaders(line) == entry


def test_entries_of_contents_stay_apart() -> None:
    contents = page("The light .......... 3", "The keeper .......... 5", "The reef .......... 9")
    assert texts([contents]) == [["The light … 3", "The keeper … 5", "The reef … 9"]]
