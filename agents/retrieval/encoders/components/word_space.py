"""Where words meet what a classifier sees: the names of its classes, by sentence encoders side by side.

Cosines of two encoders are compared with each other only after the mean of all names was taken away, which
most vectors of an encoder have in common. The values were chosen with `benchmarks/naming`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agents.retrieval.encoders.components.checksums import text_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.sentences.base import SentenceEncoder

SENTENCES = {"minilm": "a photo of a {}"}
"""What a name stands in, by encoder; others take the bare name."""
EVERY = 4
"""One name in so many is enough to find the middle of queries."""


@dataclass(frozen=True, slots=True)
class Namer:
    """A sentence encoder with the part that its cosine has in that of both, 0..1."""

    encoder: SentenceEncoder
    weight: float


@dataclass(frozen=True, slots=True)
class _Names:
    """By one encoder: the classes (n, d), and the middle (d) of what is looked for."""

    classes: Vectors
    middle: NDArray[np.float32]


class WordSpace:
    """Vectors of texts, and of classes by all their names, in one space."""

    def __init__(self, synonyms: Sequence[Sequence[str]], namers: Sequence[Namer], files: MadeFiles) -> None:
        """`synonyms` are the names of each class. Takes a while the first time. Raises EncoderUnavailable."""
        self._namers = namers
        self._names = [_names(synonyms, namer.encoder, files) for namer in namers]
        self.dimension = sum(namer.encoder.dimension for namer in namers)
        self.version = text_checksum(*(f"{each.encoder.version} {each.weight}" for each in namers))
        self.classes = self._join([names.classes for names in self._names])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension): where pictures of what the texts say should be."""
        return self._join(
            [
                normalise(namer.encoder.embed_queries(texts) - names.middle)
                for namer, names in zip(self._namers, self._names, strict=True)
            ]
        )

    def _join(self, parts: Sequence[Vectors]) -> Vectors:
        weighted = [part * namer.weight**0.5 for part, namer in zip(parts, self._namers, strict=True)]
        return normalise(np.concatenate(weighted, axis=1))


def _names(synonyms: Sequence[Sequence[str]], encoder: SentenceEncoder, files: MadeFiles) -> _Names:
    sentence = SENTENCES.get(encoder.name, "{}")
    names = [sentence.format(name) for each in synonyms for name in each]
    version = text_checksum(encoder.version, *names)

    def make(target: Path) -> None:
        vectors = encoder.embed_passages(names)
        centred = normalise(vectors - vectors.mean(axis=0))
        starts = np.cumsum([0, *(len(each) for each in synonyms[:-1])])
        classes = normalise(np.add.reduceat(centred, starts, axis=0))
        np.savez(target, classes=classes, middle=encoder.embed_queries(names[::EVERY]).mean(axis=0))

    with np.load(files.path(f"names_{encoder.name}.npz", version, make)) as made:
        return _Names(made["classes"], made["middle"])
