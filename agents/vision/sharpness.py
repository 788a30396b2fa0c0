"""Tells blurred pictures from sharp ones."""

import numpy as np
from PIL.Image import Image


def sharpness(image: Image) -> float:
    """The variance of the Laplacian of the picture in grey (Pech-Pacheco et al., 2000); 0 for a plain one.

    Pictures compare when they have about the same size.
    """
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    if min(grey.shape) < 3:
        return 0.0
    inside = -4 * grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((inside + around).var())
