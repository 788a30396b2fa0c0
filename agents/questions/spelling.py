"""Slips of the pen in the words that questions are made of: "wieght" is read as "weight"."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from agents.questions.words import Word, is_unspaced

MIN_CHARACTERS = 5
"""Letters of a word that may have a slip; shorter ones are too near to each other."""

MIN_CHARACTERS_WITH_REPLACED = 7
"""Letters of a word that may have another letter in it: an otter is no "other"."""


def respelled(words: Sequence[Word], known: Collection[str]) -> tuple[Word, ...]:
    """The words, each unknown one with the key of the only known word that is one slip away.

    A slip is a letter too many, too few, another or swapped, but never the first. A capital within a sentence
    marks a name, and names are left alone.
    """
    index = _by_first_letter(frozenset(known))
    read: list[Word] = []
    for place, word in enumerate(words):
        key = word.key
        is_name = word.text[:1].isupper() and place > 0 and not word.text.isupper()
        may_be_slip = len(key) >= MIN_CHARACTERS and key.isalpha() and not is_unspaced(word.text)
        if may_be_slip and not is_name and key not in known:
            near = [
                other
                for other in index.get(key[0], ())
                if OSA.distance(key, other, score_cutoff=1) <= 1
                # One letter is another unless one is missing, one is too many or two are swapped.
                and (
                    len(key) >= MIN_CHARACTERS_WITH_REPLACED
                    or len(key) != len(other)
                    or sorted(key) == sorted(other)
                )
            ]
            word = replace(word, key=near[0]) if len(near) == 1 else word
        read.append(word)
    return tuple(read)


@lru_cache(maxsize=4)
def _by_first_letter(known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= MIN_CHARACTERS - 1:
            index.setdefault(word[0], []).append(word)
    return {letter: tuple(found) for letter, found in index.items()}
