"""Quoted words are found on the picture of their page, however they are set there."""

from PIL import Image

from agents.scans.marking import marked, places_of, words_of
from agents.vision.ocr import OcrLine
from media_store import Box

WORDS = [
    (word, Box(100 + 50 * number, 100, 140 + 50 * number, 120))
    for number, word in enumerate("The light was seen by fisher- men far away.".split())
]


def test_words_of_a_quote_are_marked_where_they_stand() -> None:
    assert places_of("was seen by", WORDS) == [box for _word, box in WORDS[2:5]]


def test_a_word_that_was_parted_on_the_page_is_found_whole() -> None:
    assert places_of("seen by fishermen", WORDS) == [box for _word, box in WORDS[3:7]]


def test_rows_of_a_table_are_found_cell_by_cell() -> None:
    row = [("Grey", Box(1, 1, 2, 2)), ("Head", Box(3, 1, 4, 2)), ("lantern", Box(5, 5, 6, 6))]
    words = [*row[:2], ("built", Box(7, 7, 8, 8)), row[2]]
    assert places_of("Grey Head | lantern", words) == [box for _word, box in row[:2]]
    long = [("Lighthouse", Box(1, 1, 2, 2)), ("built", Box(7, 7, 8, 8)), ("lanterns", Box(5, 5, 6, 6))]
    assert places_of("Lighthouse | lanterns", long) == [long[0][1], long[2][1]]


def test_words_that_do_not_stand_there_mark_nothing() -> None:
    assert places_of("a keeper of bees", WORDS) == []
    assert places_of("", WORDS) == []


def test_words_of_a_line_have_their_share_of_it() -> None:
    line = OcrLine("low tide", Box(0, 10, 800, 30), 0.9)
    assert list(words_of([line])) == [("low", Box(0, 10, 300, 30)), ("tide", Box(400, 10, 800, 30))]


def test_letters_stay_black_under_the_mark() -> None:
    page = Image.new("RGB", (100, 100), "white")
    page.putpixel((50, 50), (0, 0, 0))
    shown = marked(page, [Box(400, 400, 600, 600)])
    assert shown.getpixel((50, 50)) == (0, 0, 0)
    assert shown.getpixel((55, 55)) != (255, 255, 255)
    assert shown.getpixel((5, 5)) == (255, 255, 255)
