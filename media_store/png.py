"""Drop everything from a PNG file that is not needed to decode its pixels (W3C PNG, third edition)."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def strip_metadata(data: bytes) -> bytes | None:
    """The same PNG picture without metadata, or None where it has 16-bit samples or is damaged.

    Of an animation the still picture remains.
    """
    kept = [_SIGNATURE]
    for kind, chunk in _chunks(data):
        if kind == b"IHDR" and chunk[16:17] > b"\x08":
            return None
        if kind in _KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, whole chunk) up to the first chunk that is cut off or fails its checksum."""
    position = len(_SIGNATURE)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        chunk = data[position:end]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            return
        yield kind, chunk
        position = end
