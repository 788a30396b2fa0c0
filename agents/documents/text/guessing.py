"""Guesses the encoding of a text by what would be likely in a language.

For each language the text is decoded in each of its encodings and weighed: the logarithm of the likelihood of
every character, in nats. The encoding that gives the most likely text wins; the margin to the next says how
sure that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from agents.documents.text.alphabets import ALPHABETS, Alphabet

SAMPLE_BYTES = 6_000
"""So much of a text is weighed, from its first byte outside ASCII on."""
FLOOR_NATS = 4.0
"""By how much the best guess must be more likely than the next: e to the 4th, 55 times."""
FLOOR_PER_CHARACTER_NATS = -8.5
"""A text whose characters are less likely than that, each, is none of the languages that are known here."""

_ASCII_NATS = -3.0
_PUNCTUATION, _SYMBOLS = "’“”–—…«»„‘\u00a0°©€§·£", "•®™±×½¼²³µ"
_PUNCTUATION_NATS, _SYMBOL_NATS = -5.0, -7.0
_CAPITAL_NATS = -2.5
"""How much rarer a capital letter is than its small one."""
_CAPITAL_INSIDE_NATS = -4.0
_MIXED_WORD_NATS = -4.0
"""Letters of two scripts side by side."""
_MARKED_PAIR_NATS = -2.0
"""Two marked Latin letters side by side."""
_PRIOR_NATS = {
    "iso8859_15": -0.4, "mac_roman": -4.0, "cp850": -4.0, "cp866": -3.0, "iso8859_5": -3.0, "iso8859_2": -2.5,
    "cp1250": -1.5, "cp1254": -1.5, "cp1257": -2.0,
}  # fmt: skip
"""Encodings that are seldom met today."""
_LEFT_OVER_NATS = -9.0
_RARE_NATS, _OBSCURE_NATS, _ALIEN_NATS = -9.5, -13.0, -15.0
_STANDARDS = {"gb18030": ("gb2312", 0xD8), "big5hkscs": ("big5", 0xC9), "cp932": ("euc_jp", 0xD0),
              "euc_jp": ("euc_jp", 0xD0), "cp949": ("euc_kr", 0xC9)}  # fmt: skip
"""The national standard inside of an encoding, and the first lead byte behind its common characters."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, the language that speaks for it, and whether it stands above the floor."""

    encoding: str
    language: str
    is_sure: bool


def guess_encoding(data: bytes) -> Guess | None:
    """The likeliest encoding of bytes that are not UTF-8; None if they are text in none that is known."""
    weighed = sorted(_weighed(_sample(data)), key=lambda each: -each[0])
    readable = [each for each in weighed if _decodes(data, each[2])]
    if not readable:
        return None
    best, text, encoding, language = readable[0]
    margin = min((best - other for other, differs, *_ in readable[1:] if differs != text), default=best)
    foreign = sum(1 for character in text if character > "\x7f")
    likelihood = (best - _ASCII_NATS * (len(text) - foreign)) / max(foreign, 1)
    return Guess(encoding, language, margin >= FLOOR_NATS and likelihood >= FLOOR_PER_CHARACTER_NATS)


def _sample(data: bytes) -> bytes:
    """Around the first bytes that say something, cut at line ends so that no character is halved."""
    first = next((place for place, byte in enumerate(data) if byte > 0x7F), 0)
    start = data.rfind(b"\n", 0, first) + 1
    if len(data) - start <= SAMPLE_BYTES:
        return data[start:]
    end = data.rfind(b"\n", start + SAMPLE_BYTES // 2, start + SAMPLE_BYTES)
    return data[start : end if end > 0 else start + SAMPLE_BYTES]


def _weighed(sample: bytes) -> Iterator[tuple[float, str, str, str]]:
    """Likelihood, text, encoding and language of every reading."""
    texts: dict[str, str] = {}
    for language in ALPHABETS:
        for encoding in language.encodings:
            text = texts.setdefault(encoding, _decoded(sample, encoding))
            if text:
                yield _likelihood(text, language, encoding), text, encoding, language.name


def _decoded(sample: bytes, encoding: str) -> str:
    """The text, or "" where this encoding has no such bytes; a last character may be cut off."""
    for end in (len(sample), len(sample) - 1, len(sample) - 3):
        try:
            text = sample[:end].decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if any("\x80" <= character <= "\x9f" for character in text) else text
    return ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(text: str, language: Alphabet, encoding: str) -> float:
    known, total, before = _nats(language), _PRIOR_NATS.get(encoding, 0.0), " "
    for character in text:
        if character <= "\x7f":
            total += _ASCII_NATS
        else:
            nats = known.get(character)
            total += _unknown(character, encoding) if nats is None else nats
            total += _CAPITAL_INSIDE_NATS if character.isupper() and before.islower() else 0.0
        if character.isalpha() and before.isalpha():
            total += _joint(before, character)
        before = character
    return total


def _joint(before: str, after: str) -> float:
    """What it costs that these two letters stand side by side."""
    if (before < "\u0250") != (after < "\u0250"):
        return _MIXED_WORD_NATS
    return _MARKED_PAIR_NATS if "\x7f" < before < "\u0250" and after > "\x7f" else 0.0


@cache
def _nats(language: Alphabet) -> dict[str, float]:
    letters = list(dict.fromkeys(language.letters))
    weights = [1 / (rank + 1 + len(letters) / 8) for rank in range(len(letters))]
    whole = sum(weights) / language.share
    known = dict.fromkeys(_PUNCTUATION, _PUNCTUATION_NATS) | dict.fromkeys(_SYMBOLS, _SYMBOL_NATS)
    for letter, weight in zip(letters, weights, strict=True):
        known[letter] = log(weight / whole)
        capital = letter.upper()
        if capital != letter and len(capital) == 1:
            known.setdefault(capital, known[letter] + _CAPITAL_NATS)
    return known


def _unknown(character: str, encoding: str) -> float:
    """Of a character that is not among the frequent ones of a language."""
    if encoding not in _STANDARDS:
        return _LEFT_OVER_NATS if character.isalpha() else _RARE_NATS
    standard, behind_common = _STANDARDS[encoding]
    try:
        lead = character.encode(standard)[0]
    except UnicodeEncodeError:
        return _ALIEN_NATS
    return _RARE_NATS if lead < behind_common else _OBSCURE_NATS
