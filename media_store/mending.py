"""What has to be done about a picture that an earlier version made, as far as the stored bytes tell."""

from enum import Enum, auto

from media_store.colours import WHITE, extrema, ground
from media_store.decoding import load_picture
from media_store.facts import ImageFacts
from media_store.formats import SourceFormat
from media_store.images import PNG_MIME

_DIM_BELOW = 64
"""Samples of 14 bits or fewer that were taken for 16 stayed below this grey."""


class Remedy(Enum):
    """Nothing; derive anew what is derived from the pixels; or bring the file in again, and why."""

    NOTHING = auto()
    DERIVE_ANEW = auto()
    FRAMES_NOT_KEPT = auto()
    DEPTH_NOT_KEPT = auto()


def remedy(facts: ImageFacts, stored: bytes, *, is_current: bool) -> Remedy:
    """What a picture needs; `is_current` where this version made it from its file. Raises BrokenImage."""
    if not is_current and facts.frames > 1 and facts.parent is None:
        return Remedy.FRAMES_NOT_KEPT
    if facts.mime != PNG_MIME:
        return Remedy.NOTHING
    picture = load_picture(stored)
    if picture.has_transparency_data:
        return Remedy.DERIVE_ANEW if ground(picture.convert("RGBA")) != WHITE else Remedy.NOTHING
    if not is_current and facts.source_format in (SourceFormat.PNG, SourceFormat.TIFF):
        channels = picture.convert("RGB").split() if picture.mode == "P" else picture.split()
        if max(extrema(channel)[1] for channel in channels) < _DIM_BELOW:
            return Remedy.DEPTH_NOT_KEPT
    return Remedy.NOTHING
