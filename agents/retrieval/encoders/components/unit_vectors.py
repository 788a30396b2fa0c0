"""Vectors of length 1, whose products are cosines."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""(n, dimension), every row of length 1."""


def normalise(rows: NDArray[np.floating]) -> Vectors:
    """Rows scaled to length 1. A row of zeros has no direction and stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
