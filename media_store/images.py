"""Turn an uploaded file into the bytes that are stored: upright, sRGB, without metadata, JPEG or PNG.

Of an animation the frame is stored that tells what it shows; of a file with pages, each that is asked for.
The stored bytes then carry a digest of all frames, so that two files are one picture only if all frames are.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image

from media_store.colours import is_srgb, to_plain
from media_store.decoding import decoded_size, opened_picture, orientation, turn_upright
from media_store.depth import load_deep
from media_store.errors import BrokenImage, NoSuchPage, UnsupportedFormat
from media_store.formats import TAKEN, SourceFormat, identify
from media_store.frames import look_through
from media_store.headers import gif, heif, jpeg, png, tiff
from media_store.limits import Limits
from media_store.messages import message as _
from media_store.raw import is_raw, load_raw

JPEG_MIME, PNG_MIME = "image/jpeg", "image/png"
_JPEG_LONGEST_SIDE = 65_500  # what libjpeg can write
_JPEG_QUALITY = 95
_STRIPPERS: dict[SourceFormat, Callable[[bytes], bytes | None]] = {
    SourceFormat.JPEG: jpeg.strip_metadata,
    SourceFormat.PNG: png.strip_metadata,
}
_ANIMATED = {SourceFormat.GIF, SourceFormat.PNG, SourceFormat.WEBP, SourceFormat.AVIF}
_PSD_DEPTHS = (1, 8)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored; `width` and `height` in pixels, `mime` is image/jpeg or image/png.

    It is number `frame`, from 1, of the `frames` (or pages) of its file. `digest`, a SHA-256 in hexadecimal
    over all of them, is empty where there is only one.
    """

    data: bytes
    mime: str
    width: int
    height: int
    frames: int
    source_format: str
    frame: int = 1
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A further page of a file whose first one was read: its number, from 2, and the digest of all."""

    number: int
    digest: str


def normalise(data: bytes, limits: Limits, page: Page | None = None) -> Picture:
    """Check an uploaded file and bring it, or a further page of it, to its stored form.

    A JPEG or PNG that is already upright and sRGB is copied without its metadata and not encoded again.
    Raises NotAPicture, UnsupportedFormat, TooLarge, TooManyPixels, TooManyFrames, TooCostly or BrokenImage,
    and NoSuchPage.
    """
    limits.check_bytes(len(data))
    source_format = identify(data)
    if source_format is SourceFormat.TIFF:
        return _normalise_tiff(data, limits, page)
    if source_format is SourceFormat.HEIF:
        return _normalise_heif(data, limits, page)
    if source_format is SourceFormat.RAW:
        return _normalise_raw(data, limits)
    if source_format is SourceFormat.PNG:
        data = png.for_decoding(data, limits)
    frames = _count_frames(data, source_format, limits)
    if frames > 1:
        with opened_picture(data, source_format) as picture:
            looked = look_through(picture, frames, limits, data)
            turned = turn_upright(looked.shown)
        shown = _Shown(looked.number, frames, looked.digest)
        return _encoded(to_plain(turned), source_format, shown, lossy=_is_lossy(data, source_format))
    stripped = _strip(data, source_format)
    if stripped is not None:
        return _describe(stripped, decoded_size(stripped), source_format)
    if source_format is SourceFormat.PNG:
        turned = load_deep(data, source_format, limits)
    else:
        with opened_picture(data, source_format) as picture:
            picture.load()
            turned = turn_upright(picture)
    return _encoded(to_plain(turned), source_format, _Shown(), lossy=_is_lossy(data, source_format))


def encode(picture: Image.Image, *, lossy: bool) -> bytes:
    """Encode a picture of mode L, LA, RGB or RGBA: JPEG if `lossy` and it can be, otherwise PNG."""
    target = BytesIO()
    if lossy and picture.mode in ("L", "RGB") and max(picture.size) <= _JPEG_LONGEST_SIDE:
        # Colour at full resolution (4:4:4) keeps coloured letters sharp.
        picture.save(target, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    else:
        picture.save(target, "PNG")
    # The stored form: storing it once more changes nothing.
    encoded = target.getvalue()
    stripped = _STRIPPERS[identify(encoded)](encoded)
    return encoded if stripped is None else stripped


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which frame of how many is shown; `digest` is of all of them."""

    number: int = 1
    frames: int = 1
    digest: bytes = b""


