"""An encoder without a model: hashed words (Weinberger et al., 2009, arXiv:0902.2206) and colours in a grid.

Fast and the same everywhere, which tests and first trials want. It understands nothing: a text is near texts
that share its words, a picture is near pictures of the same colours in the same places, and the words that a
picture answers to are the names of its colours.
"""

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Label, Vectors, normalise
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.vision.colours import dominant_colours
from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means, to_rgb

WORD_BUCKETS = 256
COLOUR_GRID = 6
LARGEST_GRID = 16
# A small constant in every vector gives direction to an empty text and to a plain grey picture.
_CONSTANT = 0.01
# Ideographs are words by themselves; everywhere else letters and digits in a row are.
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


def load(options: str) -> Encoder:
    """The hashing encoder; its option is the side of the grid of colours. Raises UnknownEncoder."""
    if options and not (options.isdecimal() and 2 <= int(options) <= LARGEST_GRID):
        raise UnknownEncoder(
            f"There is no encoder 'hashing:{options}': hashing takes a number from 2 to {LARGEST_GRID}, "
            "or nothing."
        )
    return HashingEncoder(int(options) if options else COLOUR_GRID)


class HashingEncoder(Encoder):
    """`semantic` holds hashed words (of pictures: colour names), `appearance` a grid of mean colours."""

    def __init__(self, grid: int = COLOUR_GRID) -> None:
        """`grid` is the number of cells a side."""
        self._grid = grid
        self.version = "hashing-1" if grid == COLOUR_GRID else f"hashing-1-{grid}"

    query_space = "semantic"
    passage_dimension = WORD_BUCKETS
    similarity_ranges: Mapping[str, tuple[float, float]] = {
        "meaning": (0.1, 0.8),
        "depicts": (0.1, 0.8),
        "looks": (0.5, 0.98),
        "concept": (0.3, 0.98),
    }

    @property
    def spaces(self) -> Mapping[str, int]:
        return {"semantic": WORD_BUCKETS, "appearance": 3 * self._grid**2 + 1}

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        pictures = [to_rgb(image) for image in images]
        labels = [_name_colours(picture, k) for picture in pictures]
        semantic = [_bag_of_words(_label_weights(found)) for found in labels]
        appearance = [_layout(picture, self._grid) for picture in pictures]
        vectors = {
            "semantic": _stack(semantic, self.spaces["semantic"]),
            "appearance": _stack(appearance, self.spaces["appearance"]),
        }
        return ImageDescriptions(vectors, labels)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return _stack([_bag_of_words(_word_weights(text)) for text in texts], WORD_BUCKETS)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self.embed_texts(texts)


def _name_colours(picture: Image, k: int) -> list[Label]:
    return [Label(colour.name, colour.share) for colour in dominant_colours(picture, k)]


def _label_weights(labels: Sequence[Label]) -> Mapping[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for label in labels:
        for word in label.name.split():
            weights[word] += label.probability
    return weights


def _word_weights(text: str) -> Mapping[str, float]:
    counts = Counter(_WORDS.findall(text.casefold()))
    return {word: 1 + math.log(count) for word, count in counts.items()}


def _bag_of_words(weights: Mapping[str, float]) -> NDArray[np.float32]:
    """Each word adds its weight to a bucket; a sign from its hash lets collisions cancel on average."""
    vector = np.full(WORD_BUCKETS, _CONSTANT, dtype=np.float32)
    for word, weight in weights.items():
        hashed = zlib.crc32(word.encode())
        vector[hashed % WORD_BUCKETS] += weight if hashed & 0x8000_0000 else -weight
    return vector


def _layout(picture: Image, grid: int) -> NDArray[np.float32]:
    centred = to_lab(grid_means(picture, grid)) - np.array([50, 0, 0], dtype=np.float32)
    return np.append(centred.reshape(-1), np.float32(_CONSTANT))


def _stack(rows: Sequence[NDArray[np.float32]], dimension: int) -> Vectors:
    """Unit rows; (0, dimension) when there are none."""
    return normalise(np.array(rows, dtype=np.float32).reshape(len(rows), dimension))
