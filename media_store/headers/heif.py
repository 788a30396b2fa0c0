"""The images of a HEIF file (ISO/IEC 23008-12): which of them are pages."""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from media_store.decoding import opened_picture, turn_upright
from media_store.errors import BrokenImage, NoSuchPage, TooManyPixels, UnsupportedFormat
from media_store.formats import TAKEN, SourceFormat
from media_store.limits import Limits
from media_store.messages import message as _

_ONE_PICTURE = frozenset(("altr", "ster", "pymd"))
"""Groups whose images stand for each other: alternatives, the two of a stereo pair, layers of a pyramid."""
_MAX_BOXES = 10_000
_MAX_DIGESTED_PAGES = 500
"""More take too long: the file is parsed for each."""


@dataclass(frozen=True, slots=True)
class HeifPage:
    """A decoded page, upright, of `count`; `digest`, SHA-256, is over all where there are several."""

    image: Image.Image
    number: int
    count: int
    digest: bytes


def load_page(data: bytes, limits: Limits, number: int = 1, digest: bytes = b"") -> HeifPage:
    """Decode a page; `digest` is the one that came with the first page.

    Raises NoSuchPage, TooManyFrames, TooManyPixels, UnsupportedFormat and BrokenImage.
    """
    # Tracks and no items: pictures that only a player of films can show.
    kinds = set(_top_boxes(data))
    if b"moov" in kinds and b"meta" not in kinds:
        raise UnsupportedFormat(
            _("This file is a HEIF film without a still picture. Save it as %(taken)s.", taken=TAKEN)
        )
    with opened_picture(data, SourceFormat.HEIF) as picture:
        count: int = picture.n_frames  # type: ignore[attr-defined]
        limits.check_frames(count)
        limits.check_pixels(picture.size)
        primary, info = picture.tell(), picture.info
    # Thumbnails, depth maps and other auxiliary images are no pages: the decoder keeps them apart. Nor are
    # further images of a group that is one picture.
    groups = [
        {place for place in group["images"] if place is not None}
        for group in info.get("entity_groups", ())
        if group["type"] in _ONE_PICTURE
    ]
    places: list[int] = []
    for place in (primary, *range(primary), *range(primary + 1, count)):
        if not any(place in group and group.intersection(places) for group in groups):
            places.append(place)
    if number > len(places):
        raise NoSuchPage(_("This file has no page %(number)s.", number=number))
    if len(places) > 1:
        digest = digest or _digest(data, places, limits)
    return HeifPage(_decoded(data, places[number - 1], limits), number, len(places), digest)


def _decoded(data: bytes, place: int, limits: Limits) -> Image.Image:
    # Opened anew for each, since the decoder keeps every image that it has decoded.
    with opened_picture(data, SourceFormat.HEIF) as picture:
        picture.seek(place)
        limits.check_pixels(picture.size)
        picture.load()
        # The container can announce another size than the coded picture has.
        limits.check_pixels(picture.size)
        return turn_upright(picture)


def _digest(data: bytes, places: Sequence[int], limits: Limits) -> bytes:
    """Over the pixels of all pages, or over the file itself where they are too many or a page is damaged."""
    digest, pixels = hashlib.sha256(), 0
    try:
        for place in places[:_MAX_DIGESTED_PAGES]:
            page = _decoded(data, place, limits)
            pixels += page.width * page.height
            digest.update(f"{page.mode}{page.size};".encode() + page.tobytes())
            if pixels > limits.max_decoded_pixels:
                break
        else:
            if len(places) <= _MAX_DIGESTED_PAGES:
                return digest.digest()
    except (BrokenImage, TooManyPixels, UnsupportedFormat):
        pass
    return hashlib.sha256(data).digest()


def _top_boxes(data: bytes) -> Iterator[bytes]:
    place = 0
    for _box in range(_MAX_BOXES):
        if place + 8 > len(data):
            return
        size, kind = struct.unpack_from(">I4s", data, place)
        if size == 1 and place + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, place + 8)
        yield kind
        if size < 8:  # 0: to the end of the file
            return
        place += size