def _encoded(plain: Image.Image, source_format: SourceFormat, shown: _Shown, *, lossy: bool) -> Picture:
    """The stored form, marked where there are more frames: the same only if all are and this one is shown."""
    data = encode(plain, lossy=lossy)
    if shown.frames > 1:
        mark = jpeg.mark if identify(data) is SourceFormat.JPEG else png.mark
        data = mark(data, hashlib.sha256(shown.digest + shown.number.to_bytes(8, "big")).digest())
    picture = _describe(data, plain.size, source_format)
    return replace(picture, frames=shown.frames, frame=shown.number, digest=shown.digest.hex())


def _count_frames(data: bytes, source_format: SourceFormat, limits: Limits) -> int:
    """Check what decoding will cost against the limits without decoding a pixel."""
    if source_format is SourceFormat.GIF:
        return limits.count_frames(gif.scan_frames(data, limits))
    if source_format is SourceFormat.PSD and int.from_bytes(data[22:24], "big") not in _PSD_DEPTHS:
        raise UnsupportedFormat(
            _(
                "This Photoshop document has more than eight bits a channel, which is not read. Save "
                "it as %(taken)s.",
                taken=TAKEN,
            )
        )
    if source_format is SourceFormat.JPEG:
        cost = jpeg.measure(data, limits)
        limits.check_scans(cost.scans, cost.size)
    with opened_picture(data, source_format) as picture:
        limits.check_pixels(picture.size)
        # What Photoshop calls frames are layers, and icons are one picture in several sizes.
        frames = int(getattr(picture, "n_frames", 1)) if source_format in _ANIMATED else 1
    limits.check_frames(frames)
    return frames


def _normalise_raw(data: bytes, limits: Limits) -> Picture:
    plain = to_plain(load_raw(data, limits))
    return _encoded(plain, SourceFormat.RAW, _Shown(), lossy=True)


def _normalise_heif(data: bytes, limits: Limits, page: Page | None) -> Picture:
    if page is None:
        loaded = heif.load_page(data, limits)
    else:
        loaded = heif.load_page(data, limits, page.number, bytes.fromhex(page.digest))
    shown = _Shown(loaded.number, loaded.count, loaded.digest)
    return _encoded(to_plain(loaded.image), SourceFormat.HEIF, shown, lossy=True)


def _normalise_tiff(data: bytes, limits: Limits, page: Page | None) -> Picture:
    directories = tiff.read_directories(data, limits)
    if is_raw([*directories, *tiff.read_below(data, directories)]):
        return _normalise_raw(data, limits)
    for directory in directories:
        limits.check_pixels(directory.size)
    places = tiff.pages(directories)
    number = 1 if page is None else page.number
    if number > len(places):
        raise NoSuchPage(_("This file has no page %(number)s.", number=number))
    plain = to_plain(load_deep(data, SourceFormat.TIFF, limits, places[number - 1]))
    digest = bytes.fromhex(page.digest) if page else _digest_pages(data, limits, directories, places)
    return _encoded(plain, SourceFormat.TIFF, _Shown(number, len(places), digest), lossy=False)


def _digest_pages(
    data: bytes, limits: Limits, directories: Sequence[tiff.Directory], places: Sequence[int]
) -> bytes:
    """Over the pixels of all pages, or over the file itself where they are too many or a page is damaged."""
    if len(places) == 1:
        return b""
    if sum(directories[place].pixels for place in places) > limits.max_decoded_pixels:
        return hashlib.sha256(data).digest()
    digest = hashlib.sha256()
    try:
        with opened_picture(data, SourceFormat.TIFF) as picture:
            for place in places:
                picture.seek(place)
                picture.load()
                digest.update(f"{picture.mode}{picture.size};".encode() + picture.tobytes())
    except BrokenImage:
        return hashlib.sha256(data).digest()
    return digest.digest()


def _strip(data: bytes, source_format: SourceFormat) -> bytes | None:
    """The file without metadata, or None where its pixels have to change."""
    strip = _STRIPPERS.get(source_format)
    if strip is None:
        return None
    with opened_picture(data, source_format) as picture:
        is_ready = is_srgb(picture) and orientation(picture) == 1
    return strip(data) if is_ready else None


def _is_lossy(data: bytes, source_format: SourceFormat) -> bool:
    if source_format is SourceFormat.WEBP:
        coding = re.search(rb"VP8[ L]", data)
        return coding is not None and coding.group() == b"VP8 "
    return source_format in (SourceFormat.JPEG, SourceFormat.AVIF)


def _describe(data: bytes, size: tuple[int, int], source_format: SourceFormat) -> Picture:
    mime = JPEG_MIME if identify(data) is SourceFormat.JPEG else PNG_MIME
    return Picture(data, mime, *size, 1, source_format.value)
