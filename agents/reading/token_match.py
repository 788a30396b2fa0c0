"""How well the tokens of a question are met by those of candidates (late interaction).

Each token of the question looks for the most similar token of the candidate (MaxSim; Khattab and Zaharia,
2020, arXiv:2004.12832): "paid for" finds "funded", which the vectors of whole sentences blur.
"""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from agents.reading.kept import KeptVectors, VectorStore
from agents.reading.types import Candidate
from agents.retrieval.encoders.tokens.encoder import QuestionTokens
from agents.retrieval.encoders.tokens.weights import Match

_OF_QUESTION = ("match", "met", "met_in_words", "least_met", "unmet", "met_back")
MATCH = (
    *_OF_QUESTION,
    *(f"{name}_plain" for name in _OF_QUESTION),
    "match_behind",
    "match_plain_behind",
    "match_over_mean",
    "match_margin",
)
"""What `match_features` measures; `plain` is of the question without its subject."""
MAX_HELD = 4000
"""Candidates whose vectors are held in memory: about 100 MB."""
_MET = 0.5
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
MAX_PIECE_LETTERS, MIN_PIECES = 2.8, 3
"""A word that the vocabulary of a hundred languages has only in so short and so many pieces is a rare one."""
NEARLY = 78
"""Likeness of two words (0..100) that are the same but for a slip."""
MIN_NAME_MET = 0.56
"""How similar the tokens of a rare name are to the likest ones of texts that tell of it, in any language."""

Matrix = NDArray[np.float64]


class TokenVectors(Protocol):
    """What a token encoder is to a reader."""

    version: str
    dimension: int
    match: Match

    def question(self, text: str) -> QuestionTokens:
        """Of one question."""

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """(t, dimension) of each text."""

    def length(self, text: str) -> int:
        """How many tokens a text has."""


class _Flat:
    """A token encoder whose matrices are kept as single vectors."""

    def __init__(self, encoder: TokenVectors) -> None:
        self.name, self.version = "tokens", f"tokens-{encoder.version}"
        self._encoder = encoder

    def embed_passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [matrix.ravel() for matrix in self._encoder.passages(texts)]


class TokenMatcher:
    """Keeps the vectors of what was read, and measures how questions are met by it."""

    def __init__(self, encoder: TokenVectors, store: VectorStore | None = None) -> None:
        self._encoder = encoder
        self._kept = KeptVectors(_Flat(encoder), store, MAX_HELD)
        self.version = encoder.version

    def features(
        self, named: str, plain: str, candidates: Sequence[Candidate], passages: Sequence[str]
    ) -> Matrix:
        """(n, len(MATCH)) of candidates, whose `passages` are their words under title and heading.

        `named` and `plain` are the question with its subject and without.
        """
        if not candidates:
            return np.empty((0, len(MATCH)))
        known = self._kept.known(passages)
        known |= self._kept.make(text for text in passages if text not in known)
        matrices = [known[text].reshape(-1, self._encoder.dimension) for text in passages]
        lengths = [self._encoder.length(each.words) for each in candidates]
        asked = self._encoder.question(named), self._encoder.question(plain)
        met = np.array(
            [
                [value for question in asked for value in self._met(question, *row)]
                for row in zip(matrices, lengths, strict=True)
            ]
        )
        match, match_plain = met[:, 0], met[:, len(_OF_QUESTION)]
        best_of_others = match
        if len(match) > 1:
            second, first = np.sort(match)[-2:]
            best_of_others = np.where(match == first, second, first)
        among = (
            match.max() - match,
            match_plain.max() - match_plain,
            match - match.mean(),
            match - best_of_others,
        )
        return np.concatenate([met, np.stack(among, axis=1)], axis=1)

    def are_unknown(
        self, question: str, names: Sequence[str], candidates: Sequence[Candidate], passages: Sequence[str]
    ) -> bool:
        """Whether the names in a question are of rare words that no candidate has, and no passage translated.

        Known names and ordinary words are others in another language; a name that nobody knows is the same.
        Without names, all words in Latin letters have to be such. `passages` are those whose features were
        measured.
        """
        names = names or _WORD.findall(question)
        return bool(names) and all(self._is_unknown(question, name, candidates, passages) for name in names)

    def _is_unknown(
        self, question: str, name: str, candidates: Sequence[Candidate], passages: Sequence[str]
    ) -> bool:
        words, start = _WORD.findall(name), question.find(name)
        if not words or start < 0 or not all(map(self._is_rare, words)):
            return False
        written = {word for each in candidates for word in _WORD.findall(f"{each.title} {each.words}")}
        if any(extractOne(word, written, scorer=ratio, score_cutoff=NEARLY) for word in words):
            return False
        asked = self._encoder.question(question)
        first, end = (self._encoder.length(question[:n].rstrip()) for n in (start, start + len(name)))
        vectors, shares = asked.vectors[first:end], asked.shares[first:end]
        matrices = [flat.reshape(-1, self._encoder.dimension) for flat in self._kept.known(passages).values()]
        if not len(vectors) or not matrices:
            return False
        met = (vectors @ np.concatenate(matrices).T).max(1) @ shares / shares.sum()
        return float(met) < MIN_NAME_MET

    def _is_rare(self, word: str) -> bool:
        count = self._encoder.length(word)
        return count >= MIN_PIECES and len(word) <= MAX_PIECE_LETTERS * count

    def _met(self, question: QuestionTokens, passage: NDArray[np.float32], length: int) -> list[float]:
        """What `_OF_QUESTION` names, of a passage whose last `length` tokens are the candidate's words."""
        if not len(passage) or not len(question.vectors):
            return [0.0] * len(_OF_QUESTION)
        similar = question.vectors @ passage.T
        own = similar[:, -max(length, 1) :]
        whole, words = similar.max(1), own.max(1)
        met, met_in_words = float(whole @ question.shares), float(words @ question.shares)
        match = self._encoder.match
        return [
            match.whole * met + match.words * met_in_words + match.offset,
            met * 10,
            met_in_words * 10,
            float(words.min()) * 10,
            float(question.shares[words < _MET].sum()) * 5,
            float(own.max(0).mean()) * 10,
        ]
