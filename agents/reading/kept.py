"""Vectors that were made once are kept: in memory, and in a store that outlives the process."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
MAX_VECTORS = 50_000
"""In memory: about 75 MB at 384 dimensions."""


class PassageEncoder(Protocol):
    """What keeps vectors needs of an encoder: a vector for each text, in the order of the texts."""

    version: str

    def embed_passages(self, texts: Sequence[str]) -> Iterable[Vector]:
        """Vectors of what may answer."""


class TextEncoder(PassageEncoder, Protocol):
    """What a reader needs of a sentence encoder: unit vectors (n, d), those of queries apart."""

    name: str

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of what is asked."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of what may answer."""


class VectorStore(Protocol):
    """Keeps vectors by a key for other processes and later ones. It may forget any of them."""

    def get(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        """Those that it has."""

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep these as well."""


class NoStore:
    """Keeps nothing."""

    def get(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        """None of them."""
        return {}

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Forget them."""


class KeptVectors:
    """The vectors of passages by an encoder, each made once; safe to share between threads."""

    def __init__(
        self, encoder: PassageEncoder, store: VectorStore | None = None, max_held: int = MAX_VECTORS
    ) -> None:
        self._encoder = encoder
        self._max_held = max_held
        self._store = store or NoStore()
        self._held: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, texts: Sequence[str]) -> dict[str, Vector]:
        """The vectors that need not be made, by text."""
        keys = {text: self._key(text) for text in dict.fromkeys(texts)}
        with self._lock:
            found = {text: self._held[key] for text, key in keys.items() if key in self._held}
            for text in found:
                self._held.move_to_end(keys[text])
        missing = {key: text for text, key in keys.items() if text not in found}
        stored = (
            {missing[key]: vector for key, vector in self._store.get(list(missing)).items()}
            if missing
            else {}
        )
        self._hold(stored)
        return found | stored

    def make(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Encode texts, by text, and keep what was made."""
        wanted = list(dict.fromkeys(texts))
        if not wanted:
            return {}
        made = dict(zip(wanted, self._encoder.embed_passages(wanted), strict=True))
        self._hold(made)
        self._store.put({self._key(text): vector for text, vector in made.items()})
        return made

    def _hold(self, vectors: Mapping[str, Vector]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._held[self._key(text)] = vector
            while len(self._held) > self._max_held:
                self._held.popitem(last=False)

    def _key(self, text: str) -> str:
        # 128 bits: two texts of one key are not met by chance.
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16)
        return f"{self._encoder.version}:{digest.hexdigest()}"
