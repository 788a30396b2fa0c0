"""Vectors in Chroma: one collection for each (corpus, encoder version, space)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.lexical import Record, RecordKind

Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]

TEXT_SPACE = "text"
"""The space of dense text: passages, and what is written about pictures."""


@dataclass(frozen=True, slots=True)
class CollectionKey:
    """Names a collection; corpora are isolated because no query ever spans two of them."""

    corpus_id: int
    encoder_version: str
    space: str


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A record and its cosine similarity (-1..1) to the query."""

    record: Record
    similarity: float


class VectorIndex(Protocol):
    """What retrieval needs of a vector store."""

    def upsert(self, key: CollectionKey, records: Sequence[Record], vectors: Vectors) -> None:
        """Add or replace `vectors` (n, dimension), one for each record."""

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        """The nearest records, best first; an absent collection answers with nothing."""

    def remove(self, key: CollectionKey, records: Sequence[Record]) -> None:
        """Forget records; unknown ones are ignored."""

    def move(self, source: CollectionKey, target: CollectionKey, records: Sequence[Record]) -> set[Record]:
        """Put records of one collection into another; gives those that are there now."""

    def copy(self, source: CollectionKey, target: CollectionKey, records: Mapping[Record, Record]) -> None:
        """Give the value of each pair the vector, in `target`, that its key has in `source`."""

    def vectors(self, key: CollectionKey, records: Sequence[Record]) -> dict[Record, Vector]:
        """The vectors of those records that have one."""

    def spaces(self, corpus_id: int, encoder_version: str) -> set[str]:
        """The spaces that a corpus has collections of, by this version of an encoder."""

    def records(self, key: CollectionKey) -> set[Record]:
        """Every record stored under the key."""

    def count(self, key: CollectionKey, kind: RecordKind) -> int:
        """How many records of a kind are stored under the key; 0 where there is no collection."""

    def encoder_versions(self, corpus_id: int) -> set[str]:
        """The encoder versions that a corpus has collections of."""

    def drop(self, corpus_id: int, *, encoder_version: str | None = None) -> None:
        """Delete the collections of a corpus, or only those of one encoder version."""

    def check(self) -> str:
        """One line on the store's state; raises VectorsUnavailable with what to do."""
