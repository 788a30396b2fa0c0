"""Damages to files: cut off, bits turned, bytes written over, pieces doubled, sizes blown up."""

from io import BytesIO
from random import Random

import pillow_heif
from PIL import Image

from tests.support.dng import dng

KINDS = ("JPEG", "PROGRESSIVE", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF", "JPEG2000", "PCX", "RAW")
_EXTREMES = (
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x00\x00\xff\xff",
    b"\x80\x00\x00\x00",
)


def sound(kind: str, random: Random) -> bytes:
    """A small file of a kind, with several frames where it can have them."""
    if kind == "RAW":
        return dng(32, 24)
    size = random.randint(8, 40), random.randint(8, 40)
    frames = [Image.frombytes("RGB", size, random.randbytes(3 * size[0] * size[1])) for _ in range(3)]
    target = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(frames[0]).save(target)
    elif kind in ("GIF", "PNG", "WEBP", "TIFF", "AVIF") and random.random() < 0.5:
        frames[0].save(target, kind, save_all=True, append_images=frames[1:])
    elif kind == "PROGRESSIVE":
        frames[0].save(target, "JPEG", progressive=True)
    else:
        frames[0].save(target, kind)
    return target.getvalue()


def damaged(data: bytes, random: Random) -> bytes:
    """The file with one to four damages."""
    for _ in range(random.randint(1, 4)):
        place = random.randrange(max(1, len(data)))
        match random.randrange(5):
            case 0:
                data = data[:place]
            case 1:
                data = data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]
            case 2:
                data = data[:place] + random.choice(_EXTREMES) + data[place + 4 :]
            case 3:
                data = data[:place] + data[place : place + random.randint(1, 200)] * 2 + data[place:]
            case 4:
                data = data[:place] + random.randbytes(random.randint(1, 20)) + data[place + 1 :]
        if not data:
            break
    return data
