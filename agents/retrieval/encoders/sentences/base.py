"""What a sentence encoder is: texts in, unit vectors out, questions apart from what may answer them."""

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from agents.parsing.storable import storable
from agents.retrieval.encoders.components.unit_vectors import Vectors

if TYPE_CHECKING:
    from agents.retrieval.encoders.tokens.encoder import TokenEncoder

KEPT_QUERIES = 1024
QUERIES_TOGETHER = 8
"""So few texts are taken for queries; passages come in larger batches."""


class SentenceEncoder(Protocol):
    """Turns texts into vectors of one space; safe to share between threads.

    `name` is what `load_sentence_encoder` takes. `version` names what the vectors depend on (weights and
    preparation) in [a-z0-9-]+: vectors of two versions are never compared. `similarity_range` is the cosine
    that a query and an unrelated passage reach, and that of a query and a passage that clearly answers it.
    """

    name: str
    version: str
    dimension: int
    similarity_range: tuple[float, float]

    @property
    def tokens(self) -> "TokenEncoder | None":
        """The same with a vector for each token, where it has them. Raises EncoderUnavailable."""
        return None

    @abstractmethod
    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension): where passages that answer these texts should be, in the order of the texts."""

    @abstractmethod
    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension): sentences, passages and captions, in the order of the texts."""

    def closeness(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of queries to passages on one scale for all encoders: 0 unrelated, 1 a clear match.

        What lies beyond either end is not cut off, so that the order is kept.
        """
        low, high = self.similarity_range
        return (cosines - low) / (high - low)


def keeping_queries(embed: Callable[[Sequence[str]], Vectors]) -> Callable[[Sequence[str]], Vectors]:
    """`embed`, which keeps the vectors of texts that come alone or a few at once.

    Those are queries: one is compared with passages and with pictures, agents ask again what they asked, and
    queries of several callers are embedded together.
    """
    kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
    lock = Lock()

    def embed_or_recall(texts: Sequence[str]) -> Vectors:
        if not 1 <= len(texts) <= QUERIES_TOGETHER:
            return embed(texts)
        with lock:
            found = {text: kept[text] for text in texts if text in kept}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(missing, embed(missing), strict=True)) if missing else {}
        with lock:
            for text in texts:
                kept[text] = found[text]
                kept.move_to_end(text)
            while len(kept) > KEPT_QUERIES:
                kept.popitem(last=False)
        return np.stack([found[text] for text in texts])

    return embed_or_recall


def well_formed(text: str) -> str:
    """The text without zero characters and halves of characters, which no database takes and no tokenizer."""
    return str(storable(text))
