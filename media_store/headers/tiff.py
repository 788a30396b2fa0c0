"""The directories of a TIFF file (TIFF 6.0, BigTIFF): which pages it has, read without decoding one."""

import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from media_store.errors import BrokenImage
from media_store.limits import Limits
from media_store.messages import message as _

NEW_SUBFILE_TYPE, SUBFILE_TYPE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = (
    254,
    255,
    256,
    257,
    258,
    259,
    262,
)
MAX_SAMPLE, SUB_DIRECTORIES, DNG_VERSION = 281, 330, 50706
_READ = {NEW_SUBFILE_TYPE, SUBFILE_TYPE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC}
_READ |= {MAX_SAMPLE, SUB_DIRECTORIES, DNG_VERSION}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 13: 4, 16: 8, 18: 8}
_CODES = {1: "B", 2: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 13: "I", 16: "Q", 18: "Q"}
_MAX_ENTRIES = 4_096
"""Of one directory; files have a few dozen."""
_MAX_VALUES = 8
_REDUCED, _MASK, _OLD_REDUCED = 1, 4, 2
_PREVIEW_LONG_SIDE, _PREVIEW_SHARE, _ASPECT_TOLERANCE = 512, 1 / 4, 0.03


@dataclass(frozen=True, slots=True)
class Directory:
    """One image of the file; `tags` are the few that are looked at, each with its first values."""

    tags: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def first(self, tag: int, default: int = 0) -> int:
        """The first value of a tag."""
        return next(iter(self.tags.get(tag, ())), default)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.first(WIDTH), self.first(HEIGHT)

    @property
    def pixels(self) -> int:
        """Width x height."""
        return self.first(WIDTH) * self.first(HEIGHT)

    @property
    def is_marked_as_lesser(self) -> bool:
        """Whether the file says that it is a smaller version of another image, or a mask."""
        kind = self.first(NEW_SUBFILE_TYPE)
        return bool(kind & (_REDUCED | _MASK)) or self.first(SUBFILE_TYPE) == _OLD_REDUCED


def read_directories(data: bytes, limits: Limits) -> list[Directory]:
    """The images of a file in their order. Raises BrokenImage and TooManyFrames."""
    order, is_big = _form(data)
    found: list[Directory] = []
    seen: set[int] = set()
    try:
        place = struct.unpack_from(order + ("Q" if is_big else "I"), data, 8 if is_big else 4)[0]
        while place and place not in seen:
            seen.add(place)
            directory, place = _directory(data, place, order, is_big)
            found.append(directory)
            limits.check_frames(len(found))
    except struct.error as error:
        if not found:
            raise BrokenImage(
                _(
                    "This TIFF picture is cut off or damaged and cannot be read to its end. Save or "
                    "download it again."
                )
            ) from error
    if not found:
        raise BrokenImage(_("This file holds no picture at all. Save or download it again."))
    return found


def read_below(data: bytes, directories: Sequence[Directory]) -> list[Directory]:
    """The images that lie below others, as cameras nest them; those that are damaged are left out."""
    order, is_big = _form(data)
    found = []
    for place in {place for each in directories for place in each.tags.get(SUB_DIRECTORIES, ())}:
        with suppress(struct.error, BrokenImage):
            found.append(_directory(data, place, order, is_big)[0])
    return found


def pages(directories: Sequence[Directory]) -> list[int]:
    """Places of the images that are pages: previews and masks are none, unless there is nothing else."""
    places = [place for place, each in enumerate(directories) if not each.is_marked_as_lesser]
    if not places:
        return [max(range(len(directories)), key=lambda place: directories[place].pixels)]
    if len(places) == 1:
        return places
    # A first page that is not marked may show the second one small.
    first, second = (directories[place] for place in places[:2])
    if max(first.size) > _PREVIEW_LONG_SIDE or first.pixels > _PREVIEW_SHARE * second.pixels:
        return places
    aspects = [each.size[0] / each.size[1] for each in (first, second)]
    return places[1:] if abs(aspects[0] / aspects[1] - 1) <= _ASPECT_TOLERANCE else places


def _form(data: bytes) -> tuple[str, bool]:
    """Byte order, as for `struct`, and whether places have 64 bits."""
    order = "<" if data[:2] == b"II" else ">"
    return order, struct.unpack_from(order + "H", data, 2)[0] == 43


def _directory(data: bytes, place: int, order: str, is_big: bool) -> tuple[Directory, int]:
    """A directory and the place of the next one; struct.error where the file ends before."""
    (count,) = struct.unpack_from(order + ("Q" if is_big else "H"), data, place)
    place += 8 if is_big else 2
    if count > _MAX_ENTRIES:
        raise BrokenImage(_("This TIFF picture has a damaged directory. Save or download it again."))
    entry_bytes, inline_bytes = (20, 8) if is_big else (12, 4)
    tags = {}
    for start in range(place, place + count * entry_bytes, entry_bytes):
        tag, kind, amount = struct.unpack_from(order + ("HHQ" if is_big else "HHI"), data, start)
        if tag in _READ and kind in _CODES and amount:
            where = start + entry_bytes - inline_bytes
            if amount * _SIZES[kind] > inline_bytes:
                (where,) = struct.unpack_from(order + ("Q" if is_big else "I"), data, where)
            tags[tag] = struct.unpack_from(f"{order}{min(amount, _MAX_VALUES)}{_CODES[kind]}", data, where)
    (following,) = struct.unpack_from(order + ("Q" if is_big else "I"), data, place + count * entry_bytes)
    return Directory(tags), following
