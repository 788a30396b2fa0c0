"""Looks through an animation: which frame tells what it shows, and a digest of all of them."""

import hashlib
from dataclasses import dataclass

from PIL import Image, ImageStat
from PIL.ImageFile import ImageFile

from media_store.colours import flatten
from media_store.decoding import DECODER_ERRORS
from media_store.limits import Limits

_LOOKED_AT_SIDE = 128
_FIRST_SHARE = 0.5
"""The first frame stands for the animation while it has this share of what the most telling one shows."""
_MARGIN = 1.1
"""A later frame takes the place of an earlier one only when it tells so much more."""


@dataclass(frozen=True, slots=True)
class Animation:
    """The frame that is shown, its number from 1, and a SHA-256 over the pixels of all frames."""

    shown: Image.Image
    number: int
    digest: bytes


def look_through(picture: ImageFile, frames: int, limits: Limits, data: bytes) -> Animation:
    """Decode the frames of a file with these bytes, until they have `limits.max_decoded_pixels`.

    The bytes of the file stand in the digest for frames behind that, or behind one that is damaged. What a
    decoder raises at the first frame is raised.
    """
    digest = hashlib.sha256()
    first = best = None
    most, number, pixels = 0.0, 1, 0
    first_telling = 0.0
    for place in range(frames):
        frame = _frame(picture, place)
        pixels += picture.width * picture.height
        if frame is None or (pixels > limits.max_decoded_pixels and place):
            digest.update(hashlib.sha256(data).digest())
            break
        limits.check_pixels(frame.size)
        digest.update(f"{frame.width}x{frame.height};".encode() + frame.convert("RGBA").tobytes())
        # How much there is to see: the spread of its greys, whatever its size.
        small = frame.copy() if frame.mode in ("RGB", "L", "RGBA", "LA") else frame.convert("RGBA")
        small.thumbnail((_LOOKED_AT_SIDE, _LOOKED_AT_SIDE), Image.Resampling.BOX)
        telling = ImageStat.Stat(flatten(small).convert("L")).stddev[0]
        if first is None:
            first, first_telling = frame, telling
        if best is None or telling > _MARGIN * most:
            best, most, number = frame, telling, place + 1
    assert first is not None and best is not None  # the first frame was decoded, or its error left
    if first_telling >= _FIRST_SHARE * most:
        best, number = first, 1
    return Animation(best, number, digest.digest())


def _frame(picture: ImageFile, place: int) -> Image.Image | None:
    """A copy of a frame; None for a damaged one behind the first."""
    try:
        picture.seek(place)
        picture.load()
        return picture.copy()
    except DECODER_ERRORS:
        if place:
            return None
        raise
