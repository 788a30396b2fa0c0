"""The collections of a Chroma client: opened once, made when needed, asked when they are whole."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import httpx
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import (
    AuthorizationError,
    ChromaAuthError,
    ChromaError,
    InternalError,
    NotFoundError,
    RateLimitError,
    VersionMismatchError,
)

from agents.errors import VectorsUnavailable
from agents.messages import message as _
from agents.retrieval.lexical import RecordKind
from agents.retrieval.vectors import CollectionKey

# Measured on 10,000 Gaussian vectors of 384 dimensions, the hardest case there is for HNSW (Malkov and
# Yashunin, 2016): recall@10 0.994 at 3 ms; Chroma's defaults reach 0.54. Vectors of real pictures cluster
# and reach 1.00.
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 500}
_EMBEDDING_FUNCTION = None  # Vectors come ready made; Chroma's default would download a model.

_HALF_THERE = ("Missing field", "Nothing found on disk")
"""What Chroma says of a collection that is just being dropped, or given its first vectors."""

_WAITS_SECONDS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Between the times that such a collection is asked. Remade all the time, one was half there for 0.2 s."""

_UNAVAILABLE = (
    httpx.HTTPError,
    AuthorizationError,
    ChromaAuthError,
    InternalError,
    RateLimitError,
    VersionMismatchError,
)

Action = Callable[[Collection], Any]
_Opening = Callable[[CollectionKey, RecordKind], Collection | None]


class Collections:
    """One for each (corpus, encoder version, space, kind of record). Safe to share between threads."""

    def __init__(self, client: ClientAPI, place: str) -> None:
        """`place` is the folder or URL that errors name."""
        self._client = client
        self._place = place
        self._opened: dict[str, Collection] = {}
        self._lock = Lock()

    def ask(self, key: CollectionKey, kind: RecordKind, action: Action) -> Any:
        """What the collection answers, or None if there is none."""
        return self._when_whole(key, kind, self._find, action)

    def ask_made(self, key: CollectionKey, kind: RecordKind, action: Action) -> Any:
        """What the collection answers; it is made if there is none."""
        return self._when_whole(key, kind, self._make, action)

    def of_corpus(self, corpus_id: int) -> list[Collection]:
        """Those of all its encoder versions, spaces and kinds."""
        return [
            collection
            for collection in self._client.list_collections()
            if (collection.metadata or {}).get("corpus_id") == corpus_id
        ]

    def drop(self, name: str) -> None:
        """Delete one; one that is not there is dropped already."""
        with self._lock:
            self._opened.pop(name, None)
            try:
                self._client.delete_collection(name)
            except NotFoundError:
                return

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Around everything that asks the store: raises VectorsUnavailable when it does not answer."""
        try:
            yield
        except _UNAVAILABLE as error:
            raise self._unavailable(error) from error

    def _when_whole(self, key: CollectionKey, kind: RecordKind, opened: _Opening, action: Action) -> Any:
        """The answer of what is opened, if anything is.

        Another process may have dropped the collection that we had opened, and made it again; or it is just
        doing so, which takes Chroma a moment.
        """
        for wait_seconds in _WAITS_SECONDS:
            try:
                collection = opened(key, kind)
                return None if collection is None else action(collection)
            except ChromaError as error:
                is_half_there = any(words in str(error) for words in _HALF_THERE)
                if not isinstance(error, NotFoundError) and not is_half_there:
                    raise
                with self._lock:
                    self._opened.pop(collection_name(key, kind), None)
                said = error
            time.sleep(wait_seconds)
        raise self._unavailable(said) from said

    def _find(self, key: CollectionKey, kind: RecordKind) -> Collection | None:
        name = collection_name(key, kind)
        with self._lock:
            if name not in self._opened:
                try:
                    self._opened[name] = self._client.get_collection(
                        name, embedding_function=_EMBEDDING_FUNCTION
                    )
                except NotFoundError:
                    return None
            return self._opened[name]

    def _make(self, key: CollectionKey, kind: RecordKind) -> Collection:
        name = collection_name(key, kind)
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._client.get_or_create_collection(
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
            return self._opened[name]

    def _unavailable(self, error: Exception) -> VectorsUnavailable:
        return VectorsUnavailable(
            _(
                "The vector store does not answer. Check that it runs, and start it again with "
                "manage.py vectors."
            ),
            f"{self._place}: {error}",
        )


def collection_name(key: CollectionKey, kind: RecordKind) -> str:
    """A name that Chroma takes (3-512 of a-z, 0-9, dot, dash); the digest keeps odd versions apart."""
    digest = hashlib.sha256(f"{key.encoder_version}\n{key.space}".encode()).hexdigest()[:12]
    readable = re.sub(r"[^a-z0-9]+", "-", f"{key.encoder_version}-{key.space}".lower()).strip("-")[:80]
    return f"corpus{key.corpus_id}-{kind}-{digest}-{readable}".rstrip("-")
