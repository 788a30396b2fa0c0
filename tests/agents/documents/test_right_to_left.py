"""Lines in Hebrew and Arabic on pages whose letters are set one by one, as they are read."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from agents.documents.document import DocumentSource
from agents.documents.pages.directions import reading_order
from agents.documents.parsing import parse_document
from tests.agents.documents.typeset import SetLine, typeset

HEBREW = ["המגדל נבנה בשנת ", "1854", " על ידי ", "Edith Marlowe", " בכפר."]
ARABIC = ["بني المنار سنة ", "١٨٥٤", " في القرية، ", "وارتفاعه ", "24.5%", " من ", "Grey Head", "."]
BRACKETS = ["אורו של המגדל (", "24 km", ") נראה מן הנמל [", "1998", "]."]
ENGLISH = ["The tower of ", "ראש אפור", " was lit in 1854, that of ", "منار", " later."]
MIRRORED = str.maketrans("()[]", ")(][")


def from_the_right(piece: str) -> bool:
    return any("\u0590" <= character <= "\u06ff" and not character.isdigit() for character in piece)


def seen(pieces: Sequence[str], *, to_the_right: bool = False) -> list[tuple[int, str]]:
    """The characters from left to right, each with its place in reading; pieces of one direction each."""
    places = iter(range(sum(map(len, pieces))))
    numbered = [[(next(places), character) for character in piece] for piece in pieces]
    shown = [
        piece if not turns(text, to_the_right) else [(n, c.translate(MIRRORED)) for n, c in piece[::-1]]
        for piece, text in zip(numbered, pieces, strict=True)
    ]
    return [each for piece in (shown if to_the_right else shown[::-1]) for each in piece]


def turns(piece: str, to_the_right: bool) -> bool:
    return from_the_right(piece) or not (to_the_right or any(character.isalnum() for character in piece))


def set_letters(pieces: Sequence[str], base: float, *, as_read: bool, to_the_right: bool) -> list[SetLine]:
    """Each letter where it is seen; drawn from left to right, or as they are read."""
    left, letters = 72.0, []
    for place, character in seen(pieces, to_the_right=to_the_right):
        letter = SetLine(character, base, left)
        left += letter.width
        letters.append((place, letter))
    ordered = sorted(letters, key=lambda each: each[0]) if as_read else letters
    return [letter for _, letter in ordered if not letter.text.isspace()]


def lines_of(pieces: Sequence[str], *, as_read: bool, to_the_right: bool) -> Iterator[SetLine]:
    for base in (700, 687):
        yield from set_letters(pieces, base, as_read=as_read, to_the_right=to_the_right)


@pytest.mark.parametrize("as_read", [True, False], ids=["drawn as read", "drawn as seen"])
@pytest.mark.parametrize("pieces", [HEBREW, ARABIC, BRACKETS, ENGLISH], ids=["he", "ar", "brackets", "en"])
def test_letters_of_a_page_are_in_the_order_of_reading(pieces: list[str], as_read: bool) -> None:
    data = typeset([[*lines_of(pieces, as_read=as_read, to_the_right=pieces is ENGLISH)]])
    assert parse_document(DocumentSource(data, "a.pdf")).text == " ".join(["".join(pieces)] * 2)


def test_points_follow_the_letter_that_carries_them() -> None:
    """Each is drawn by itself over the middle of its letter, at the end of the line."""
    read, left, letters, points = "המגדל נבנה בשָנַת", 72.0, list[SetLine](), list[SetLine]()
    for cluster in re.findall(r"\w[\u05b0-\u05bc]*| ", read)[::-1]:
        letter = SetLine(cluster[0], 700, left)
        letters.append(letter)
        points += [SetLine(point, 700, left + letter.width / 2) for point in cluster[1:]]
        left += letter.width
    again = [replace(letter, base=687) for letter in letters]
    data = typeset([[each for each in (*letters, *points, *again) if each.text != " "]])
    text = parse_document(DocumentSource(data, "a.pdf")).text
    bare = "".join(letter for letter in read if not unicodedata.combining(letter))
    assert text == f"{read} {bare}"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("abc 12", "abc 12"),
        ("", ""),
        ("1990-1995 ותנש", "שנתו 1990-1995"),
        ("($50) ריחמ", "מחיר ($50)"),
        ("-12.5 ינפל", "לפני 12.5-"),
        ("word םולש word word", "word שלום word word"),
        ("see םלוע םולש (the end)", "see שלום עולם (the end)"),
    ],
)
def test_runs_in_both_directions(line: str, read: str) -> None:
    order = reading_order(line)
    assert "".join(character for _, character in order) == read
    assert sorted(place for place, _ in order) == list(range(len(line)))
