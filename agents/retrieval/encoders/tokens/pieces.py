"""Texts as numbers of pieces, as the tokenizer of XLM-RoBERTa cuts them, and the vectors of these pieces."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from agents.retrieval.encoders.tokens.e5_file import E5File

QUESTION, PASSAGE = "query: ", "passage: "
"""What the model was trained to see before a text."""
MAX_QUESTION_TOKENS = 48
MAX_PASSAGE_TOKENS = 112
"""With the marks at both ends. A sentence under its title is seldom longer; what follows is not seen."""
_COMMONEST, _RAREST = 3.0, 14.0
"""Minus the log probabilities of pieces, between which rarity counts."""
_SPACES = re.compile(" {2,}")


class Pieces:
    """Cuts texts by the vocabulary of a file; safe to share between threads.

    `rarity` (pieces,) is 1 for the commonest pieces and 12 for the rarest.
    """

    def __init__(self, file: E5File) -> None:
        self._file, words = file, file.vocabulary
        model = Unigram(list(zip(words.pieces, words.scores.tolist(), strict=True)), words.unknown)
        self._tokenizer = Tokenizer(model)
        self._tokenizer.pre_tokenizer = Metaspace()
        self._replaced = dict(words.replaced)
        self.rarity = np.clip(-words.scores, _COMMONEST, _RAREST) - 2.0

    def length(self, text: str) -> int:
        """How many pieces a text has."""
        return len(self._cut(text))

    def ids(self, prefix: str, text: str, most: int) -> list[int]:
        """The pieces of a text after a prefix, between the marks of beginning and end, at most `most`."""
        words = self._file.vocabulary
        return [words.first, *self._cut(prefix + text)[: most - 2], words.last]

    def padded(self, every: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Vectors of pieces (n, t, width), and their mask (n, t): 1 for a piece, 0 for padding."""
        longest = max(map(len, every))
        ids = np.full((len(every), longest), self._file.vocabulary.padding)
        for row, each in zip(ids, every, strict=True):
            row[: len(each)] = each
        mask = (np.arange(longest) < np.array([[len(each)] for each in every])).astype(np.int64)
        width = self._file.sizes.width
        return self._file.matrix("emb.word", width, ids.ravel()).reshape(*ids.shape, width), mask

    def _cut(self, text: str) -> list[int]:
        # Halves of characters, which JSON may hold, are taken by no tokenizer.
        whole = text.encode("utf-8", "replace").decode()
        replaced = _SPACES.sub(" ", whole.translate(self._replaced))
        found: list[int] = self._tokenizer.encode(replaced, add_special_tokens=False).ids
        return found
