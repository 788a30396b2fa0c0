"""A question as words: what its rules and its weights look at."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # One character of a script without spaces,
    r"|[^\W_]+(?:['’.-][^\W_]+)*['’]?"  # a word, a name with a hyphen, an abbreviation,
    r"|[^\w\s]"  # or a punctuation mark.
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTERS = re.compile(r"\w+")
_REPEATED = re.compile(r"([^\W\d_]{1,2}?)\1{2,}")
MIN_BABBLE = 4
"""Letters, from which a word of one letter again and again is none: there are "III" and "AAA"."""
_COMBINING = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, a character of a script without spaces, or a mark; it stands at `[start, end)`.

    `key` is how it is compared: lower case, without accents.
    """

    text: str
    start: int
    end: int
    key: str

    @property
    def is_mark(self) -> bool:
        """True for punctuation."""
        return not self.text[0].isalnum()


def words_of(text: str) -> list[Word]:
    """The words and marks of a text in order."""
    return [Word(found[0], found.start(), found.end(), key_of(found[0])) for found in _WORD.finditer(text)]


def key_of(word: str) -> str:
    """Lower case, without accents: people leave both out."""
    return _COMBINING.sub("", unicodedata.normalize("NFKD", word.casefold()))


def is_unspaced(text: str) -> bool:
    """Whether a text holds Chinese or Japanese writing."""
    return _UNSPACED.search(text) is not None


def is_babble(text: str) -> bool:
    """Whether it is one or two letters again and again, as "xxxx", "lalala lala" and "啊啊啊" are."""
    words = [word.casefold() for word in _LETTERS.findall(text)]
    is_repeated = [
        _REPEATED.fullmatch(word) is not None and (len(word) >= MIN_BABBLE or is_unspaced(word))
        for word in words
    ]
    return any(is_repeated) and all(
        repeated or len({*word}) == 1 for repeated, word in zip(is_repeated, words, strict=True)
    )
