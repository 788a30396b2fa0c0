"""An encoder without a model: hashed words (Weinberger et al., 2009, arXiv:0902.2206) and colours in a grid.

Fast and the same everywhere, which tests and first trials want. It understands nothing: a text is near texts
that share its words, a picture is near pictures of the same colours in the same places, and the words that a
picture answers to are the names of its colours.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from PIL.Image import Image

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Label, Vectors
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences.hashing import WORD_BUCKETS, HashedWords, bag_of_words, stack
from agents.vision.colours import dominant_colours
from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means, to_rgb

COLOUR_GRID = 6
MAX_GRID = 16
# A small constant in every vector gives direction to a plain grey picture.
_CONSTANT = 0.01


def load(options: str, sentences: str, files: MadeFiles) -> Encoder:
    """The hashing encoder; its option is the side of the grid of colours. Raises UnknownEncoder.

    It compares texts by their words, and takes no other sentence encoder.
    """
    if sentences:
        raise UnknownEncoder(
            _(
                "There is no encoder “hashing+%(sentences)s”: hashing compares texts by its own.",
                sentences=sentences,
            )
        )
    if options and not (options.isdecimal() and 2 <= int(options) <= MAX_GRID):
        raise UnknownEncoder(
            _(
                "There is no encoder “hashing:%(options)s”: hashing takes a number from 2 to "
                "%(limit)s, or nothing.",
                options=options,
                limit=MAX_GRID,
            )
        )
    return HashingEncoder(int(options) if options else COLOUR_GRID)


class HashingEncoder(Encoder):
    """`semantic` holds hashed words (of pictures: colour names), `appearance` a grid of mean colours."""

    def __init__(self, grid: int = COLOUR_GRID) -> None:
        """`grid` is the number of cells a side."""
        self._grid = grid
        self.sentences = HashedWords()
        self.version = "hashing-1" if grid == COLOUR_GRID else f"hashing-1-{grid}"

    query_space = "semantic"
    similarity_ranges: Mapping[str, tuple[float, float]] = {
        "meaning": HashedWords.similarity_range,
        "depicts": (0.1, 0.8),
        "looks": (0.5, 0.98),
        "concept": (0.3, 0.98),
    }

    @property
    def spaces(self) -> Mapping[str, int]:
        return {"semantic": WORD_BUCKETS, "appearance": 3 * self._grid**2 + 1}

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        labels: list[list[Label]] = []
        semantic, appearance = [], []
        for picture in map(to_rgb, images):
            found = [Label(colour.name, colour.share) for colour in dominant_colours(picture, k)]
            weights: defaultdict[str, float] = defaultdict(float)
            for label in found:
                for word in label.name.split():
                    weights[word] += label.probability
            centred = to_lab(grid_means(picture, self._grid)) - np.array([50, 0, 0], dtype=np.float32)
            labels.append(found)
            semantic.append(bag_of_words(weights))
            appearance.append(np.append(centred.reshape(-1), np.float32(_CONSTANT)))
        vectors = {
            "semantic": stack(semantic, self.spaces["semantic"]),
            "appearance": stack(appearance, self.spaces["appearance"]),
        }
        return ImageDescriptions(vectors, labels)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self.sentences.embed_passages(texts)
