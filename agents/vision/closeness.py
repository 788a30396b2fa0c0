"""A second look at two pictures whose fingerprints agree, at a size where compression leaves no trace."""

import numpy as np
from PIL.Image import Image, Resampling

from agents.vision.pixels import to_rgb

SIDE = 32
MAX_DIFFERENCE = 6.0
"""Of 255, on average, that compression and resizing leave between copies."""


def difference(first: Image, second: Image) -> float:
    """The mean absolute difference of two pictures of any size, 0..255, when both are shrunk to one size."""
    return float(np.abs(_small(first) - _small(second)).mean())


def are_copies(first: Image, second: Image) -> bool:
    """Whether two pictures whose fingerprints agree show the same, and not only something alike."""
    return difference(first, second) <= MAX_DIFFERENCE


def _small(picture: Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(to_rgb(picture).resize((SIDE, SIDE), Resampling.BOX), dtype=np.float32)
