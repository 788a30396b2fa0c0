"""Finds pairs that are alike among many pictures, by fingerprints and by vectors; exact, block by block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.vision.fingerprints import (
    FINGERPRINT_DIGITS,
    HASH_DIGITS,
    MAX_COLOUR_STEP,
    MAX_HASH_DISTANCE,
)

_BLOCK = 512
HASH_BITS = HASH_DIGITS * 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of two pictures in what was given, the first before the second; `similarity` is in 0..1."""

    first: int
    second: int
    similarity: float


def copies(fingerprints: Sequence[str]) -> Iterator[list[Pair]]:
    """Pairs of near-duplicates, as `are_near_duplicates` tells them; a list for each block of pictures.

    Every hash is compared with every later one, 64 bits at a time: that is exact, and 100,000 pictures take
    seconds. An empty fingerprint is no copy of anything.
    """
    known = [place for place, each in enumerate(fingerprints) if len(each) == FINGERPRINT_DIGITS]
    hashes = np.array([int(fingerprints[place][:HASH_DIGITS], 16) for place in known], dtype=np.uint64)
    digits = [[int(digit, 16) for digit in fingerprints[place][HASH_DIGITS:]] for place in known]
    colours = np.array(digits, dtype=np.int8).reshape(len(known), FINGERPRINT_DIGITS - HASH_DIGITS)
    for start in range(0, len(known), _BLOCK):
        rows = slice(start, start + _BLOCK)
        distances = np.bitwise_count(hashes[rows, None] ^ hashes[None, start:])
        ones, others = np.nonzero(distances <= MAX_HASH_DISTANCE)
        is_later = others > ones
        ones, others = ones[is_later], others[is_later]
        steps = np.abs(colours[ones + start] - colours[others + start]).max(axis=1, initial=0)
        close = steps <= MAX_COLOUR_STEP
        yield [
            Pair(known[one + start], known[other + start], 1 - float(distances[one, other]) / HASH_BITS)
            for one, other in zip(ones[close], others[close], strict=True)
        ]


def alike(vectors: NDArray[np.float32], lowest: float, most: int) -> Iterator[list[Pair]]:
    """Pairs of rows of `vectors` (n, dimension) whose cosine is at least `lowest`: for each row the `most`
    nearest later ones; a list for each block of rows.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    for start in range(0, len(units), _BLOCK):
        cosines = units[start : start + _BLOCK] @ units[start:].T
        pairs = []
        for row, cosine in enumerate(cosines):
            found = np.nonzero((np.arange(len(cosine)) > row) & (cosine >= lowest))[0]
            for place in found[np.argsort(-cosine[found], kind="stable")][:most]:
                pairs.append(Pair(start + row, start + int(place), min(float(cosine[place]), 1.0)))
        yield pairs
