"""Reads what kind of answer is asked for: intent, expected answer type and dimension, by linear weights."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from agents.questions.languages import LANGUAGES
from agents.questions.tagging import Tag
from agents.questions.types import AnswerType, Dimension, Intent
from agents.questions.weights import READING_ROWS, Head, UnderstandingWeights, rows_of
from agents.questions.words import Word

HEADS = ("intent", "expects", "dimension")

VECTOR_SHARE = 0.5
"""How much the reading by vector counts beside the reading by words."""

Kind = tuple[Intent, AnswerType, Dimension]

_STANDS_FOR = {Tag.ABOUT: "<about>", Tag.CONSTRAINT: "<constraint>", Tag.POINTING: "<this>"}
_FORCED = {
    Intent.COUNT: AnswerType.NUMBER,
    Intent.YES_NO: AnswerType.ANY,
    Intent.ABOUT: AnswerType.ANY,
    Intent.PICTURES: AnswerType.ANY,
}


def feature_rows(words: Sequence[Word], tags: Sequence[Tag]) -> NDArray[np.intp]:
    """The rows of a question's features: its words, pairs and triples, with a sign for what it is about."""
    pairs = [
        (word, tag) for word, tag in zip(words, tags, strict=True) if tag is not Tag.OTHER or not word.is_mark
    ]
    forms: list[str] = []
    for tag, group in groupby(pairs, key=lambda pair: pair[1]):
        forms += [_STANDS_FOR[tag]] if tag is not Tag.OTHER else [word.key for word, _ in group]
    padded = ["^", *forms, "$"]
    features = [*forms, *map("_".join, zip(padded, padded[1:], strict=False))]
    features += map("_".join, zip(padded, padded[1:], padded[2:], strict=False))
    features.append(_question_words(words))
    features += [f"#{gram}" for form in forms if form.isalpha() and len(form) > 3 for gram in _grams(form)]
    return rows_of(features, READING_ROWS)


def _question_words(words: Sequence[Word]) -> str:
    """A sign for the languages of which it has a question word: yes or no is asked without any."""
    text = " ".join(word.text for word in words)
    return "?" + "".join(code for code, language in LANGUAGES.items() if language.asking.search(text))


def read_kind(
    rows: NDArray[np.intp], vector: NDArray[np.float32] | None, weights: UnderstandingWeights
) -> Kind:
    """The likeliest kind of which all parts go together. `vector` is of the encoder the weights belong to."""
    by_head = [_log_probabilities(name, rows, vector, weights) for name in HEADS]
    intents, expected, dimensions = by_head
    kinds = [
        (score, kind)
        for kind, score in (
            ((intent, expects, dimension), intents[intent] + expected[expects] + dimensions[dimension])
            for intent in Intent
            for expects in AnswerType
            for dimension in Dimension
        )
        if _goes_together(*kind)
    ]
    return max(kinds)[1]


def _goes_together(intent: Intent, expects: AnswerType, dimension: Dimension) -> bool:
    if (expects is AnswerType.NUMBER) != bool(dimension):
        return False
    if intent is Intent.COUNT and dimension is not Dimension.COUNT:
        return False
    return _FORCED.get(intent, expects) is expects


def _log_probabilities(
    name: str, rows: NDArray[np.intp], vector: NDArray[np.float32] | None, weights: UnderstandingWeights
) -> dict[str, float]:
    head = weights.heads[name]
    total = _log_softmax(head.scores(rows))
    if vector is not None:
        by_vector = weights.vector_heads[name]
        total = total + VECTOR_SHARE * _log_softmax(vector @ by_vector.matrix + by_vector.bias)
    return dict(zip(head.classes, total.tolist(), strict=True))


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def _grams(form: str) -> list[str]:
    edged = f"^{form}$"
    return [edged[start : start + 4] for start in range(len(edged) - 3)]


__all__ = ["HEADS", "Head", "Kind", "feature_rows", "read_kind"]
