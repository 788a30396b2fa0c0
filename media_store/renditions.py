"""Files made for showing a picture: small enough for a page, or within what a vision model takes."""

from io import BytesIO

from PIL import Image

from media_store.colours import flatten
from media_store.decoding import load_picture, opened_picture
from media_store.facts import Rendition, RenditionFacts
from media_store.formats import identify

RENDITIONS_VERSION = 3
"""Of how renditions are made. 1: whatever is transparent shows white. 2: it shows white or dark."""
THUMB_LONG_SIDE = 320
VIEW_LONG_SIDE = 2048
# Vision models that cut a picture into patches of 14 or 28 pixels refuse one that is thinner than a patch.
VIEW_SHORT_SIDE = 28
VIEW_BASE64_BYTES = 500 * 1024

_THUMB_QUALITY = 80
_VIEW_QUALITIES = (90, 80, 70)
_SHRINK = 0.8


def render(stored: bytes, kind: Rendition) -> bytes:
    """One rendition of a stored picture: `stored` itself where it already fits, otherwise an opaque JPEG.

    A thumb has at most 320 pixels on its long side. A view has at most 2,048 pixels on its long side, at
    least 28 on its short side, and at most 500 KiB when it is written as base64. Raises BrokenImage.
    """
    facts = describe(stored)
    if kind is Rendition.THUMB:
        if max(facts.width, facts.height) <= THUMB_LONG_SIDE and _is_opaque(stored):
            return stored
        # Twice the size leaves the final reduction enough to average over.
        picture = flatten(load_picture(stored, draft_size=(2 * THUMB_LONG_SIDE, 2 * THUMB_LONG_SIDE)))
        factor = min(1.0, THUMB_LONG_SIDE / max(picture.size))
        return _encode(_resize(picture, _scale(*picture.size, factor)), _THUMB_QUALITY)
    sides = (facts.width, facts.height)
    has_good_size = max(sides) <= VIEW_LONG_SIDE and min(sides) >= VIEW_SHORT_SIDE
    fits_view = has_good_size and _base64_bytes(facts.size_bytes) <= VIEW_BASE64_BYTES
    return stored if fits_view and _is_opaque(stored) else _render_view(stored)


def describe(rendition: bytes) -> RenditionFacts:
    """Read type and size from the header of a rendition."""
    source_format = identify(rendition)
    with opened_picture(rendition, source_format) as picture:
        return RenditionFacts(f"image/{source_format.lower()}", *picture.size, len(rendition))


def view_size(width: int, height: int, long_side: int = VIEW_LONG_SIDE) -> tuple[int, int]:
    """The size in pixels to which a picture of `width` x `height` is scaled for a view, before any padding.

    The short side reaches 28 pixels unless that would take the long side beyond `long_side`.
    """
    enlarged = max(1.0, VIEW_SHORT_SIDE / min(width, height))
    return _scale(width, height, min(enlarged, long_side / max(width, height)))


def _scale(width: int, height: int, factor: float) -> tuple[int, int]:
    return max(1, round(width * factor)), max(1, round(height * factor))


def _base64_bytes(size_bytes: int) -> int:
    return -(-size_bytes // 3) * 4


def _is_opaque(stored: bytes) -> bool:
    with opened_picture(stored, identify(stored)) as picture:
        return not picture.has_transparency_data


def _render_view(stored: bytes) -> bytes:
    picture = flatten(load_picture(stored))
    long_side = VIEW_LONG_SIDE
    while True:
        shown = _resize(picture, view_size(*picture.size, long_side))
        size = max(shown.width, VIEW_SHORT_SIDE), max(shown.height, VIEW_SHORT_SIDE)
        if size != shown.size:
            # A picture that stayed too thin stands in the middle of a white one that is just thick enough.
            padded = Image.new("RGB", size, "white")
            padded.paste(shown, ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2))
            shown = padded
        for quality in _VIEW_QUALITIES:
            encoded = _encode(shown, quality)
            if _base64_bytes(len(encoded)) <= VIEW_BASE64_BYTES:
                return encoded
        long_side = round(long_side * _SHRINK)


def _resize(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return (
        picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    )


def _encode(picture: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=quality, subsampling=0)
    return target.getvalue()
