"""The plain reader: the sentence that is nearest to the question when encoded under its title."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from agents.questions import Ask
from agents.reading.types import Candidate, Finding
from agents.retrieval.encoders.sentences import SentenceEncoder
from agents.retrieval.vectors import Vectors

KEPT_TEXTS = 50_000

HALF, SLOPE = 0.5, 8.0
"""The place in the encoder's range of cosines, 0..1, at which a finding is as likely right as wrong, and how
fast that changes."""

NEARNESS = 0.15
"""What a source about the subject adds to that place."""


class NearestReader:
    """Ranks by cosine alone; its probability is a guess from a few pairs and not calibrated."""

    version = "nearest-1"

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, Vectors] = {}
        self._query = lru_cache(1024)(lambda text: encoder.embed_queries([text])[0])

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """Findings by the cosine of the question and "title: words", raised where the source is near."""
        if not candidates:
            return []
        query = self._query(ask.naming(subject))
        rows = self._passages([f"{each.title}: {each.lead}: {each.words}" for each in candidates])
        low, high = self._encoder.similarity_range
        places = (rows @ query - low) / (high - low) + NEARNESS * np.array([c.nearness for c in candidates])
        scores = 1 / (1 + np.exp(-SLOPE * (places - HALF)))
        found = [
            Finding(each, float(score), float(score)) for each, score in zip(candidates, scores, strict=True)
        ]
        return sorted(found, key=lambda each: -each.score)

    def _passages(self, texts: Sequence[str]) -> Vectors:
        missing = list(dict.fromkeys(text for text in texts if text not in self._kept))
        if missing:
            if len(self._kept) + len(missing) > KEPT_TEXTS:
                self._kept.clear()
                missing = list(dict.fromkeys(texts))
            self._kept.update(zip(missing, self._encoder.embed_passages(missing), strict=True))
        return np.stack([self._kept[text] for text in texts])
