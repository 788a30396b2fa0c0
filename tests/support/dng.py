"""A camera raw file, written by hand: Adobe DNG 1.4, which is a TIFF with the values of a sensor."""

import struct

_BAYER = bytes([0, 1, 1, 2])  # red, green / green, blue


def dng(width: int = 64, height: int = 48, *, orientation: int = 1, preview: bytes = b"") -> bytes:
    """Grey that grows to the right in 12 bits; with a JPEG `preview` in front, as cameras do."""
    row = b"".join(struct.pack("<H", 4095 * x // (width - 1)) for x in range(width))
    sensor = _directory(width, height, orientation, row * height)
    if not preview:
        return _file([sensor])
    first = [
        (254, 4, _longs(1)), (256, 4, _longs(1024)), (257, 4, _longs(768)), (258, 3, _shorts(8, 8, 8)),
        (259, 3, _shorts(7)), (262, 3, _shorts(6)), (271, 2, b"Acme\0"), (272, 2, b"Heron\0"),
        (273, 4, preview),
        (274, 3, _shorts(orientation)), (277, 3, _shorts(3)), (278, 4, _longs(768)),
        (279, 4, _longs(len(preview))), (330, 4, sensor), (50706, 1, bytes([1, 4, 0, 0])),
        (50708, 2, b"Heron\0"),
    ]  # fmt: skip
    return _file([first])


Entries = list[tuple[int, int, "bytes | list[object]"]]


def _directory(width: int, height: int, orientation: int, pixels: bytes) -> "Entries":
    matrix = b"".join(struct.pack("<ii", value, 1) for value in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    return [
        (254, 4, _longs(0)), (256, 4, _longs(width)), (257, 4, _longs(height)), (258, 3, _shorts(16)),
        (259, 3, _shorts(1)), (262, 3, _shorts(32803)), (271, 2, b"Acme\0"), (272, 2, b"Heron\0"),
        (273, 4, pixels), (274, 3, _shorts(orientation)), (277, 3, _shorts(1)), (278, 4, _longs(height)),
        (279, 4, _longs(len(pixels))), (33421, 3, _shorts(2, 2)), (33422, 1, _BAYER),
        (50706, 1, bytes([1, 4, 0, 0])), (50708, 2, b"Heron\0"), (50717, 4, _longs(4095)),
        (50721, 10, matrix), (50728, 5, struct.pack("<6I", 1, 1, 1, 1, 1, 1)), (50778, 3, _shorts(21)),
    ]  # fmt: skip


def _file(directories: "list[Entries]") -> bytes:
    data = bytearray(b"II*\0\x08\0\0\0")
    _write(data, directories[0])
    return bytes(data)


def _write(data: bytearray, entries: "Entries") -> None:
    """Append a directory, and behind it what does not fit in; pixels and directories below go by place."""
    place = len(data)
    data += bytes(2 + 12 * len(entries) + 4)
    struct.pack_into("<H", data, place, len(entries))
    for number, (tag, kind, value) in enumerate(entries):
        count = 1
        if isinstance(value, list):
            value, below = _longs(len(data)), value
            _write(data, below)  # type: ignore[arg-type]
        elif tag == 273:
            value, pixels = _longs(len(data)), value
            data += pixels
        else:
            count = len(value) // {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8}[kind]
        if len(value) > 4:
            value, long = _longs(len(data)), value
            data += long
        struct.pack_into("<HHI4s", data, place + 2 + 12 * number, tag, kind, count, value.ljust(4, b"\0"))


def _shorts(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}H", *values)


def _longs(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)
