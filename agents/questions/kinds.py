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
    # The languages of which it has a question word: yes or no is asked without any.
    text = " ".join(word.text for word in words)
    features.append(
        "?" + "".join(code for code, language in LANGUAGES.items() if language.asking.search(text))
    )
    edged = [f"^{form}$" for form in forms if form.isalpha() and len(form) > 3]
    features += [f"#{form[start : start + 4]}" for form in edged for start in range(len(form) - 3)]
    return rows_of(features, READING_ROWS)


def read_kind(
    rows: NDArray[np.intp], vector: NDArray[np.float32] | None, weights: UnderstandingWeights
) -> Kind:
    """The likeliest kind of which all parts go together. `vector` is of the encoder the weights belong to."""
    by_head: list[dict[str, float]] = []
    for name in HEADS:
        head = weights.heads[name]
        log_probabilities = _log_softmax(head.scores(rows))
        if vector is not None:
            by_vector = weights.vector_heads[name]
            scores = vector @ by_vector.matrix + by_vector.bias
            log_probabilities = log_probabilities + VECTOR_SHARE * _log_softmax(scores)
        by_head.append(dict(zip(head.classes, log_probabilities.tolist(), strict=True)))
    intents, expected, dimensions = by_head
    kinds = [
        (intents[intent] + expected[expects] + dimensions[dimension], (intent, expects, dimension))
        for intent in Intent
        for expects in AnswerType
        for dimension in Dimension
        if (expects is AnswerType.NUMBER) == bool(dimension)
        and (intent is not Intent.COUNT or dimension is Dimension.COUNT)
        and _FORCED.get(intent, expects) is expects
    ]
    return max(kinds)[1]


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


__all__ = ["HEADS", "Head", "Kind", "feature_rows", "read_kind"]
