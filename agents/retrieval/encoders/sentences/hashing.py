"""Hashed words (Weinberger et al., 2009, arXiv:0902.2206): a text is near texts that share its words."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences.base import SentenceEncoder

WORD_BUCKETS = 256
# A small constant in every vector gives direction to an empty text.
_CONSTANT = 0.01
# Ideographs are words by themselves; everywhere else letters and digits in a row are.
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


def lacks() -> str:
    """Empty: it needs nothing."""
    return ""


def load(options: str, files: MadeFiles) -> SentenceEncoder:
    """The encoder; it has no options. Raises UnknownEncoder when some are given."""
    if options:
        raise UnknownEncoder(f"There is no sentence encoder 'hashing:{options}': hashing takes no options.")
    return HashedWords()


class HashedWords(SentenceEncoder):
    """Understands nothing, and is the same everywhere; the order of words does not count."""

    name = "hashing"
    version = "1"
    dimension = WORD_BUCKETS
    similarity_range = (0.1, 0.8)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        counts = [Counter(_WORDS.findall(text.casefold())) for text in texts]
        weights = [{word: 1 + math.log(n) for word, n in of_text.items()} for of_text in counts]
        return stack([*map(bag_of_words, weights)], WORD_BUCKETS)


def bag_of_words(weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Each word adds its weight to a bucket; a sign from its hash lets collisions cancel on average."""
    vector = np.full(WORD_BUCKETS, _CONSTANT, dtype=np.float32)
    for word, weight in weights.items():
        hashed = zlib.crc32(word.encode("utf-8", "replace"))
        vector[hashed % WORD_BUCKETS] += weight if hashed & 0x8000_0000 else -weight
    return vector


def stack(rows: Sequence[NDArray[np.float32]], dimension: int) -> Vectors:
    """Unit rows; (0, dimension) when there are none."""
    return normalise(np.array(rows, dtype=np.float32).reshape(len(rows), dimension))
