"""What full-text search is to the rest of the house, wherever its index is kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from agents.retrieval.tokens import LexicalQuery


class RecordKind(StrEnum):
    """What the text belongs to. Hits of equal score come in the order given here."""

    PASSAGE = "passage"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Record:
    """A row that has text: `id` is the primary key among the rows of its kind, at least 0."""

    kind: RecordKind
    id: int


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """The raw text of a record with its language (ISO 639-1), and the corpus it may be found in."""

    record: Record
    corpus_id: int
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A record that matches.

    `score` is its BM25 score, above 0, higher is better; it compares within one search only.
    `coverage`, from 0 to 1, is the share of the query's scored terms that the record has, each term
    weighted by its inverse document frequency; it compares between searches.
    """

    record: Record
    score: float
    coverage: float


class LexicalIndex(Protocol):
    """A full-text index over the records of many corpora.

    Statistics are taken over the corpora and kinds that a search names and nothing else, so no corpus changes
    what another one answers.
    """

    def replace(self, entries: Iterable[LexicalEntry]) -> None:
        """Add these entries in batches; an entry takes the place of an earlier one for the same record."""

    def remove(self, records: Iterable[Record]) -> None:
        """Forget these records; those that are not there are passed over."""

    def remove_corpus(self, corpus_id: int) -> None:
        """Forget every record of a corpus."""

    def search(
        self,
        query: LexicalQuery,
        *,
        corpus_ids: Collection[int],
        kinds: Collection[RecordKind],
        limit: int,
    ) -> list[LexicalHit]:
        """The best `limit` records that have every phrase, no exclusion and at least one scored term.

        Best first; equal scores are ordered by kind, then id. A query of exclusions alone finds nothing.
        """

    def known(
        self, tokens: Iterable[str], *, corpus_ids: Collection[int], kinds: Collection[RecordKind]
    ) -> set[str]:
        """Those of the tokens that a record of these corpora and kinds has."""

    def vocabulary(self, word: str, most: int, *, corpus_ids: Collection[int]) -> list[str]:
        """Words of these corpora with the first letter of this one, and `most` letters more or fewer at most.

        As `tokens.vocabulary` gives them. A word stays when its last record is gone.
        """

    def count(self, corpus_id: int) -> int:
        """How many records of a corpus are indexed, of all kinds."""
