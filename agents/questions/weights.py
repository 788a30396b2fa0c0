"""The weights that a question is read by. `benchmarks/train_understanding.py` makes them from examples."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("weights.npz")

TAGGING_ROWS = 1 << 14
READING_ROWS = 1 << 12


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer: `matrix` (rows, classes), `bias` (classes), and what the classes are called."""

    classes: tuple[str, ...]
    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """(classes,): of features that are there or not, by their rows."""
        return np.asarray(self.matrix[rows].sum(axis=0) + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class UnderstandingWeights:
    """All that was learned.

    `known` are the words that examples are made of, as against the names they are filled with, each with its
    languages; `tags` and `transitions` (tags, tags) mark words, `heads` read a question by its words,
    `vector_heads` by its vector from the sentence encoder whose version `encoder` is.
    """

    known: Mapping[str, tuple[str, ...]]
    tags: Head
    transitions: NDArray[np.float32]
    heads: dict[str, Head]
    vector_heads: dict[str, Head]
    encoder: str


def rows_of(features: Iterable[str], size: int) -> NDArray[np.intp]:
    """The rows that features stand in: hashed (Weinberger and others, 2009), so no list of them is kept."""
    return np.unique(
        np.fromiter((zlib.crc32(feature.encode()) % size for feature in features), dtype=np.intp)
    )


@cache
def weights() -> UnderstandingWeights:
    """The weights in this package, read once."""
    return read_weights(FILE)


def read_weights(file: Path) -> UnderstandingWeights:
    """The weights in a file that `benchmarks/train_understanding.py` wrote."""
    with np.load(file) as arrays:
        about = json.loads(str(arrays["about"]))

        def head(name: str) -> Head:
            matrix = arrays[f"{name}.matrix"].astype(np.float32) * float(arrays[f"{name}.scale"])
            return Head(tuple(about["classes"][name]), matrix, arrays[f"{name}.bias"])

        return UnderstandingWeights(
            known={word: tuple(codes) for word, codes in about["known"].items()},
            tags=head("tags"),
            transitions=arrays["transitions"],
            heads={name: head(name) for name in about["heads"]},
            vector_heads={
                name: head(f"vector.{name}")
                for name in about["heads"]
                if f"vector.{name}" in about["classes"]
            },
            encoder=about["encoder"],
        )
