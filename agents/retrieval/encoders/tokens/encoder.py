"""Texts as vectors of their tokens, as in ColBERT (Khattab and Zaharia, 2020, arXiv:2004.12832)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.encoders.components.checksums import file_checksum, text_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.onnx import load_network
from agents.retrieval.encoders.tokens.e5_file import E5File
from agents.retrieval.encoders.tokens.pieces import (
    MAX_PASSAGE_TOKENS,
    MAX_QUESTION_TOKENS,
    PASSAGE,
    QUESTION,
    Pieces,
)
from agents.retrieval.encoders.tokens.weights import TUNED, e5_path, read_tuned

BATCH_SIZE = 16
KEPT_QUESTIONS = 256

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """Unit `vectors` (t, d) of a question's tokens, and what share of the question each is, `shares` (t,)."""

    vectors: Matrix
    shares: Matrix


class TokenEncoder:
    """Unit vectors of `dimension` for each token; safe to share between threads."""

    def __init__(self, files: MadeFiles) -> None:
        """Raises EncoderUnavailable when the network can neither be read nor made."""
        self.version = text_checksum(file_checksum(e5_path()), file_checksum(TUNED))
        tuned = read_tuned()
        self.dimension, self.match = tuned.dimension, tuned.match
        self._network = load_network("e5_tokens", self.version, files)
        self._pieces = Pieces(E5File(e5_path()))
        self._before_question, self._before_passage = (
            1 + self.length(prefix.strip()) for prefix in (QUESTION, PASSAGE)
        )
        self.question = lru_cache(KEPT_QUESTIONS)(self._question)

    def _question(self, text: str) -> QuestionTokens:
        ids = self._pieces.ids(QUESTION, text, MAX_QUESTION_TOKENS)
        (vectors,), (weights,) = self._run([ids])
        inner = slice(self._before_question, len(ids) - 1)
        shares = self._pieces.rarity[ids[inner]] * weights[inner]
        return QuestionTokens(vectors[inner], shares / max(float(shares.sum()), 1e-6))

    def passages(self, texts: Sequence[str]) -> list[Matrix]:
        """(t, dimension) of each text, without the marks around it."""
        every = [self._pieces.ids(PASSAGE, text, MAX_PASSAGE_TOKENS) for text in texts]
        found: list[Matrix] = [np.empty((0, self.dimension), np.float32)] * len(texts)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda n: len(every[n]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            vectors, _ = self._run([every[n] for n in batch])
            for n, rows in zip(batch, vectors, strict=True):
                found[n] = rows[self._before_passage : len(every[n]) - 1]
        return found

    def length(self, text: str) -> int:
        """How many tokens a text has."""
        return self._pieces.length(text)

    def _run(self, every: Sequence[Sequence[int]]) -> tuple[Matrix, Matrix]:
        words, mask = self._pieces.padded(every)
        vectors, weights = self._network.run(words=words, mask=mask)
        return vectors, weights
