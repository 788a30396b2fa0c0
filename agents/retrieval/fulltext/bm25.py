"""BM25 as SQLite's FTS5 computes it (Robertson and Zaragoza, 2009), split between Python and SQL.

Document frequencies come out of the database and the weight of each term is computed here. PostgreSQL then
sums and sorts by itself; SQLite hands over its posting lists, which `ranking` sums. Both share every
constant, and the two ways to write the score stand side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.lexical import LexicalHit, Record
from agents.retrieval.tokens import LexicalQuery

K1 = 1.2
B = 0.75
MIN_IDF = 1e-6
"""The weight of a term that more than half of the records have; the formula alone would make it negative."""

SCORE_SQL = (
    f"SUM(idf * frequency * {K1 + 1} / (frequency + {K1 * (1 - B)} + length * CAST(%s AS double precision)))"
)
"""`Weights.scores` in SQL, summed; the parameter is `Weights.per_token`."""

RANK_SQL = "ROUND(1e9 * score) DESC"
"""The order in which terms are added up changes the last bits of a sum: they must not decide a tie."""


@dataclass(frozen=True, slots=True)
class Population:
    """The records that a search is about: how many there are, and how many tokens they have together."""

    records: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each scored term, also of those that no record has, and the penalty for length.

    A term weighs its inverse document frequency, as many times as the query says that it counts.
    """

    idf: Mapping[str, float]
    per_token: float

    @classmethod
    def of(cls, query: LexicalQuery, frequencies: Mapping[str, int], population: Population) -> "Weights":
        """`frequencies` holds how many records of the population have a term; terms may be missing.

        The population has at least one token.
        """
        idf = {
            term: query.weights.get(term, 1.0)
            * inverse_document_frequency(frequencies.get(term, 0), population)
            for term in query.scored_terms
        }
        return cls(idf, K1 * B * population.records / population.tokens)

    def scores(
        self, term: str, frequencies: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """(n,) what a term adds to the scores of n records that have it `frequencies` times."""
        return (
            self.idf[term] * frequencies * (K1 + 1) / (frequencies + K1 * (1 - B) + lengths * self.per_token)
        )

    def hit(self, record: Record, score: float, matched: float) -> LexicalHit:
        """`matched` is the sum of the weights of the terms that the record has."""
        return LexicalHit(record, score, coverage=min(1.0, matched / sum(self.idf.values())))


def inverse_document_frequency(document_frequency: int, population: Population) -> float:
    """How telling a term is (Robertson and Sparck Jones, 1976), never below `MIN_IDF`."""
    # Records that are added between two statements of a search may be counted in the second alone.
    without = max(0, population.records - document_frequency)
    return max(MIN_IDF, log((without + 0.5) / (document_frequency + 0.5)))
