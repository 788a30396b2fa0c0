"""Turn an uploaded file into the bytes that are stored: upright, sRGB, without metadata, JPEG or PNG."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.ImageFile import ImageFile

from media_store import gif, jpeg, png
from media_store.colours import is_srgb, to_plain
from media_store.decoding import load_picture, opened_picture, orientation, turn_upright
from media_store.formats import SourceFormat, identify
from media_store.limits import Limits

JPEG_MIME, PNG_MIME = "image/jpeg", "image/png"
_JPEG_LONGEST_SIDE = 65_500  # what libjpeg can write
_JPEG_QUALITY = 95
_STRIPPERS: dict[SourceFormat, Callable[[bytes], bytes | None]] = {
    SourceFormat.JPEG: jpeg.strip_metadata,
    SourceFormat.PNG: png.strip_metadata,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored; `width` and `height` in pixels, `mime` is image/jpeg or image/png."""

    data: bytes
    mime: str
    width: int
    height: int
    frames: int
    source_format: str


def normalise(data: bytes, limits: Limits) -> Picture:
    """Check an uploaded file and bring it to its stored form; of several frames the first is taken.

    A JPEG or PNG that is already upright and sRGB is copied without its metadata and not encoded again.
    Raises NotAPicture, UnsupportedFormat, TooLarge, TooManyPixels, TooManyFrames or BrokenImage.
    """
    limits.check_bytes(len(data))
    source_format = identify(data)
    frames = _count_frames(data, source_format, limits)
    stripped = _strip(data, source_format)
    if stripped is not None:
        return _describe(stripped, load_picture(stripped).size, frames, source_format)
    plain = to_plain(_decode(data, source_format, limits))
    encoded = encode(plain, lossy=_is_lossy(data, source_format))
    return _describe(encoded, plain.size, frames, source_format)


def encode(picture: Image.Image, *, lossy: bool) -> bytes:
    """Encode a picture of mode L, LA, RGB or RGBA: JPEG if `lossy` and it can be, otherwise PNG."""
    target = BytesIO()
    if lossy and picture.mode in ("L", "RGB") and max(picture.size) <= _JPEG_LONGEST_SIDE:
        # Colour at full resolution (4:4:4) keeps coloured letters sharp.
        picture.save(target, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    else:
        picture.save(target, "PNG")
    return _without_metadata(target.getvalue())


def _without_metadata(encoded: bytes) -> bytes:
    """The stored form: storing it once more changes nothing."""
    stripped = _STRIPPERS[identify(encoded)](encoded)
    return encoded if stripped is None else stripped


def _count_frames(data: bytes, source_format: SourceFormat, limits: Limits) -> int:
    """Check pixels and frames against the limits without decoding a pixel."""
    if source_format is SourceFormat.GIF:
        return limits.count_frames(_gif_frames(data, limits))
    with opened_picture(data, source_format) as picture:
        limits.check_pixels(picture.size)
        if source_format is SourceFormat.TIFF:
            return limits.count_frames(_pages(picture))
        frames = int(getattr(picture, "n_frames", 1))
    limits.check_frames(frames)
    return frames


def _gif_frames(data: bytes, limits: Limits) -> Iterator[tuple[int, int]]:
    for size in gif.scan_frames(data):
        limits.check_pixels(size)
        yield size


def _pages(picture: ImageFile) -> Iterator[int]:
    page = 0
    while True:
        yield page
        page += 1
        try:
            picture.seek(page)
        except EOFError:
            return


def _strip(data: bytes, source_format: SourceFormat) -> bytes | None:
    """The file without metadata, or None where its pixels have to change."""
    strip = _STRIPPERS.get(source_format)
    if strip is None:
        return None
    with opened_picture(data, source_format) as picture:
        is_ready = is_srgb(picture) and orientation(picture) == 1
    return strip(data) if is_ready else None


def _decode(data: bytes, source_format: SourceFormat, limits: Limits) -> Image.Image:
    with opened_picture(data, source_format) as picture:
        picture.load()
        # The container of a HEIF picture can announce another size than its coded picture has.
        limits.check_pixels(picture.size)
        return turn_upright(picture)


def _is_lossy(data: bytes, source_format: SourceFormat) -> bool:
    if source_format is SourceFormat.WEBP:
        coding = re.search(rb"VP8[ L]", data)
        return coding is not None and coding.group() == b"VP8 "
    return source_format in (SourceFormat.JPEG, SourceFormat.AVIF, SourceFormat.HEIF)


def _describe(data: bytes, size: tuple[int, int], frames: int, source_format: SourceFormat) -> Picture:
    mime = JPEG_MIME if identify(data) is SourceFormat.JPEG else PNG_MIME
    return Picture(data, mime, *size, frames, source_format.value)
