"""Vectors that one process holds, compared one by one: exact, and fast enough for small libraries."""

from collections.abc import Mapping, Sequence

import numpy as np

from agents.messages import message as _
from agents.retrieval.encoders.components.unit_vectors import normalise
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey, Vector, VectorHit, Vectors


class InMemoryVectors:
    """See `VectorIndex` for what its methods promise. Many threads may ask; one at a time may write."""

    def __init__(self) -> None:
        self._kept: dict[CollectionKey, dict[Record, Vector]] = {}

    def upsert(self, key: CollectionKey, records: Sequence[Record], vectors: Vectors) -> None:
        if len(records) != len(vectors):
            raise ValueError(f"{len(records)} records came with {len(vectors)} vectors.")
        self._kept.setdefault(key, {}).update(zip(records, np.array(vectors, np.float32), strict=True))

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        kept = [(each, found) for each, found in [*self._of(key).items()] if kind in (None, each.kind)]
        if not kept:
            return []
        cosines = normalise(np.stack([found for _record, found in kept])) @ normalise(vector[None])[0]
        hits = [
            VectorHit(record, float(cosine)) for (record, _found), cosine in zip(kept, cosines, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.record.kind, hit.record.id))[:limit]

    def remove(self, key: CollectionKey, records: Sequence[Record]) -> None:
        for record in records:
            self._of(key).pop(record, None)

    def move(self, source: CollectionKey, target: CollectionKey, records: Sequence[Record]) -> set[Record]:
        found = self.vectors(source, records)
        self._kept.setdefault(target, {}).update(found)
        self.remove(source, records)
        return set(self.vectors(target, records))

    def copy(self, source: CollectionKey, target: CollectionKey, records: Mapping[Record, Record]) -> None:
        found = self.vectors(source, [*records])
        self._kept.setdefault(target, {}).update({records[each]: vector for each, vector in found.items()})

    def vectors(self, key: CollectionKey, records: Sequence[Record]) -> dict[Record, Vector]:
        kept = self._of(key)
        return {record: kept[record] for record in records if record in kept}

    def spaces(self, corpus_id: int, encoder_version: str) -> set[str]:
        return {key.space for key in self._of_corpus(corpus_id) if key.encoder_version == encoder_version}

    def records(self, key: CollectionKey) -> set[Record]:
        return set(self._of(key))

    def count(self, key: CollectionKey, kind: RecordKind) -> int:
        return sum(record.kind is kind for record in self._of(key))

    def encoder_versions(self, corpus_id: int) -> set[str]:
        return {key.encoder_version for key in self._of_corpus(corpus_id)}

    def drop(self, corpus_id: int, *, encoder_version: str | None = None) -> None:
        for key in self._of_corpus(corpus_id):
            if encoder_version in (None, key.encoder_version):
                del self._kept[key]

    def check(self) -> str:
        return _("%(count)s collections in memory", count=len(self._kept))

    def _of(self, key: CollectionKey) -> dict[Record, Vector]:
        return self._kept.get(key, {})

    def _of_corpus(self, corpus_id: int) -> list[CollectionKey]:
        return [key for key in self._kept if key.corpus_id == corpus_id]
