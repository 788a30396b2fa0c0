"""Forgives spelling: a query's words that no text has become the nearest words that one has."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import OSA

from agents.retrieval.lexical import LexicalIndex, RecordKind
from agents.retrieval.spelling.common_words import is_common
from agents.retrieval.tokens import respelled, typed_words, word_tokens

MIN_CHARACTERS = 5
"""Letters. Of shorter words too many are one slip away from another one."""

MAX_SLIPS = {MIN_CHARACTERS: 1, 10: 2}
"""Letters left out, added, exchanged or swapped with their neighbour, by the least length of the word."""

DOUBLED = 0.5
"""What doubling a letter, or leaving one of two out, counts as a slip: nothing is mistyped more often."""

MAX_UNKNOWN = 2
"""Words. If more of a query are unknown than are known, it is in another language, not misspelt."""

_MAX_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed, and the word that was searched for."""

    typed: str
    word: str


@dataclass(frozen=True, slots=True)
class CorrectedQuery:
    """A query as it is searched for; `corrections` are empty where every word is known or unlike any."""

    text: str
    corrections: tuple[Correction, ...] = ()


def spelled(
    text: str,
    lexical: LexicalIndex,
    *,
    corpus_ids: Collection[int],
    kinds: Collection[RecordKind],
    verbatim: Collection[str] = (),
) -> CorrectedQuery:
    """A typed query with its unknown words corrected; phrases, exclusions, numbers and CJK are left alone.

    So are common words, which are no slips of others, and `verbatim` words, folded.
    """
    words = typed_words(text)
    known = _known(words, lexical, corpus_ids, kinds)
    unknown = [word for word in words if word not in known]
    if len(unknown) > max(MAX_UNKNOWN, len(words) // 2):
        return CorrectedQuery(text)
    found = []
    for word in dict.fromkeys(unknown):
        if len(word) < MIN_CHARACTERS or not word.isalpha() or word in verbatim or is_common(word):
            continue
        candidates = nearest(word, lexical.vocabulary(word, max(MAX_SLIPS.values()), corpus_ids=corpus_ids))
        there = _known(candidates, lexical, corpus_ids, kinds)
        found += [Correction(word, each) for each in candidates if each in there][:1]
    return CorrectedQuery(respelled(text, {each.typed: each.word for each in found}), tuple(found))


def nearest(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words that it may have been meant for, the likeliest first."""
    most = max((slips for length, slips in MAX_SLIPS.items() if len(word) >= length), default=0)
    slips: dict[str, float] = {}
    for known in vocabulary:
        if known != word:
            is_doubled = _single(word) == _single(known)
            slips[known] = DOUBLED if is_doubled else OSA.distance(word, known, score_cutoff=most)
    likely = [known for known, count in slips.items() if count <= most]
    return sorted(likely, key=lambda known: (slips[known], abs(len(known) - len(word)), known))[
        :_MAX_CANDIDATES
    ]


def _single(word: str) -> Sequence[str]:
    return [letter for letter, _ in groupby(word)]


def _known(
    words: Sequence[str], lexical: LexicalIndex, corpus_ids: Collection[int], kinds: Collection[RecordKind]
) -> set[str]:
    """Those of the words that some record has, in any language."""
    tokens = {word: word_tokens(word) for word in words}
    wanted = [token for of_word in tokens.values() for token in of_word]
    there = lexical.known(wanted, corpus_ids=corpus_ids, kinds=kinds)
    return {word for word, of_word in tokens.items() if not there.isdisjoint(of_word)}
