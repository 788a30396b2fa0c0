"""Spellings that a reader takes for the same become the same characters, in every script.

Folded are compatibility forms and case (UAX #15, Unicode 3.13), digits of every script, accents, vowel signs
where writing them is a choice (Arabic, Hebrew, Syriac), and letters that two languages write with different
code points (kaf and yeh, as in Lucene's Arabic and Persian normalisers). Vowel signs of Indic scripts are
part of their word and stay.
"""

import re
import unicodedata
from typing import Literal

import regex

_IGNORED_SET = r"\p{Default_Ignorable_Code_Point}\p{Format}"
IGNORED = regex.compile(f"[{_IGNORED_SET}]+")
"""Characters that are not seen: soft hyphens, joiners, zero-width spaces, marks of direction."""

# Line breaking leaves Thai, Lao, Khmer, Burmese and their neighbours to dictionaries: class SA of UAX #14.
_UNSPACED_SET = (
    r"\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}"
    r"\p{Line_Break=Complex_Context}"
)
UNSPACED = regex.compile(f"[{_UNSPACED_SET}]")
"""A character of a script whose words are not parted by spaces; Korean counts, for its particles."""

RUN = regex.compile(
    rf"(?P<unspaced>[{_UNSPACED_SET}][{_UNSPACED_SET}{_IGNORED_SET}\p{{M}}]*)|[^{_UNSPACED_SET}]+"
)
"""A stretch of a folded word that is of such a script throughout, or not at all."""

GRAPHEME = regex.compile(r"\X")
"""What a reader takes for one character (UAX #29)."""

# Accents and the vowel signs of abjads; voiced kana are composed again, and lose nothing.
_OPTIONAL_MARKS = regex.compile(
    r"(?V1)[[\p{Mn}\p{Me}]&&[\p{Inherited}\p{Arabic}\p{Hebrew}\p{Syriac}\p{Cyrillic}]--[\u3099\u309a]]+"
)
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019\u02bc]s\b")

_VARIANTS = {
    # Latin letters whose stroke or ligature Unicode does not decompose.
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    # Keheh, alef maksura and Farsi yeh, teh marbuta and the other hehs, alef wasla; tatweel only stretches.
    "\u06a9": "\u0643", "\u06aa": "\u0643", "\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647",
    "\u06c1": "\u0647", "\u06c3": "\u0647", "\u06d5": "\u0647", "\u0671": "\u0627",
    "\u0640": "", "\u07fa": "",
}  # fmt: skip


def fold(text: str) -> str:
    """The text with a space for whatever is neither letter, digit nor mark; IGNORED characters stay in it.

    Folding a piece that begins and ends between two graphemes gives the same piece of the folded text.
    """
    if text.isascii():
        return _POSSESSIVE.sub("", text.lower()).translate(_TABLE)
    folded = _normalise("NFKC", text.translate(_JAMO)).casefold()
    bare = _OPTIONAL_MARKS.sub("", _normalise("NFKD", folded))
    return _POSSESSIVE.sub("", _normalise("NFC", bare)).translate(_TABLE)


def _normalise(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    normalised: str = _NO_JAMO.sub(lambda stretch: unicodedata.normalize(form, stretch[0]), text)
    return normalised


class _FoldedCharacters(dict[int, int | str]):
    """For `str.translate`: decided once for each character."""

    def __missing__(self, code_point: int) -> int | str:
        character = chr(code_point)
        category = unicodedata.category(character)
        is_kept = character.isalnum() or category.startswith("M") or IGNORED.match(character)
        folded = _VARIANTS.get(character, character if is_kept else " ")
        self[code_point] = str(unicodedata.decimal(character)) if category == "Nd" else folded
        return self[code_point]


_TABLE = _FoldedCharacters()

# Korean letters that stand alone (ㅋㅋㅋ) are characters of their own, in several widths and circles. NFKC
# makes pieces of syllables of them, which join each other across what a reader takes for two characters.
_LETTERS = {ord(unicodedata.normalize("NFKC", chr(point))): chr(point) for point in range(0x3131, 0x318F)}
_FORMS = (*range(0x3131, 0x318F), *range(0x3200, 0x321F), *range(0x3260, 0x327F), *range(0xFFA0, 0xFFDD))
_JAMO = {point: unicodedata.normalize("NFKC", chr(point)).translate(_LETTERS) for point in _FORMS}
_NO_JAMO = regex.compile("[^\u3131-\u318e]+")
