"""Sentences of a text, with offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr vs etc e.g i.e ca approx inc ltd co u.s u.k jan feb mar apr jun jul aug "
    "sep sept oct nov dec gen col capt lt sgt rev hon".split()
)
_BEFORE_A_NUMBER = frozenset({"no", "nos", "nr", "núm", "fig", "vol", "cat", "tel"})
"""Abbreviations where a number or a small letter follows: "No. 4", "patent no. of the pump"."""
_AFTER_AN_ORDINAL = re.compile(
    r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Stock|Etage|Geburtstag)|[a-zäöüß]"
)
"""German writes "am 31. Januar", "im 12. Jahrhundert" and "die 3. und 4. Klasse"."""
_MAX_ORDINAL_CHARACTERS = 2
_AFTER_A_NUMBER = re.compile(r"\d[\d.,]*\s[glmst]$")
"""A unit of one letter, as in "1,140 m", is no initial."""
_BREAK = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|[。！？]+[」』”）]*|\n+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` stands at `[start, end)` of the text it was taken from."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> list[Sentence]:
    """Split at sentence ends and line breaks; initials, abbreviations and decimals do not end a sentence."""
    ends = [
        found.end()
        for found in _BREAK.finditer(text)
        if found[0] != "." or not _is_abbreviation(text[: found.start()], text[found.end() :][:14])
    ]
    sentences = []
    for start, end in pairwise([0, *ends, len(text)]):
        piece = text[start:end]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            sentences.append(Sentence(first, first + len(body), body))
    return sentences


def quotable(text: str) -> Iterator[str]:
    """Every sentence, and every two that follow each other on a line: the second often says "it" or "she"."""
    sentences = split_sentences(text)
    yield from (sentence.text for sentence in sentences)
    for first, second in pairwise(sentences):
        if "\n" not in text[first.end : second.start]:
            yield text[first.start : second.end]


def _is_abbreviation(before: str, after: str) -> bool:
    word = before[-12:].split()[-1:] or [""]
    bare = word[0].lstrip("(\"'“‘").lower()
    if bare in _BEFORE_A_NUMBER:
        following = after.strip()[:1]
        return following.isdigit() or following.islower()
    if bare.isdigit() and len(bare) <= _MAX_ORDINAL_CHARACTERS and _AFTER_AN_ORDINAL.match(after.strip()):
        return True
    if _AFTER_A_NUMBER.search(before[-12:]) and after.strip()[:1].isupper():
        return False
    return bare in _ABBREVIATIONS or (len(bare) == 1 and bare.isalpha() and bare != "i")
