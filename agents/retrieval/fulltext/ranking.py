"""Adds up and sorts the posting lists of a query, in NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.fulltext.bm25 import Weights
from agents.retrieval.fulltext.postings import KINDS

Integers = NDArray[np.int64]

LENGTH_BITS = 13
"""The bits below an occurrence's row id that hold the length of its record: MAX_TOKENS fits."""


@dataclass(frozen=True, slots=True)
class PostingList:
    """The n rows of one scope that have a term: (n,) ids, occurrences of the term, lengths in tokens."""

    term: str
    rows: Integers
    frequencies: Integers
    lengths: Integers

    @classmethod
    def unpack(cls, term: str, occurrences: Integers) -> "PostingList":
        """From one integer for each occurrence: the row id, and in the LENGTH_BITS below it the length."""
        records, frequencies = np.unique(occurrences, return_counts=True)
        return cls(term, records >> LENGTH_BITS, frequencies, records & ((1 << LENGTH_BITS) - 1))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The n rows that have a scored term: (n,) ids, ascending, scores, and weights of the terms they have."""

    rows: Integers
    scores: NDArray[np.float64]
    matched: NDArray[np.float64]

    @classmethod
    def of(cls, lists: Sequence[PostingList], weights: Weights) -> "Ranking":
        """The sums over the lists, of which there is at least one."""
        rows, places = np.unique(np.concatenate([each.rows for each in lists]), return_inverse=True)
        scores = np.concatenate([weights.scores(each.term, each.frequencies, each.lengths) for each in lists])
        matched = np.concatenate([np.full(len(each.rows), weights.idf[each.term]) for each in lists])
        return cls(rows, _sums(places, scores), _sums(places, matched))

    def only(self, keep: NDArray[np.bool_]) -> "Ranking":
        """The rows for which `keep` (n,) says yes."""
        return Ranking(self.rows[keep], self.scores[keep], self.matched[keep])

    def best(self, limit: int) -> list[tuple[int, float, float]]:
        """Row id, score and matched weight of the best `limit`; equal scores by kind, then id."""
        # As in RANK_SQL: the last bits of a sum must not decide a tie.
        rounded = np.round(1e9 * self.scores)
        lowest = np.partition(rounded, -limit)[-limit] if limit < len(rounded) else -np.inf
        leading = np.flatnonzero(rounded >= lowest)
        rows = self.rows[leading]
        order = leading[np.lexsort((rows, rows % len(KINDS), -rounded[leading]))][:limit]
        columns = (column[order].tolist() for column in (self.rows, self.scores, self.matched))
        return list(zip(*columns, strict=True))


def _sums(places: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What belongs to place 0, to place 1 and so on, added up."""
    return np.asarray(np.bincount(places, values), dtype=np.float64)
