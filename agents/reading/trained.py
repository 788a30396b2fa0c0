"""The trained reader: a choice between candidates by features of words, concepts, vectors, kinds and places.

All candidates of an ask compete with each other and with "none of these", as in McFadden's choice model
(1974), with the scores of a small network; what comes out is a probability, calibrated on questions of
corpora that were not trained on. The
weights are made by `benchmarks/train_reader.py` from the questions in `benchmarks/qa/training`, and hold for
the encoder that they were trained with and no other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.questions.types import Ask, Intent
from agents.reading.features import ABOUT_ATTRIBUTE, CHEAP, CLOSE, VERSION, cheap_features, close_features
from agents.reading.kept import KeptVectors, TextEncoder, Vector, VectorStore
from agents.reading.languages import is_of_other_script
from agents.reading.scoring import Linear, Perceptron
from agents.reading.spans import span_of
from agents.reading.token_match import MATCH, TokenMatcher, TokenVectors
from agents.reading.types import Candidate, Finding
from agents.sources import SourceRef

MAX_ENCODED = 40
"""The best candidates of an ask by the first choice are encoded; about 65 a second are on two cores."""
MAX_ENCODED_OF_OTHER_SCRIPT = 120
"""The same of an ask in another script than the texts: without common words the first choice is blind."""
MAX_CLOSE = 120
"""The best of which those are looked at as well whose vectors are known already."""
MAX_MATCHED = 40
"""The nearest of these whose tokens are matched; the others score next to nothing."""
NAMES = (*CHEAP, *CLOSE, *MATCH)
"""Of all features that the choice is made by."""
UNKNOWN = 0.1
"""What is left of a score where every name that was asked about is unknown."""
SEVERAL = frozenset({Intent.LIST, Intent.COMPARISON, Intent.ABOUT})
"""Intents for which several candidates answer side by side."""

WEIGHTS = "weights.json"

Calibration = tuple[float, float]
"""Slope and offset of Platt's scaling (1999)."""


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """All that training gives. `first` chooses what is encoded; `choice` scores against none of these (0).

    `calibration` (slope, offset) is applied to the log-odds of a choice, that of questions for one thing and
    that of questions for several; `attribute` scores whether a candidate speaks of what is asked.
    """

    version: str
    encoder: str
    tokens: str
    first: Linear
    choice: Perceptron
    attribute: Linear
    calibration: Calibration
    calibration_of_several: Calibration

    @property
    def calibrations(self) -> tuple[Calibration, Calibration]:
        """Of asks for one thing, and for several."""
        return self.calibration, self.calibration_of_several

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "ReaderWeights":
        """What `as_json` made. Raises ValueError for weights of other features than this version's."""
        if found["features"] != VERSION:
            raise ValueError(
                f"The reader's weights are of features {found['features']}, not {VERSION}: train them anew."
            )
        first, attribute = (Linear.from_json(found[name]) for name in ("first", "attribute"))
        one, several = found["calibration"], found["calibration_of_several"]
        return cls(
            found["version"],
            found["encoder"],
            found["tokens"],
            first,
            Perceptron.from_json(found["choice"]),
            attribute,
            (one[0], one[1]),
            (several[0], several[1]),
        )

    def as_json(self) -> dict[str, object]:
        """Plain values with the names of the features, so that weights can be read."""
        return {
            "version": self.version,
            "features": VERSION,
            "encoder": self.encoder,
            "tokens": self.tokens,
            "names": list(NAMES),
            "attribute_names": list(ABOUT_ATTRIBUTE),
            "first": self.first.as_json(),
            "choice": self.choice.as_json(),
            "attribute": self.attribute.as_json(),
            "calibration": [round(each, 4) for each in self.calibration],
            "calibration_of_several": [round(each, 4) for each in self.calibration_of_several],
        }


@cache
def built_in_weights() -> ReaderWeights:
    """Those of this package."""
    return ReaderWeights.from_json(
        json.loads(resources.files(__package__).joinpath(WEIGHTS).read_text("utf-8"))
    )


