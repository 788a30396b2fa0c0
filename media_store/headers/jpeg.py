"""The segments of a JPEG file (ITU-T T.81, annex B): what they cost, and which of them pixels need.

The compressed picture itself is copied, so nothing is lost, and the result does not depend on the version of
any JPEG library.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from media_store.errors import UnsupportedFormat
from media_store.limits import Limits
from media_store.messages import message as _

_START, _END, _SCAN, _JFIF, _ADOBE, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive Huffman coding
_OTHER_FRAMES = {*range(0xC3, 0xD0), 0xF7} - {0xC4, 0xC8, 0xC9, 0xCA, 0xCC}  # lossless, hierarchical, JPEG-LS
_ALONE = {0x01, *range(0xD0, 0xD9)}
"""Markers without a segment."""
_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman tables, quantisation tables, restart interval
_COMMENTS = {*range(0xE0, 0xF0), _COMMENT}
# Within a scan FF stands before 00 or a restart marker; anything else ends it.
_SCAN_END = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_PLAIN_JFIF = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_PLAIN_ADOBE = b"Adobe\x00\x64\x00\x00\x00\x00"
_OF_FRAMES = b"Sightline frames\x00"
MAX_COPIED_SCANS = 24
"""Programs write 10 scans or 12; more would be paid for again whenever the stored picture is shown."""
_MAX_SEGMENTS = 20_000


@dataclass(frozen=True, slots=True)
class JpegCost:
    """What decoding takes: so many scans, each over all pixels of the largest size that is announced."""

    scans: int
    size: tuple[int, int]


def measure(data: bytes, limits: Limits) -> JpegCost:
    """Count the scans as a decoder would meet them, skipping what it skips, without decoding any.

    Raises TooCostly, and UnsupportedFormat for a process that no decoder here knows.
    """
    scans, size, position = 0, (0, 0), 2
    for segments in range(_MAX_SEGMENTS + 1):
        found = _MARKER.search(data, position)
        if found is None or found[1][0] == _END:
            return JpegCost(scans, size)
        marker, position = found[1][0], found.end()
        if marker in _ALONE:
            continue
        if marker in _OTHER_FRAMES:
            raise UnsupportedFormat(_UNKNOWN_PROCESS)
        length = int.from_bytes(data[position : position + 2], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = data[position : position + length]
            precision, height, width = struct.unpack_from(">BHH", frame, 2) if len(frame) > 6 else (8, 0, 0)
            if precision != 8:
                raise UnsupportedFormat(_UNKNOWN_PROCESS)
            size = max(size, (width, height), key=lambda each: each[0] * each[1])
        if marker == _SCAN:
            scans += 1
            limits.check_scans(scans, size)
        position += max(length, 2)
        limits.check_parts(segments)
    limits.check_parts(limits.max_parts + 1)
    raise AssertionError("unreachable")


_UNKNOWN_PROCESS = _(
    "This JPEG picture is coded in a way that is not read (lossless, hierarchical or "
    "with more than eight bits). Save it as a plain JPEG or a PNG picture."
)


def strip_metadata(data: bytes) -> bytes | None:
    """The same JPEG picture without metadata, or None where it cannot be had without decoding.

    Only 8-bit grey and three-colour pictures with Huffman coding are copied.
    """
    kept, scans = [b"\xff\xd8"], 0
    try:
        for marker, payload, scan in _segments(data):
            if marker == _END:
                return b"".join([*kept, b"\xff\xd9"])
            scans += marker == _SCAN
            if marker in _FRAMES:
                precision, components = payload[0], payload[5]
                is_plain = precision == 8 and components in (1, 3)
            else:
                is_plain = marker in _COMMENTS or marker in _TABLES or marker == _SCAN
            if scans > MAX_COPIED_SCANS or not is_plain:
                return None
            # JFIF and Adobe tell the colour model; they are kept in their shortest form.
            is_mark = payload.startswith(_OF_FRAMES) and len(payload) == len(_OF_FRAMES) + 32
            if marker == _JFIF and payload.startswith(b"JFIF\x00"):
                payload = _PLAIN_JFIF
            elif marker == _ADOBE and payload.startswith(b"Adobe") and len(payload) >= 12:
                payload = _PLAIN_ADOBE + payload[11:12]
            elif marker in _COMMENTS and not (marker == _COMMENT and is_mark):
                continue
            kept += [struct.pack(">BBH", 0xFF, marker, len(payload) + 2), payload, scan]
    except (IndexError, struct.error):
        return None
    return None


def mark(data: bytes, digest: bytes) -> bytes:
    """The picture with a comment that tells all frames of the file it came from."""
    payload = _OF_FRAMES + digest
    return data[:2] + struct.pack(">BBH", 0xFF, _COMMENT, len(payload) + 2) + payload + data[2:]


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
        end = position
        if marker == _SCAN:
            found = _SCAN_END.search(data, position)
            if found is None:
                raise IndexError
            end = found.start()
        yield marker, payload, data[position:end]
        position = end
