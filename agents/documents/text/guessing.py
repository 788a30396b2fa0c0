"""Guesses the encoding of a text by what would be likely in a language.

For each language the text is decoded in each of its encodings and weighed: the logarithm of the likelihood of
every character, in nats. The encoding that gives the most likely text wins; the margin to the next says how
sure that is.
"""

from contextlib import suppress
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
    texts = _texts(data)
    weighed = [
        (_likelihood(texts[encoding], language, encoding), texts[encoding], encoding, language.name)
        for language in ALPHABETS
        for encoding in language.encodings
        if encoding in texts
    ]
    readable = []
    for each in sorted(weighed, key=lambda each: -each[0]):
        with suppress(UnicodeDecodeError):
            data.decode(each[2])
            readable.append(each)
    if not readable:
        return None
    best, text, encoding, language = readable[0]
    margin = min((best - other for other, differs, *_ in readable[1:] if differs != text), default=best)
    foreign = sum(1 for character in text if character > "\x7f")
    likelihood = (best - _ASCII_NATS * (len(text) - foreign)) / max(foreign, 1)
    return Guess(encoding, language, margin >= FLOOR_NATS and likelihood >= FLOOR_PER_CHARACTER_NATS)


def _texts(data: bytes) -> dict[str, str]:
    """A sample around the first bytes that say something as text, by each encoding that has such bytes."""
    first = next((place for place, byte in enumerate(data) if byte > 0x7F), 0)
    start = data.rfind(b"\n", 0, first) + 1
    sample = data[start:]
    if len(sample) > SAMPLE_BYTES:
        # At the end of a line no character is halved.
        end = sample.rfind(b"\n", SAMPLE_BYTES // 2, SAMPLE_BYTES)
        sample = sample[: end if end > 0 else SAMPLE_BYTES]
    texts = {}
    for encoding in {encoding for language in ALPHABETS for encoding in language.encodings}:
        for end in (len(sample), len(sample) - 1, len(sample) - 3):
            with suppress(UnicodeDecodeError):
                text = sample[:end].decode(encoding)
                if text and not any("\x80" <= character <= "\x9f" for character in text):
                    texts[encoding] = text
                break
    return texts


def _likelihood(text: str, language: Alphabet, encoding: str) -> float:
    known, total, before = _nats(language), _PRIOR_NATS.get(encoding, 0.0), " "
    standard, behind_common = _STANDARDS.get(encoding, ("", 0))
    for character in text:
        if character <= "\x7f":
            total += _ASCII_NATS
        elif character in known:
            total += known[character]
        elif not standard:
            total += _LEFT_OVER_NATS if character.isalpha() else _RARE_NATS
        else:
            try:
                total += _RARE_NATS if character.encode(standard)[0] < behind_common else _OBSCURE_NATS
            except UnicodeEncodeError:
                total += _ALIEN_NATS
        if character > "\x7f" and character.isupper() and before.islower():
            total += _CAPITAL_INSIDE_NATS
        if character.isalpha() and before.isalpha():
            if (before < "\u0250") != (character < "\u0250"):
                total += _MIXED_WORD_NATS
            elif "\x7f" < before < "\u0250" and character > "\x7f":
                total += _MARKED_PAIR_NATS
        before = character
    return total


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
