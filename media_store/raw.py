"""Camera raw files: the picture that the camera put into them, else the sensor's values developed."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from media_store.decoding import opened_picture, orientation, turn_upright
from media_store.errors import BrokenImage, MediaError, UnsupportedFormat
from media_store.formats import TAKEN, SourceFormat
from media_store.headers import jpeg, tiff
from media_store.limits import Limits
from media_store.messages import message as _

if TYPE_CHECKING:
    import rawpy

_COLOUR_FILTER, _LINEAR = 32803, 34892
_MIN_PREVIEW_SIDE = 1_000
"""A smaller picture of the camera's is a thumbnail, unless the sensor has hardly more."""
_HALF_ABOVE_PIXELS = 12_000_000
"""Larger sensors are developed at half their size: four samples make a pixel, and a quarter of the time."""
# How LibRaw says that a picture has to be turned.
_TURNS = {3: Image.Transpose.ROTATE_180, 5: Image.Transpose.ROTATE_90, 6: Image.Transpose.ROTATE_270}


def is_raw(directories: Sequence[tiff.Directory]) -> bool:
    """Whether a TIFF is a camera's: one of its images, or what lies below one, holds values of a sensor."""
    return any(
        each.first(tiff.DNG_VERSION) or each.first(tiff.PHOTOMETRIC) in (_COLOUR_FILTER, _LINEAR)
        for each in directories
    )


def load_raw(data: bytes, limits: Limits) -> Image.Image:
    """The picture in a raw file, upright. Raises UnsupportedFormat, BrokenImage and TooManyPixels."""
    import rawpy  # with NumPy, which other pictures need not wait for

    try:
        with rawpy.imread(BytesIO(data)) as opened:
            size = opened.sizes.width, opened.sizes.height
            limits.check_pixels(size)
            preview = _preview(opened, size, limits)
            if preview is not None:
                return preview
            half = size[0] * size[1] > _HALF_ABOVE_PIXELS
            return Image.fromarray(opened.postprocess(use_camera_wb=True, half_size=half))
    except (rawpy.LibRawFileUnsupportedError, rawpy.LibRawNotImplementedError) as error:
        raise UnsupportedFormat(
            _(
                "This file is a camera raw picture of a kind that is not read. Save it as %(taken)s.",
                taken=TAKEN,
            )
        ) from error
    except rawpy.LibRawError as error:
        raise BrokenImage(
            _(
                "This camera raw picture is cut off or damaged and cannot be read to its end. Copy "
                "it once more."
            )
        ) from error


def _preview(opened: "rawpy.RawPy", size: tuple[int, int], limits: Limits) -> Image.Image | None:
    """The camera's own picture; None where it is too small, damaged, or none is there."""
    import rawpy

    try:
        thumbnail = opened.extract_thumb()
    except rawpy.LibRawNonFatalError:
        return None
    if thumbnail.format != rawpy.ThumbFormat.JPEG:
        return None
    try:
        cost = jpeg.measure(thumbnail.data, limits)
        limits.check_pixels(cost.size)
        if max(cost.size) < min(_MIN_PREVIEW_SIDE, max(size) * 3 // 4):
            return None
        with opened_picture(thumbnail.data, SourceFormat.JPEG) as picture:
            picture.load()
            turn = _TURNS.get(opened.sizes.flip)
            # One that stands on its side already was turned by the camera.
            is_turned = opened.sizes.flip in (5, 6) and picture.height > picture.width
            if orientation(picture) != 1 or turn is None or is_turned:
                return turn_upright(picture)
            return picture.transpose(turn)
    except MediaError:
        return None
