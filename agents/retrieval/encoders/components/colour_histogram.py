"""How much there is of each colour, wherever it is: a part of a picture, or its mirror image, has the same.

The values were chosen with `benchmarks/encoders.py`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means

GRID = 24
"""Colours are counted in the means of so many cells a side."""
LIGHTNESSES = np.array([10, 40, 70], dtype=np.float32)
HUES = np.array([-60, -30, 0, 30, 60], dtype=np.float32)
"""Middles of the bins, in units of Lab: lightness, and both axes of colour."""
SOFTNESS = 12.0
"""The standard deviation with which a colour counts for the bins around it: light changes colours."""
DIMENSION = len(LIGHTNESSES) * len(HUES) ** 2


def colour_histograms(images: Sequence[Image]) -> Vectors:
    """(n, 75) unit vectors of roots of shares: their product is Bhattacharyya's coefficient. n at least 1."""
    colours = to_lab(np.stack([grid_means(image, GRID) for image in images])).reshape(len(images), -1, 3)
    # Brightness says less about what a picture shows than colour does.
    lightness = _memberships(colours[..., 0], LIGHTNESSES, SOFTNESS * 2**0.5)
    green_red, blue_yellow = (_memberships(colours[..., axis], HUES, SOFTNESS) for axis in (1, 2))
    shares = np.einsum("npl,npa,npb->nlab", lightness, green_red, blue_yellow, optimize=True)
    return normalise(np.sqrt(shares.reshape(len(images), -1) / GRID**2))


def _memberships(
    values: NDArray[np.float32], middles: NDArray[np.float32], softness: float
) -> NDArray[np.float32]:
    """(n, p) values as (n, p, bins) shares, which sum to 1."""
    exponents = -((values[..., None] - middles) ** 2) / (2 * softness**2)
    weights = np.exp(exponents - exponents.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float32)
