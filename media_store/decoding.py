"""The only place where a decoder is let loose on bytes from outside."""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import ExifTags, Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.DdsImagePlugin import DdsImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.IcoImagePlugin import IcoImageFile
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PcxImagePlugin import PcxImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.PsdImagePlugin import PsdImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

from media_store.errors import BrokenImage, TooManyPixels, UnsupportedFormat
from media_store.formats import TAKEN, SourceFormat, identify
from media_store.messages import message as _

# A decoder is named, not looked up by Image.open, which would also let a warning out for pictures of 90
# megapixels before our own limit can refuse them.
_DECODERS: dict[SourceFormat, type[ImageFile]] = {
    SourceFormat.JPEG: JpegImageFile,
    SourceFormat.PNG: PngImageFile,
    SourceFormat.WEBP: WebPImageFile,
    SourceFormat.GIF: GifImageFile,
    SourceFormat.BMP: BmpImageFile,
    SourceFormat.TIFF: TiffImageFile,
    SourceFormat.AVIF: AvifImageFile,
    SourceFormat.HEIF: HeifImageFile,
    SourceFormat.JPEG2000: Jpeg2KImageFile,
    SourceFormat.PSD: PsdImageFile,
    SourceFormat.ICO: IcoImageFile,
    SourceFormat.PCX: PcxImageFile,
    SourceFormat.DDS: DdsImageFile,
    SourceFormat.NETPBM: PpmImageFile,
}

# What Pillow's decoders are known to raise on damaged files; they have no common base.
DECODER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    UserWarning,
    ValueError,
    struct.error,
    zlib.error,
)

# How they say that a file may be sound but is beyond them.
_UNSUPPORTED = re.compile(r"unknown pixel mode|unsupported|not supported|not available|not implemented", re.I)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@contextmanager
def opened_picture(data: bytes, source_format: SourceFormat) -> Iterator[ImageFile]:
    """A picture whose header was read; its pixels are decoded when they are first asked for.

    Whatever a decoder raises on a damaged file leaves as BrokenImage.
    """
    try:
        with _DECODERS[source_format](BytesIO(data)) as picture:
            yield picture
    except Image.DecompressionBombError as error:
        raise TooManyPixels(
            _("This picture has far too many pixels. Make it smaller and try again.")
        ) from error
    except DECODER_ERRORS as error:
        if isinstance(error, NotImplementedError) or _UNSUPPORTED.search(str(error)):
            raise UnsupportedFormat(
                _(
                    "This %(source_format)s picture is coded in a way that is not read. Save it as "
                    "%(taken)s.",
                    source_format=source_format,
                    taken=TAKEN,
                )
            ) from error
        raise BrokenImage(
            _(
                "This %(source_format)s picture is cut off or damaged and cannot be read to its end. "
                "Save or download it again.",
                source_format=source_format,
            )
        ) from error


def load_picture(data: bytes, draft_size: tuple[int, int] | None = None) -> Image.Image:
    """Decode a stored picture; raises BrokenImage.

    With `draft_size` a JPEG may come out smaller, to save time, but not below that (width, height) in
    pixels.
    """
    with opened_picture(data, identify(data)) as picture:
        if draft_size is not None:
            picture.draft(picture.mode, draft_size)
        picture.load()
        return picture


def decoded_size(data: bytes) -> tuple[int, int]:
    """(width, height) in pixels of a stored picture whose coded data was read to its end; raises BrokenImage.

    A JPEG is decoded at an eighth of its size: all of its coefficients are read, and most of the time saved.
    """
    with opened_picture(data, identify(data)) as picture:
        size = picture.size
        picture.draft(picture.mode, (1, 1))
        picture.load()
    return size


def orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1..8; 1 means upright."""
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except (SyntaxError, ValueError, TypeError, LookupError, struct.error):
        # Metadata that cannot be read says nothing of how to turn the picture; the pixels may still be sound.
        return 1
    return value if value in _UPRIGHT else 1


def turn_upright(picture: Image.Image, described: Image.Image | None = None) -> Image.Image:
    """A loaded picture with its EXIF orientation, or that of another one, applied to the pixels."""
    transposition = _UPRIGHT.get(orientation(described or picture))
    return picture if transposition is None else picture.transpose(transposition)
