"""Walk through the frames of a GIF file without decoding them (GIF89a specification, 1990)."""

import struct
from collections.abc import Iterator

from media_store.limits import Limits

_HEADER_BYTES = 13
_IMAGE, _EXTENSION = 0x2C, 0x21


def scan_frames(data: bytes, limits: Limits) -> Iterator[tuple[int, int]]:
    """Yield the size (width, height) in pixels that each frame needs, until the file ends.

    A frame may reach beyond the size that the file's header announces. Raises TooManyPixels, and TooCostly
    for too many blocks.
    """
    if len(data) < _HEADER_BYTES:
        return
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position, blocks = _HEADER_BYTES + _colour_table_bytes(flags), 0
    while position + 10 <= len(data):
        if data[position] == _EXTENSION:
            position, count = _skip_blocks(data, position + 2)
        elif data[position] == _IMAGE:
            left, top, frame_width, frame_height, flags = struct.unpack_from("<4HB", data, position + 1)
            size = max(width, left + frame_width), max(height, top + frame_height)
            limits.check_pixels(size)
            yield size
            position, count = _skip_blocks(data, position + 11 + _colour_table_bytes(flags))
        else:
            return
        blocks += count
        limits.check_parts(blocks)


def _colour_table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(data: bytes, position: int) -> tuple[int, int]:
    """The place behind a row of blocks, and how many there were."""
    blocks = 1
    while position < len(data) and data[position]:
        position += data[position] + 1
        blocks += 1
    return position + 1, blocks
