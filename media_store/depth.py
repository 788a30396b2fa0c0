"""Decode pictures of 10 to 16 bits a channel so that their values fill the range of eight.

Microscopes, cameras and depth sensors write 12 bits into samples of 16, which taken at their word are almost
black. The white point is what the file declares, else the smallest usual depth that holds its largest value.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageChops, ImageOps
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from media_store.colours import DEEP_GREYS, extrema, scale_grey, white_point
from media_store.decoding import opened_picture, turn_upright
from media_store.errors import UnsupportedFormat
from media_store.formats import SourceFormat
from media_store.headers import png, tiff
from media_store.limits import Limits
from media_store.messages import message as _

_BYTE = 256
_DIM_BELOW = _BYTE // 4
"""High bytes below this leave two bits or more of 16 unused."""
_SWAPPED = {
    "RGB;16B": "RGB;16L", "RGB;16L": "RGB;16B", "RGBA;16B": "RGBA;16L", "RGBA;16L": "RGBA;16B",
}  # fmt: skip
_FOREIGN = "B" if sys.byteorder == "little" else "L"
_SWAPPED |= {f"{mode};16N": f"{mode};16{_FOREIGN}" for mode in ("RGB", "RGBA")}
_MIN_IS_WHITE = 0


def load_deep(data: bytes, source_format: SourceFormat, limits: Limits, place: int = 0) -> Image.Image:
    """Decode the PNG, or the image at this place of a TIFF, upright and with at most eight bits a channel.

    Pictures of unknown range (32 bits, floating point) come as they are, for `colours.to_plain`.
    Raises UnsupportedFormat, TooManyPixels and BrokenImage.
    """
    with _opened(data, source_format, place) as picture:
        limits.check_pixels(picture.size)
        picture.load()
        if picture.mode in DEEP_GREYS and isinstance(picture, TiffImageFile):
            declared = _tag(picture, tiff.MAX_SAMPLE) or (1 << (_tag(picture, tiff.BITS) or 16)) - 1
            scaled = scale_grey(picture, declared)
            # Pillow inverts the eight-bit kinds of this photometric interpretation, and not the deeper ones.
            if _tag(picture, tiff.PHOTOMETRIC) == _MIN_IS_WHITE:
                scaled = ImageOps.invert(scaled)
            scaled.info = dict(picture.info)
            return turn_upright(scaled, picture)
        if isinstance(picture, PngImageFile):
            is_deep = png.has_deep_samples(data)
        else:
            is_deep = _tag(picture, tiff.BITS) == 16
        if picture.mode in ("RGB", "RGBA") and is_deep and _brightest(picture) < _DIM_BELOW:
            with _opened(data, source_format, place) as again:
                return turn_upright(_scaled_colours(picture, again), picture)
        return turn_upright(picture)


@contextmanager
def _opened(data: bytes, source_format: SourceFormat, place: int) -> Iterator[ImageFile]:
    with opened_picture(data, source_format) as picture:
        if place:
            picture.seek(place)
        yield picture


def _tag(picture: ImageFile, tag: int) -> int | None:
    """The first value of a tag of a TIFF, None where there is none."""
    value = picture.tag_v2.get(tag) if isinstance(picture, TiffImageFile) else None
    first = value[0] if isinstance(value, tuple) and value else value
    return first if isinstance(first, int) else None


def _brightest(picture: Image.Image) -> int:
    return int(max(extrema(picture.getchannel(band))[1] for band in "RGB"))


def _scaled_colours(high: ImageFile, again: ImageFile) -> Image.Image:
    """Pillow keeps the high byte of each colour; read in the other byte order, a file gives the low one.

    Raises UnsupportedFormat where there is no other byte order.
    """
    for place, tile in enumerate(again.tile):
        arguments: Any = tile.args
        swapped = _SWAPPED.get(str(arguments if isinstance(arguments, str) else arguments[0]))
        if swapped is None:
            raise UnsupportedFormat(
                _(
                    "This picture has 16 bits a channel in an order that is not read. "
                    "Save it with eight bits a channel."
                )
            )
        others = swapped if isinstance(arguments, str) else (swapped, *arguments[1:])
        again.tile[place] = tile._replace(args=others)
    again.load()
    white = white_point(_brightest(high) * _BYTE + _BYTE - 1)
    bands = [
        ImageChops.add(
            high.getchannel(band).point([min(255, value * _BYTE * 255 // white) for value in range(_BYTE)]),
            again.getchannel(band).point([value * 255 // white for value in range(_BYTE)]),
        )
        for band in "RGB"
    ]
    if high.mode == "RGBA":
        bands.append(high.getchannel("A"))
    scaled = Image.merge(high.mode, bands)
    scaled.info = dict(high.info)
    return scaled
