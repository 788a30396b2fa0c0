"""Drop everything from a JPEG file that is not needed to decode its pixels (ITU-T T.81, annex B).

The compressed picture itself is copied, so nothing is lost, and the result does not depend on the version of
any JPEG library.
"""

import re
import struct
from collections.abc import Iterator

_START, _END, _SCAN, _JFIF, _ADOBE = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive Huffman coding
_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman tables, quantisation tables, restart interval
_COMMENTS = {*range(0xE0, 0xF0), 0xFE}
# Within a scan FF stands before 00 or a restart marker; anything else ends it.
_SCAN_END = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PLAIN_JFIF = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_PLAIN_ADOBE = b"Adobe\x00\x64\x00\x00\x00\x00"


def strip_metadata(data: bytes) -> bytes | None:
    """The same JPEG picture without metadata, or None where it cannot be had without decoding.

    Only 8-bit grey and three-colour pictures with Huffman coding are copied.
    """
    kept = [b"\xff\xd8"]
    try:
        for marker, payload, scan in _segments(data):
            if marker == _END:
                return b"".join([*kept, b"\xff\xd9"])
            if marker not in _COMMENTS and not _is_plain(marker, payload):
                return None
            kept += [_segment(marker, payload), scan]
    except (IndexError, struct.error):
        return None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (marker, payload, bytes of the scan that follows); struct.error or IndexError at a bad end."""
    position = 2
    while True:
        if data[position] != 0xFF:
            raise IndexError
        while data[position] == 0xFF:
            position += 1
        marker, position = data[position], position + 1
        if marker == _END:
            yield marker, b"", b""
            return
        (length,) = struct.unpack_from(">H", data, position)
        payload, position = data[position + 2 : position + length], position + length
        end = _scan_end(data, position) if marker == _SCAN else position
        yield marker, payload, data[position:end]
        position = end


def _scan_end(data: bytes, position: int) -> int:
    found = _SCAN_END.search(data, position)
    if found is None:
        raise IndexError
    return found.start()


def _is_plain(marker: int, payload: bytes) -> bool:
    if marker in _FRAMES:
        precision, components = payload[0], payload[5]
        return precision == 8 and components in (1, 3)
    return marker in _TABLES or marker == _SCAN


def _segment(marker: int, payload: bytes) -> bytes:
    """The segment as it is kept: JFIF and Adobe in their shortest form, as they tell the colour model."""
    if marker == _JFIF and payload.startswith(b"JFIF\x00"):
        payload = _PLAIN_JFIF
    elif marker == _ADOBE and payload.startswith(b"Adobe") and len(payload) >= 12:
        payload = _PLAIN_ADOBE + payload[11:12]
    elif marker in _COMMENTS:
        return b""
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