class TrainedReader:
    """Reads with encoders of sentences and of tokens that are those of `weights`."""

    def __init__(
        self,
        encoder: TextEncoder,
        tokens: TokenVectors,
        store: VectorStore | None = None,
        token_store: VectorStore | None = None,
        weights: ReaderWeights | None = None,
    ) -> None:
        self._weights = weights or built_in_weights()
        self._vectors = KeptVectors(encoder, store)
        self._matcher = TokenMatcher(tokens, token_store)
        self._query = lru_cache(1024)(lambda text: encoder.embed_queries([text])[0])
        self.version = f"trained-{VERSION}-{self._weights.version}"

    @staticmethod
    def fits(encoder: TextEncoder, tokens: TokenVectors) -> bool:
        """Whether the weights of the package were trained with these."""
        weights = built_in_weights()
        return (weights.encoder, weights.tokens) == (f"{encoder.name}-{encoder.version}", tokens.version)

    def read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """A finding for each candidate, best first. Those too far off to be encoded score next to nothing."""
        if not candidates:
            return []
        named, plain = self._query(ask.naming(subject)), self._query(ask.naming(""))
        names = [each.title for each in candidates]
        known = self._vectors.known(names)
        known |= self._vectors.make(name for name in names if name not in known)
        titles = np.stack([known[name] for name in names])
        cheap = cheap_features(ask, subject, candidates, titles @ named)
        texts: dict[SourceRef | None, list[str]] = {}  # By which its script is told; captions are one.
        for each in candidates:
            texts.setdefault(each.source, []).append(each.words)
        is_blind = is_of_other_script(ask.text, [" ".join(words) for words in texts.values()])
        most = MAX_ENCODED_OF_OTHER_SCRIPT if is_blind else MAX_ENCODED
        chosen, vectors = self._encoded(candidates, self._weights.first(cheap), most)
        chosen, vectors = nearest(chosen, vectors, named)
        read = [candidates[n] for n in chosen]
        close = close_features(named, plain, vectors, titles[chosen], read, cheap[chosen])
        passages = list(map(passage, read))
        match = self._matcher.features(ask.naming(subject), ask.naming(""), read, passages)
        features = np.concatenate([cheap[chosen], close, match], axis=1)
        scores, attributes = np.full(len(candidates), 0.0), np.full(len(candidates), 0.0)
        scores[chosen] = probabilities(self._weights.calibrations, ask, self._weights.choice(features))
        if self._matcher.are_unknown(ask.text, ask.about, candidates, passages):
            scores *= UNKNOWN
        attributes[chosen] = _logistic(self._weights.attribute(features[:, _ATTRIBUTE_COLUMNS]))
        found = [
            Finding(each, float(scores[n]), float(attributes[n]), span_of(ask, each) if scores[n] else None)
            for n, each in enumerate(candidates)
        ]
        return sorted(found, key=lambda finding: -finding.score)

    def _encoded(
        self, candidates: Sequence[Candidate], first: NDArray[np.float64], most: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The candidates to look at closely, by number, and their vectors."""
        order = np.argsort(-first, kind="stable")[:MAX_CLOSE]
        texts = {int(n): passage(candidates[n]) for n in order}
        known = self._vectors.known(list(texts.values()))
        # Only of the best, or each step of a run would encode as many again.
        best = list(texts.values())[:most]
        known |= self._vectors.make(text for text in best if text not in known)
        chosen = [n for n, text in texts.items() if text in known]
        return np.array(chosen, dtype=np.intp), np.stack([known[texts[n]] for n in chosen])


def nearest(
    chosen: NDArray[np.intp], vectors: NDArray[np.float32], named: Vector
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Of the chosen, by number, the MAX_MATCHED nearest to the question, and their vectors."""
    order = np.sort(np.argsort(-(vectors @ named), kind="stable")[:MAX_MATCHED])
    return chosen[order], vectors[order]


def passage(candidate: Candidate) -> str:
    """What is encoded of a candidate: its words under its title and its heading."""
    lead = candidate.lead if candidate.lead != candidate.title else ""
    return ": ".join(part for part in (candidate.title, lead, candidate.words) if part)


def probabilities(
    calibrations: tuple[Calibration, Calibration], ask: Ask, scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Calibrated probabilities that candidates answer, from their scores against none of these.

    Where one answer is asked for, candidates take from each other; where several are, they do not: each has
    its own calibration (slope, offset).
    """
    if ask.intent in SEVERAL:
        slope, offset = calibrations[1]
        return _logistic(slope * scores + offset)
    slope, offset = calibrations[0]
    return _logistic(slope * log_odds(scores) + offset)


def log_odds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each candidate being chosen among all and none of them, whose score is 0."""
    high = max(float(scores.max()), 0.0)
    weighed = np.exp(scores - high)
    others = weighed.sum() + np.exp(-high) - weighed
    odds: NDArray[np.float64] = scores - high - np.log(np.maximum(others, 1e-12))
    return odds


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    probable: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return probable


_ATTRIBUTE_COLUMNS = [NAMES.index(name) for name in ABOUT_ATTRIBUTE]
