"""Pictures made from pictures, at full resolution: cut out, turned, or with more contrast."""

import hashlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from media_store.boxes import Box
from media_store.errors import InvalidRotation
from media_store.messages import message as _

_CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# The darkest and the lightest hundredth may be specks or glare, which would leave nothing to stretch.
_CUTOFF_PERCENT = 1


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a picture was made from its `parent`; `box` in 0..1000 units of the parent, for a crop only."""

    parent: str
    operation: str
    box: Box | None = None

    @property
    def key(self) -> str:
        """A SHA-256 in hexadecimal, the same for the same derivation."""
        return hashlib.sha256(f"{self.parent} {self.operation} {self.box}".encode()).hexdigest()


def crop(picture: Image.Image, box: Box) -> Image.Image:
    """The pixels that a box covers, at least one."""
    return picture.crop(box.to_pixels(*picture.size))


def clockwise(degrees: int) -> int:
    """The angle as 0, 90, 180 or 270; raises InvalidRotation."""
    if degrees % 90:
        raise InvalidRotation(
            _("A picture can be turned by 90, 180 or 270 degrees, not by %(degrees)s.", degrees=degrees)
        )
    return degrees % 360


def rotate(picture: Image.Image, degrees: int) -> Image.Image:
    """The picture turned clockwise by 90, 180 or 270 degrees."""
    return picture.transpose(_CLOCKWISE[degrees])


def enhance(picture: Image.Image) -> Image.Image:
    """The picture (L, LA, RGB or RGBA) with its tones stretched to the full range, hue and alpha kept."""
    opaque = picture.convert(picture.mode.removesuffix("A"))
    stretched = ImageOps.autocontrast(opaque, cutoff=_CUTOFF_PERCENT, preserve_tone=True)
    if picture.mode.endswith("A"):
        stretched.putalpha(picture.getchannel("A"))
    return stretched


def is_same(picture: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures have the same size, mode and pixels."""
    if picture.size != other.size or picture.mode != other.mode:
        return False
    return picture.tobytes() == other.tobytes()
