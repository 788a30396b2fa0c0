"""Bring a decoded picture to eight bits of grey or sRGB, with transparency only where there is any."""

import math
from io import BytesIO
from typing import cast

from PIL import Image, ImageChops, ImageCms

from media_store.errors import BrokenImage
from media_store.messages import message as _

_PROFILE_MODES = {"GRAY": ("L",), "RGB": ("RGB", "RGBA"), "CMYK": ("CMYK",)}
_EXPANDED = {"1": "L", "La": "LA", "PA": "RGBA", "RGBa": "RGBA"}
DEEP_GREYS = ("I;16", "I;16B", "I;16L", "I;16N")
_WHITES = tuple((1 << bits) - 1 for bits in (8, 10, 12, 14, 16))
_WHITE_16 = _WHITES[-1]
_KEPT_MODES = ("L", "LA", "RGB", "RGBA", "CMYK", "LAB")
# A step or two of 255 is rounding in the tables of a profile, not another colour space.
_INVISIBLE_DIFFERENCE = 2
WHITE, MIDDLE, DARK = "#ffffff", "#95999f", "#30343a"
"""What transparent pictures are laid on."""
_VISIBLE_ALPHA, _NEAR_WHITE, _NEAR_DARK, _VANISHING_SHARE = 32, 216, 90, 1 / 3
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))


def to_plain(picture: Image.Image) -> Image.Image:
    """The picture in mode L, LA, RGB or RGBA, in sRGB; an alpha channel without effect is dropped."""
    expanded = _expand(picture)
    profile = _read_profile(picture)
    if expanded.mode == "LAB":
        expanded = _convert(expanded, _LAB)
    elif profile is not None and expanded.mode in _profile_modes(profile):
        expanded = _convert(expanded, profile)
    if expanded.mode == "CMYK":
        expanded = expanded.convert("RGB")
    has_alpha = expanded.mode in ("LA", "RGBA")
    is_opaque = has_alpha and extrema(expanded.getchannel("A"))[0] == 255
    plain = expanded.convert(expanded.mode[:-1]) if is_opaque else expanded
    plain.info = {}  # or the encoder would write some of it into the new file
    return plain


def is_srgb(picture: Image.Image) -> bool:
    """Whether dropping the colour profile of a picture would leave its colours as they are."""
    profile = _read_profile(picture)
    if profile is None:
        return True
    if picture.mode in ("1", "L", "LA"):
        probe = Image.frombytes("L", (256, 1), bytes(range(256)))
    else:
        levels = [round(step * 255 / 16) for step in range(17)]
        colours = bytes(value for r in levels for g in levels for b in levels for value in (r, g, b))
        probe = Image.frombytes("RGB", (17 * 17, 17), colours)
    if probe.mode not in _profile_modes(profile):
        return True
    difference = ImageChops.difference(probe, _convert(probe, profile))
    return max(difference.tobytes()) <= _INVISIBLE_DIFFERENCE


def flatten(picture: Image.Image) -> Image.Image:
    """The picture as opaque RGB; what is transparent shows a ground on which the rest can be seen."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", with_alpha.size, ground(with_alpha)), with_alpha).convert(
        "RGB"
    )


def ground(picture: Image.Image) -> str:
    """The colour, WHITE, MIDDLE or DARK, on which most of an RGBA picture can be seen.

    White, unless a third of what is there would vanish on it; dark then, unless a third would vanish on that.
    """
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha >= _VISIBLE_ALPHA else 0)
    greys = picture.convert("RGB").convert("L").histogram(seen)
    vanishing_on_white, vanishing_on_dark = sum(greys[_NEAR_WHITE:]), sum(greys[:_NEAR_DARK])
    many = _VANISHING_SHARE * sum(greys)
    if vanishing_on_white <= many:
        return WHITE
    return DARK if vanishing_on_dark <= many else MIDDLE


def _expand(picture: Image.Image) -> Image.Image:
    if picture.mode in DEEP_GREYS:
        return scale_grey(picture)
    if picture.mode in ("I", "F"):
        # Grey values of unknown range: the darkest becomes black, the lightest white.
        low, high = extrema(picture)
        if not (math.isfinite(low) and math.isfinite(high)):
            raise BrokenImage(
                _("This picture holds values that are no numbers. Save it with eight bits a channel.")
            )
        scale = 255 / (high - low) if high > low else 0.0
        return picture.convert("F").point(lambda value: value * scale + -low * scale).convert("L")
    if picture.mode in ("1", "L", "P", "RGB") and picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in _KEPT_MODES:
        return picture
    return picture.convert(_EXPANDED.get(picture.mode, "RGB"))


def scale_grey(picture: Image.Image, declared: int = _WHITE_16) -> Image.Image:
    """Grey of up to 16 bits in eight: by its `declared` white, or that of the depth it seems to have."""
    grey = picture.convert("I")
    highest = int(extrema(grey)[1])
    scale = 255 / (declared if highest <= declared < _WHITE_16 else white_point(highest))
    return grey.point(lambda value: value * scale).convert("L")


def white_point(highest: int) -> int:
    """The largest value of the smallest usual depth, 8 to 16 bits, that holds this one."""
    return int(next(white for white in _WHITES if highest <= white))


def extrema(channel: Image.Image) -> tuple[float, float]:
    """The lowest and the highest value of a picture with one channel."""
    # Pillow nests its answer only where a picture has several channels.
    return cast(tuple[float, float], channel.getextrema())


def _read_profile(picture: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile; None where there is none or it cannot be read, as viewers do."""
    embedded = picture.info.get("icc_profile")
    if not isinstance(embedded, bytes) or not embedded:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(embedded))
        return profile if profile.profile.xcolor_space.strip() in _PROFILE_MODES else None
    except (OSError, UnicodeDecodeError):
        return None


def _profile_modes(profile: ImageCms.ImageCmsProfile) -> tuple[str, ...]:
    return _PROFILE_MODES[profile.profile.xcolor_space.strip()]


def _convert(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            picture, profile, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode=target
        )
    except ImageCms.PyCMSError:
        # A profile that is no description of this picture's channels cannot be applied by anyone.
        return picture
    if converted is None:
        return picture
    return converted.convert("L") if picture.mode == "L" else converted
