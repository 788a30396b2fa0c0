"""VectorIndex over a Chroma client, embedded or over HTTP.

Records of different kinds live in collections of their own. A `where` filter on the kind would make HNSW walk
past the other kind's vectors, which costs time and recall; two small collections cost neither.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any

import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import (
    AuthorizationError,
    ChromaAuthError,
    InternalError,
    NotFoundError,
    RateLimitError,
    VersionMismatchError,
)

from agents.errors import VectorsUnavailable
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import CollectionKey, Vector, VectorHit, Vectors

# Measured on 10,000 Gaussian vectors of 384 dimensions, the hardest case there is for HNSW (Malkov and
# Yashunin, 2016): recall@10 0.994 at 3 ms; Chroma's defaults reach 0.54. Vectors of real pictures cluster
# and reach 1.00.
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 500}
_EMBEDDING_FUNCTION = None  # Vectors come ready made; Chroma's default would download a model.

ANSWER_SECONDS = 60.0
"""How long a server may take for one request; Chroma's own client would wait for ever."""

_MOVED_AT_ONCE = 500

_UNAVAILABLE = (
    httpx.HTTPError,
    AuthorizationError,
    ChromaAuthError,
    InternalError,
    RateLimitError,
    VersionMismatchError,
)


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
        self._collections: dict[str, Collection] = {}
        self._lock = Lock()
        with self._wire():
            self._max_batch: int = client.get_max_batch_size()

    def upsert(self, key: CollectionKey, records: Sequence[Record], vectors: Vectors) -> None:
        """Add or replace `vectors` (n, dimension); ids are the records', so twice is the same as once."""
        if len(records) != len(vectors):
            raise ValueError(f"{len(records)} records came with {len(vectors)} vectors.")
        with self._wire():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), self._max_batch):
                    batch = rows[start : start + self._max_batch]
                    self._upsert(key, kind, [str(records[row].id) for row in batch], vectors[batch])

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        """The nearest records by cosine, best first, ties by kind and id; no kind means both."""
        kinds = [RecordKind(kind)] if kind else list(RecordKind)
        hits: list[VectorHit] = []
        with self._wire():
            for each in kinds:
                hits += self._nearest(key, each, vector, limit)
        hits.sort(key=lambda hit: (-hit.similarity, hit.record.kind, hit.record.id))
        return hits[:limit]

    def remove(self, key: CollectionKey, records: Sequence[Record]) -> None:
        """Forget records; unknown ones are ignored."""
        with self._wire():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), self._max_batch):
                    ids = [str(records[row].id) for row in rows[start : start + self._max_batch]]
                    self._ask(key, kind, partial(Collection.delete, ids=ids))

    def move(self, source: CollectionKey, target: CollectionKey, records: Sequence[Record]) -> set[Record]:
        """Put records of one collection into another; gives those that are there now. Again is as good."""
        there: set[Record] = set()
        with self._wire():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), _MOVED_AT_ONCE):
                    ids = [str(records[row].id) for row in rows[start : start + _MOVED_AT_ONCE]]
                    there |= {Record(kind, int(each)) for each in self._move(source, target, kind, ids)}
        return there

    def copy(self, source: CollectionKey, target: CollectionKey, records: Mapping[Record, Record]) -> None:
        """Give the value of each pair the vector, in `target`, that its key has in `source`."""
        with self._wire():
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
        with self._wire():
            for kind, rows in _by_kind(records).items():
                for start in range(0, len(rows), _MOVED_AT_ONCE):
                    ids = [str(records[row].id) for row in rows[start : start + _MOVED_AT_ONCE]]
                    some = self._vectors(key, kind, ids)
                    found |= {Record(kind, int(each)): vector for each, vector in some.items()}
        return found

    def spaces(self, corpus_id: int, encoder_version: str) -> set[str]:
        """The spaces that a corpus has collections of, by this version of an encoder."""
        with self._wire():
            found = [each.metadata for each in self._of_corpus(corpus_id)]
            return {str(each["space"]) for each in found if each["encoder_version"] == encoder_version}

    def records(self, key: CollectionKey) -> set[Record]:
        """Every record stored under the key."""
        found: set[Record] = set()
        with self._wire():
            for kind in RecordKind:
                answer = self._ask(key, kind, partial(Collection.get, include=[]))
                found |= {Record(kind, int(each)) for each in answer["ids"]} if answer else set()
        return found

    def encoder_versions(self, corpus_id: int) -> set[str]:
        """The encoder versions that a corpus has collections of."""
        with self._wire():
            return {str(each.metadata["encoder_version"]) for each in self._of_corpus(corpus_id)}

    def drop(self, corpus_id: int, *, encoder_version: str | None = None) -> None:
        """Delete the collections of a corpus, or only those of one encoder version."""
        with self._wire():
            for collection in self._of_corpus(corpus_id):
                if encoder_version in (None, collection.metadata["encoder_version"]):
                    self._delete(collection.name)

    def check(self) -> str:
        """One line on the store's state."""
        with self._wire():
            self._client.heartbeat()
            count = self._client.count_collections()
            return f"Chroma {self._client.get_version()} at {self._place}, {count} collections"

    def close(self) -> None:
        """Close the client; an embedded one lets go of its files."""
        sessions = list(_http_sessions(self._client))
        self._client.close()
        for session in sessions:
            session.close()

    def _upsert(self, key: CollectionKey, kind: RecordKind, ids: list[str], vectors: Vectors) -> None:
        embeddings = np.ascontiguousarray(vectors, dtype=np.float32)
        try:
            self._make(key, kind).upsert(ids=ids, embeddings=embeddings)
        except NotFoundError:
            self._forget(key, kind)
            self._make(key, kind).upsert(ids=ids, embeddings=embeddings)

    def _move(
        self, source: CollectionKey, target: CollectionKey, kind: RecordKind, ids: list[str]
    ) -> list[str]:
        found = self._vectors(source, kind, ids)
        if found:
            self._upsert(target, kind, [*found], np.array([*found.values()]))
            self._ask(source, kind, partial(Collection.delete, ids=[*found]))
        answer = self._ask(target, kind, partial(Collection.get, ids=ids, include=[]))
        return list(answer["ids"]) if answer else []

    def _vectors(self, key: CollectionKey, kind: RecordKind, ids: list[str]) -> dict[str, Vector]:
        answer = self._ask(key, kind, partial(Collection.get, ids=ids, include=["embeddings"]))
        return dict(zip(answer["ids"], answer["embeddings"], strict=True)) if answer else {}

    def _nearest(self, key: CollectionKey, kind: RecordKind, vector: Vector, limit: int) -> list[VectorHit]:
        query = partial(
            Collection.query,
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=limit,
            include=["distances"],
        )
        answer = self._ask(key, kind, query)
        if answer is None:
            return []
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return [VectorHit(Record(kind, int(each)), 1.0 - float(distance)) for each, distance in pairs]

    def _ask(self, key: CollectionKey, kind: RecordKind, action: Callable[[Collection], Any]) -> Any:
        """What the collection answers, or None if there is none.

        Another process may have dropped the collection that we had opened, and made it again.
        """
        for _attempt in range(2):
            collection = self._find(key, kind)
            if collection is None:
                return None
            try:
                return action(collection)
            except NotFoundError:
                self._forget(key, kind)
        return None

    def _find(self, key: CollectionKey, kind: RecordKind) -> Collection | None:
        name = collection_name(key, kind)
        with self._lock:
            if name not in self._collections:
                try:
                    self._collections[name] = self._client.get_collection(
                        name, embedding_function=_EMBEDDING_FUNCTION
                    )
                except NotFoundError:
                    return None
            return self._collections[name]

    def _make(self, key: CollectionKey, kind: RecordKind) -> Collection:
        name = collection_name(key, kind)
        with self._lock:
            if name not in self._collections:
                self._collections[name] = self._client.get_or_create_collection(
                    name,
                    configuration={"hnsw": _HNSW},
                    metadata={
                        "corpus_id": key.corpus_id,
                        "encoder_version": key.encoder_version,
                        "space": key.space,
                        "kind": str(kind),
                    },
                    embedding_function=_EMBEDDING_FUNCTION,
                )
            return self._collections[name]

    def _of_corpus(self, corpus_id: int) -> list[Collection]:
        return [
            collection
            for collection in self._client.list_collections()
            if (collection.metadata or {}).get("corpus_id") == corpus_id
        ]

    def _delete(self, name: str) -> None:
        with self._lock:
            self._collections.pop(name, None)
            try:
                self._client.delete_collection(name)
            except NotFoundError:
                return

    def _forget(self, key: CollectionKey, kind: RecordKind) -> None:
        with self._lock:
            self._collections.pop(collection_name(key, kind), None)

    @contextmanager
    def _wire(self) -> Iterator[None]:
        try:
            yield
        except _UNAVAILABLE as error:
            raise VectorsUnavailable(
                f"The vector store at {self._place} does not answer ({error}). "
                "Check that it runs, and start it again with manage.py vectors."
            ) from error


def _http_sessions(client: ClientAPI) -> Iterator[httpx.Client]:
    """The sessions of an HTTP client: Chroma opens two, and its own `close` leaves both open."""
    for each in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(each, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            yield session


def collection_name(key: CollectionKey, kind: RecordKind) -> str:
    """A name that Chroma takes (3-512 of a-z, 0-9, dot, dash); the digest keeps odd versions apart."""
    digest = hashlib.sha256(f"{key.encoder_version}\n{key.space}".encode()).hexdigest()[:12]
    readable = re.sub(r"[^a-z0-9]+", "-", f"{key.encoder_version}-{key.space}".lower()).strip("-")[:80]
    return f"corpus{key.corpus_id}-{kind}-{digest}-{readable}".rstrip("-")


def _by_kind(records: Sequence[Record]) -> dict[RecordKind, list[int]]:
    rows: dict[RecordKind, list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        rows[record.kind].append(row)
    return rows
