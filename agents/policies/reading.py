"""Choosing sentences that answer: a sentence encoder, shared words, the kind of answer, the right text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from agents.policies.question import AnswerKind, Ask, satisfies_kind, subject_tokens
from agents.retrieval.encoders.sentences import SentenceEncoder
from agents.retrieval.tokens import tokenise
from agents.retrieval.vectors import Vectors

WEIGHT_OF_MEANING = 0.5
WEIGHT_OF_WORDS = 0.6
WEIGHT_OF_SOURCE = 0.3
PRIOR = 1.5
COST_OF_PRONOUN = 0.05
"""A quote that begins with "It" needs the sentence before it to be understood."""
_PRONOUN_FIRST = re.compile(r"(?:It|He|She|They|This|That|These|Those|His|Her|Its|Their)\b")
WITHOUT_KIND = {AnswerKind.TIME: -0.3, AnswerKind.NUMBER: -0.25, AnswerKind.NAME: -0.15, AnswerKind.ANY: 0.0}
"""What a sentence loses that holds no date, number or new name where one is asked for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that may be quoted: from a document, or written about a picture when `uid` is set.

    `about` (0..1) says how near its text is to the subject of the question.
    """

    text: str
    title: str
    about: float
    document: int | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """How well a statement answers: closeness (about 0..1), share of asked words (0..1), loss of its kind."""

    statement: Statement
    meaning: float
    words: float
    loss: float

    @property
    def score(self) -> float:
        return (
            WEIGHT_OF_MEANING * self.meaning
            - (COST_OF_PRONOUN if _PRONOUN_FIRST.match(self.statement.text) else 0.0)
            + WEIGHT_OF_WORDS * self.words
            + WEIGHT_OF_SOURCE * self.statement.about
            + self.loss
        )


class Reader:
    """Scores statements. Embeddings are kept, since every step reads most of the same sentences again."""

    def __init__(self, sentences: SentenceEncoder) -> None:
        self._sentences = sentences
        self._kept: dict[str, Vectors] = {}

    def rank(self, ask: Ask, subject: str, statements: Sequence[Statement]) -> list[Scored]:
        """Statements by how well they answer `ask` about `subject`, best first.

        The closeness is the mean of two: the ask and the sentence alone, and both with what they are about. A
        sentence of the right text often says "she" or "it"; one that only repeats the subject says nothing.
        """
        if not statements:
            return []
        by_itself, about = self._sentences.embed_queries([ask.without(subject), ask.about(subject)])
        alone = self._vectors([s.text for s in statements]) @ by_itself
        named = self._vectors([f"{s.title}: {s.text}" for s in statements]) @ about
        meaning = self._sentences.closeness((alone + named) / 2)
        words = _shares(ask.content - subject_tokens(subject), statements)
        known = subject_tokens(subject) | ask.content | frozenset(tokenise(ask.text))
        scored = [
            Scored(s, float(m), w, 0.0 if satisfies_kind(ask.kind, s.text, known) else WITHOUT_KIND[ask.kind])
            for s, m, w in zip(statements, meaning, words, strict=True)
        ]
        return sorted(scored, key=lambda s: -s.score)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        missing = list(dict.fromkeys(text for text in texts if text not in self._kept))
        if missing:
            self._kept.update(zip(missing, self._sentences.embed_passages(missing), strict=True))
        return np.stack([self._kept[text] for text in texts])


def _shares(content: frozenset[str], statements: Sequence[Statement]) -> list[float]:
    """Share of the asked words in each sentence, weighted by rarity; a word of the title counts half.

    PRIOR keeps an ask of one common word from being fully answered by that word.
    """
    texts = [frozenset(tokenise(s.text)) for s in statements]
    titles = [frozenset(tokenise(s.title)) for s in statements]
    weights = {word: log(1 + len(texts) / (1 + sum(word in text for text in texts))) for word in content}
    total = sum(weights.values()) + PRIOR
    return [
        sum(weight * (1.0 if word in text else 0.5 * (word in title)) for word, weight in weights.items())
        / total
        for text, title in zip(texts, titles, strict=True)
    ]
