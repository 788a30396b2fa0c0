"""The chunks of a PNG file (W3C PNG, third edition): those that pixels need, and no others."""

import struct
import zlib
from collections.abc import Iterator

from media_store.limits import MIB, Limits

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OF_FRAMES = b"slFd"
"""Ours: private, ancillary, safe to copy. Tells all frames of the file that the picture came from."""
_MARK_BYTES = 12 + 32
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", _OF_FRAMES}
_DECODED = _KEPT | {b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"eXIf", b"acTL", b"fcTL", b"fdAT"}
_MAX_PROFILE_BYTES = MIB  # what Pillow takes; profiles have a few KiB, those of printers 500


def strip_metadata(data: bytes) -> bytes | None:
    """The same PNG picture without metadata, or None where it has 16-bit samples or is damaged.

    Of an animation the still picture remains.
    """
    kept = [_SIGNATURE]
    for kind, chunk in _chunks(data):
        if kind == b"IHDR" and chunk[16:17] > b"\x08":
            return None
        if kind in _KEPT and not (kind == _OF_FRAMES and len(chunk) != _MARK_BYTES):
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    return None


def for_decoding(data: bytes, limits: Limits) -> bytes:
    """The file without texts and other chunks that a decoder would read for nothing, or unpack to gigabytes.

    A damaged file is given back as it is, for the decoder to refuse. Raises TooCostly for too many chunks.
    """
    kept = [_SIGNATURE]
    position = len(_SIGNATURE)
    for parts, (kind, chunk) in enumerate(_chunks(data)):
        limits.check_parts(100 * parts)  # a decoder takes as long for one as for a hundred smaller things
        position += len(chunk)
        is_bomb = False
        if kind == b"iCCP":
            unpacker = zlib.decompressobj()
            try:
                unpacker.decompress(chunk[8:-4].partition(b"\0")[2][1:], _MAX_PROFILE_BYTES)
                is_bomb = bool(unpacker.unconsumed_tail)
            except zlib.error:
                is_bomb = True
        if kind in _DECODED and not is_bomb:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    return b"".join([*kept, data[position:]])


def mark(data: bytes, digest: bytes) -> bytes:
    """The picture with a chunk that tells all frames of the file it came from."""
    end = len(_SIGNATURE) + 25  # behind IHDR, which is first and has 13 bytes
    body = _OF_FRAMES + digest
    chunk = struct.pack(">I", len(digest)) + body + struct.pack(">I", zlib.crc32(body))
    return data[:end] + chunk + data[end:]


def has_deep_samples(data: bytes) -> bool:
    """Whether a sample has 16 bits."""
    return data[24:25] == b"\x10"


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
