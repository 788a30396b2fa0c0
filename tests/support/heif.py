"""HEIF files of several images, with the marks between them that cameras and phones write."""

import struct
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import pillow_heif
from PIL import Image

DEPTH, GAIN_MAP = "urn:mpeg:hevc:2015:auxid:2", "urn:com:apple:photo:2020:aux:hdrgainmap"


def heif(
    images: Sequence[Image.Image], *, primary: int = 0, thumbnails: Sequence[int] = (), **options: object
) -> bytes:
    """A file of these images; `thumbnails` are their sides in pixels, for each image."""
    file = pillow_heif.HeifFile()
    for image in images:
        file.add_from_pillow(image)
    target = BytesIO()
    for each in file:
        each.info["thumbnails"] = list(thumbnails)
    file.save(target, primary_index=primary, quality=90, **options)
    return target.getvalue()


def grouped(data: bytes, kind: str, items: Sequence[int]) -> bytes:
    """The file with a group of its items (numbers from 1), such as a stereo pair: ISO/IEC 14496-12, 8.18."""
    group = struct.pack(">III", 0, 1_000, len(items)) + b"".join(struct.pack(">I", each) for each in items)
    return _with_meta(data, lambda meta: meta + _box(b"grpl", _box(kind.encode(), group)))


def auxiliary(data: bytes, item: int, of: int, kind: str = DEPTH) -> bytes:
    """The file with one item (numbers from 1) as an auxiliary image of another: ISO/IEC 23008-12, 6.4.5."""

    def changed(meta: bytes) -> bytes:
        parts = {name: meta[start:end] for name, start, end in _boxes(meta)}
        properties = {name: parts[b"iprp"][8:][start:end] for name, start, end in _boxes(parts[b"iprp"][8:])}
        number = len(list(_boxes(properties[b"ipco"][8:]))) + 1
        meaning = _box(b"auxC", bytes(4) + kind.encode() + b"\0")
        known = _box(b"ipco", properties[b"ipco"][8:] + meaning)
        parts[b"iprp"] = _box(b"iprp", known + _associated(properties[b"ipma"], item, number))
        link = _box(b"auxl", struct.pack(">HHH", item, 1, of))
        parts[b"iref"] = _box(b"iref", bytes(4) + parts.get(b"iref", bytes(12))[12:] + link)
        return b"".join(parts.values())

    return _with_meta(data, changed)


def _associated(ipma: bytes, item: int, number: int) -> bytes:
    """The box that gives items their properties, with one more for an item."""
    place, entries = 16, []
    for _entry in range(struct.unpack_from(">I", ipma, 12)[0]):
        known, count = struct.unpack_from(">HB", ipma, place)
        given = ipma[place + 3 : place + 3 + count]
        place += 3 + count
        given += bytes([number]) if known == item else b""
        entries.append(struct.pack(">HB", known, len(given)) + given)
    return _box(b"ipma", ipma[8:16] + b"".join(entries))


def _with_meta(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with another description behind it; that in front becomes free, so that no place moves."""
    (start, end) = next((start, end) for name, start, end in _boxes(data) if name == b"meta")
    meta = _box(b"meta", data[start + 8 : start + 12] + change(data[start + 12 : end]))
    return data[: start + 4] + b"free" + data[start + 8 :] + meta


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each."""
    place = 0
    while place < len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        yield name, place, place + size
        place += size


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content
