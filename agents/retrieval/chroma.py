"""VectorIndex over a Chroma client, embedded or over HTTP.

Records of different kinds live in collections of their own. A `where` filter on the kind would make HNSW walk
past the other kind's vectors, which costs time and recall; two small collections cost neither.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection

from agents.messages import message as _
from agents.retrieval.chroma_collections import Collections
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey, Vector, VectorHit, Vectors

ANSWER_SECONDS = 60.0
"""How long a server may take for one request; Chroma's own client would wait for ever."""

_MOVED_AT_ONCE = 500


class ChromaVectors:
    """One collection for each (corpus, encoder version, space, kind of record), in cosine space.

    Safe to share between threads. Every method raises VectorsUnavailable when the store does not answer.
    """

    def __init__(self, client: ClientAPI, place: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        """`place` is the folder or URL that errors name."""
        for session in _http_sessions(client):
            session.timeout = httpx.Timeout(answer_seconds)
        self._client = client
        self._place = place
        self._collections = Collections(client, place)
        with self._collections.translated_errors():
            self._max_batch: int = client.get_max_batch_size()

    def upsert(self, key: CollectionKey, records: Sequence[Record], vectors: Vectors) -> None:
        """Add or replace `vectors` (n, dimension); ids are the records', so twice is the same as once."""
        if len(records) != len(vectors):
            raise ValueError(f"{len(records)} records came with {len(vectors)} vectors.")
        with self._collections.translated_errors():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), self._max_batch):
                    batch = rows[start : start + self._max_batch]
                    self._upsert(key, kind, [str(records[row].id) for row in batch], vectors[batch])

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        """The nearest records by cosine, best first, ties by kind and id; no kind means both."""
        kinds = [RecordKind(kind)] if kind else list(RecordKind)
        ask = partial(
            Collection.query,
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=limit,
            include=["distances"],
        )
        hits: list[VectorHit] = []
        with self._collections.translated_errors():
            for each in kinds:
                if answer := self._collections.ask(key, each, ask):
                    pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
                    hits += [VectorHit(Record(each, int(id_)), 1.0 - float(apart)) for id_, apart in pairs]
        hits.sort(key=lambda hit: (-hit.similarity, hit.record.kind, hit.record.id))
        return hits[:limit]

    def remove(self, key: CollectionKey, records: Sequence[Record]) -> None:
        """Forget records; unknown ones are ignored."""
        with self._collections.translated_errors():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), self._max_batch):
                    ids = [str(records[row].id) for row in rows[start : start + self._max_batch]]
                    self._collections.ask(key, kind, partial(Collection.delete, ids=ids))

    def move(self, source: CollectionKey, target: CollectionKey, records: Sequence[Record]) -> set[Record]:
        """Put records of one collection into another; gives those that are there now. Again is as good."""
        there: set[Record] = set()
        with self._collections.translated_errors():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), _MOVED_AT_ONCE):
                    ids = [str(records[row].id) for row in rows[start : start + _MOVED_AT_ONCE]]
                    if found := self._vectors(source, kind, ids):
                        self._upsert(target, kind, [*found], np.array([*found.values()]))
                        self._collections.ask(source, kind, partial(Collection.delete, ids=[*found]))
                    answer = self._collections.ask(target, kind, partial(Collection.get, ids=ids, include=[]))
                    there |= {Record(kind, int(each)) for each in answer["ids"]} if answer else set()
        return there

    def copy(self, source: CollectionKey, target: CollectionKey, records: Mapping[Record, Record]) -> None:
        """Give the value of each pair the vector, in `target`, that its key has in `source`."""
        with self._collections.translated_errors():
            for kind, rows in _by_kind([*records]).items():
                names = [*records.items()]
                pairs = {str(names[row][0].id): str(names[row][1].id) for row in rows}
                ids = [*pairs]
                for start in range(0, len(ids), _MOVED_AT_ONCE):
                    found = self._vectors(source, kind, ids[start : start + _MOVED_AT_ONCE])
                    if found:
                        self._upsert(
                            target, kind, [pairs[each] for each in found], np.array([*found.values()])
                        )

    def vectors(self, key: CollectionKey, records: Sequence[Record]) -> dict[Record, Vector]:
        """The vectors of those records that have one."""
        found: dict[Record, Vector] = {}
        with self._collections.translated_errors():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), _MOVED_AT_ONCE):
                    ids = [str(records[row].id) for row in rows[start : start + _MOVED_AT_ONCE]]
                    some = self._vectors(key, kind, ids)
                    found |= {Record(kind, int(each)): vector for each, vector in some.items()}
        return found

    def spaces(self, corpus_id: int, encoder_version: str) -> set[str]:
        """The spaces that a corpus has collections of, by this version of an encoder."""
        with self._collections.translated_errors():
            found = [each.metadata for each in self._collections.of_corpus(corpus_id)]
            return {str(each["space"]) for each in found if each["encoder_version"] == encoder_version}

    def records(self, key: CollectionKey) -> set[Record]:
        """Every record stored under the key."""
        found: set[Record] = set()
        with self._collections.translated_errors():
            for kind in RecordKind:
                answer = self._collections.ask(key, kind, partial(Collection.get, include=[]))
                found |= {Record(kind, int(each)) for each in answer["ids"]} if answer else set()
        return found

    def count(self, key: CollectionKey, kind: RecordKind) -> int:
        """How many records of a kind are stored under the key; 0 where there is no collection."""
        with self._collections.translated_errors():
            return int(self._collections.ask(key, kind, Collection.count) or 0)

    def encoder_versions(self, corpus_id: int) -> set[str]:
        """The encoder versions that a corpus has collections of."""
        with self._collections.translated_errors():
            return {str(each.metadata["encoder_version"]) for each in self._collections.of_corpus(corpus_id)}

    def drop(self, corpus_id: int, *, encoder_version: str | None = None) -> None:
        """Delete the collections of a corpus, or only those of one encoder version."""
        with self._collections.translated_errors():
            for collection in self._collections.of_corpus(corpus_id):
                if encoder_version in (None, collection.metadata["encoder_version"]):
                    self._collections.drop(collection.name)

    def check(self) -> str:
        """One line on the store's state."""
        with self._collections.translated_errors():
            self._client.heartbeat()
            count = self._client.count_collections()
            return _(
                "Chroma %(version)s at %(place)s, %(count)s collections",
                version=self._client.get_version(),
                place=self._place,
                count=count,
            )

    def close(self) -> None:
        """Close the client; an embedded one lets go of its files."""
        sessions = list(_http_sessions(self._client))
        self._client.close()
        for session in sessions:
            session.close()

    def _upsert(self, key: CollectionKey, kind: RecordKind, ids: list[str], vectors: Vectors) -> None:
        embeddings = np.ascontiguousarray(vectors, dtype=np.float32)
        self._collections.ask_made(key, kind, partial(Collection.upsert, ids=ids, embeddings=embeddings))

    def _vectors(self, key: CollectionKey, kind: RecordKind, ids: list[str]) -> dict[str, Vector]:
        answer = self._collections.ask(key, kind, partial(Collection.get, ids=ids, include=["embeddings"]))
        return dict(zip(answer["ids"], answer["embeddings"], strict=True)) if answer else {}


def _http_sessions(client: ClientAPI) -> Iterator[httpx.Client]:
    """The sessions of an HTTP client: Chroma opens two, and its own `close` leaves both open."""
    for each in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(each, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            yield session


def _by_kind(records: Sequence[Record]) -> dict[RecordKind, list[int]]:
    rows: dict[RecordKind, list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        rows[record.kind].append(row)
    return rows
