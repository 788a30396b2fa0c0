"""Vectors of tokens without a network: a word is one token, like words are alike."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from agents.retrieval.encoders.tokens.encoder import QuestionTokens
from agents.retrieval.encoders.tokens.weights import Match


class HashedTokens:
    """Each word is a random direction of its own; it counts the passages that it encodes."""

    version, dimension, match = "hashed", 64, Match(10.0, 10.0, -8.0)

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def question(self, text: str) -> QuestionTokens:
        vectors = _vectors(text)
        return QuestionTokens(vectors, np.full(len(vectors), 1 / max(len(vectors), 1), np.float32))

    def passages(self, texts: Sequence[str]) -> list[np.ndarray]:
        self.encoded += texts
        return [_vectors(text) for text in texts]

    def length(self, text: str) -> int:
        return len(text.split())


def _vectors(text: str) -> np.ndarray:
    words = [word.strip(".,:?").lower() for word in text.split()]
    rows = [np.random.default_rng(crc32(word.encode())).normal(size=HashedTokens.dimension) for word in words]
    vectors = np.array(rows).reshape(-1, HashedTokens.dimension)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
