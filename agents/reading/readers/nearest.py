"""The plain reader: the sentence that is nearest to the question when encoded under its title."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from agents.questions.types import Ask
from agents.reading.kept import KeptVectors, VectorStore
from agents.reading.readers.base import Materials, without_options
from agents.reading.shortlist import shortlist
from agents.reading.spans import holds, span_of
from agents.reading.trained import passage
from agents.reading.types import Candidate, Finding, Reader
from agents.retrieval.encoders.sentences.base import SentenceEncoder

HALF, SLOPE = 0.5, 4.0
"""The closeness at which a finding is as likely right as wrong, and how fast that changes: a guess."""

NEARNESS = 0.25
"""What a source about the subject adds to the closeness."""

LACKING = 0.5
"""What is taken off where the kind of answer that is asked for is not there."""


def load(options: str, materials: Materials) -> Reader:
    """The reader; it has no options. Raises UnknownReader when some are given."""
    without_options("nearest", options)
    return NearestReader(materials.encoder, materials.store)


class NearestReader:
    """For encoders that nothing was trained with: closeness and kind of answer, not calibrated."""

    def __init__(self, encoder: SentenceEncoder, store: VectorStore | None = None) -> None:
        self._encoder = encoder
        self._vectors = KeptVectors(encoder, store)
        self._query = lru_cache(1024)(lambda text: encoder.embed_queries([text])[0])
        self.version = "nearest-2"

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """Findings by closeness to the question; what the shortlist leaves out scores 0."""
        if not candidates:
            return []
        chosen = shortlist(ask, subject, candidates)
        texts = [passage(candidates[n]) for n in chosen]
        known = self._vectors.known(texts)
        known |= self._vectors.make(text for text in texts if text not in known)
        cosines = np.stack([known[text] for text in texts]) @ self._query(ask.naming(subject))
        scores = np.zeros(len(candidates))
        for n, closeness in zip(chosen, self._encoder.closeness(cosines), strict=True):
            is_held = holds(ask.expects, ask.dimension, candidates[n].words)
            odds = SLOPE * (
                float(closeness) + NEARNESS * candidates[n].nearness - LACKING * (not is_held) - HALF
            )
            scores[n] = 1 / (1 + np.exp(-odds))
        found = [
            Finding(each, float(score), float(score), span_of(ask, each) if score else None)
            for each, score in zip(candidates, scores, strict=True)
        ]
        return sorted(found, key=lambda each: -each.score)
