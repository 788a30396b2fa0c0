"""Pixels of any picture as plain sRGB arrays."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from agents.errors import UnreadablePicture
from agents.messages import message as _
from media_store.colours import flatten, to_plain

Pixels = NDArray[np.uint8]
"""(height, width, 3), sRGB."""

# Pillow first shrinks by whole pixels to this multiple of the target: much faster, and hardly to be seen.
_REDUCING_GAP = 2.0


def to_rgb(image: Image.Image) -> Image.Image:
    """The picture as opaque sRGB; what is transparent shows white.

    Raises UnreadablePicture when its file is broken, which Pillow finds out only now.
    """
    if image.mode == "RGB" and "icc_profile" not in image.info:
        return _load(image)
    return flatten(to_plain(_load(image)))


def fit_inside(image: Image.Image, side: int) -> Image.Image:
    """The RGB picture scaled up or down until its longer side measures `side` pixels."""
    scale = side / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    return image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=_REDUCING_GAP)


def shrink_inside(image: Image.Image, side: int) -> Image.Image:
    """The RGB picture, scaled down only when its longer side exceeds `side` pixels."""
    return fit_inside(image, side) if max(image.size) > side else image


def squeeze(image: Image.Image, side: int) -> Pixels:
    """The middle of the RGB picture, squeezed into a square of `side` pixels.

    Classifiers are trained on crops with sides of up to 4:3, so only what exceeds that is cut off.
    """
    width, height = image.size
    inner_width, inner_height = min(width, height * 4 // 3), min(height, width * 4 // 3)
    left, top = (width - inner_width) // 2, (height - inner_height) // 2
    box = (left, top, left + inner_width, top + inner_height)
    square = image.resize((side, side), Image.Resampling.BICUBIC, box, reducing_gap=_REDUCING_GAP)
    return np.array(square)


def grid_means(image: Image.Image, cells: int) -> Pixels:
    """The mean colours of the RGB picture in a grid of `cells` x `cells`, whatever its shape."""
    means = image.resize((cells, cells), Image.Resampling.BOX, reducing_gap=_REDUCING_GAP)
    return np.array(means)


def _load(image: Image.Image) -> Image.Image:
    try:
        image.load()
    except (OSError, SyntaxError) as error:
        raise UnreadablePicture(
            _(
                "The pixels of a picture cannot be decoded (%(error)s). Store it again.",
                error=str(error),
            )
        ) from error
    return image
