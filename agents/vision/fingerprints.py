"""Fingerprints that tell copies of a picture from other pictures.

A perceptual hash sees shapes in grey and nothing else: to it, flags of the same layout are one picture. A
fingerprint adds the colours of a coarse grid, and two pictures are near-duplicates when both parts agree.
"""

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means, to_rgb

HASH_DIGITS = 16
GRID_CELLS = 3
FINGERPRINT_DIGITS = HASH_DIGITS + GRID_CELLS**2 * 3
MAX_HASH_DISTANCE = 8
"""Bits of 64 that resizing and recompressing may turn."""
MAX_COLOUR_STEP = 1
"""Sixteenths of the range of lightness or colour by which a cell may differ."""
_LOWEST = np.array([0, -100, -100], dtype=np.float32)
_RANGE = np.array([100, 200, 200], dtype=np.float32)


def perceptual_hash(image: Image) -> str:
    """The 64-bit DCT hash of the picture in grey, as 16 hexadecimal digits."""
    return str(imagehash.phash(to_rgb(image)))


def hamming_distance(first: str, second: str) -> int:
    """How many bits of two perceptual hashes differ, 0..64."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def fingerprint(image: Image) -> str:
    """43 hexadecimal digits: the perceptual hash, then lightness and colour of a grid of 3 x 3 cells."""
    rgb = to_rgb(image)
    scaled = (to_lab(grid_means(rgb, GRID_CELLS)) - _LOWEST) / _RANGE
    steps = (scaled * 15).round().clip(0, 15).astype(int).reshape(-1)
    return perceptual_hash(rgb) + "".join(f"{step:x}" for step in steps)


def have_same_shapes(first: str, second: str) -> bool:
    """True when the perceptual hashes of two fingerprints, or themselves, agree, whatever the colours."""
    distance = hamming_distance(first[:HASH_DIGITS], second[:HASH_DIGITS])
    return distance <= MAX_HASH_DISTANCE


def are_near_duplicates(first: str, second: str) -> bool:
    """True when two fingerprints belong to copies of one picture; an empty one is no copy of anything.

    Raises ValueError for a text that `fingerprint` did not make.
    """
    if not first or not second:
        return False
    if not len(first) == len(second) == FINGERPRINT_DIGITS:
        raise ValueError(f"A fingerprint has {FINGERPRINT_DIGITS} hexadecimal digits: {first!r}, {second!r}.")
    difference = np.abs(_colour_steps(first) - _colour_steps(second))
    return have_same_shapes(first, second) and bool(difference.max() <= MAX_COLOUR_STEP)


def _colour_steps(text: str) -> NDArray[np.int_]:
    return np.array([int(digit, 16) for digit in text[HASH_DIGITS:]])
