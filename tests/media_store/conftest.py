"""Drawn pictures, ways to encode them, and stores to put them in."""

import struct
import uuid
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw

from media_store import MediaStore

Draw = Callable[..., Image.Image]
Encode = Callable[..., bytes]


def _draw(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Red grows to the right, green downwards, and one corner is marked: no turn looks like another."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    green = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (red, green, Image.new("L", (width, height), 40)))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill=(20, 60, 220))
    return picture.convert(mode)


def _encode(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(target, **options)
    else:
        picture.save(target, kind, **options)
    return target.getvalue()


def _png_claiming(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(bytes(100))
    chunks = (header, pixels, b"IEND")
    body = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


@pytest.fixture(scope="session")
def draw() -> Draw:
    """draw(width, height, mode) gives a picture without symmetry."""
    return _draw


@pytest.fixture(scope="session")
def encode() -> Encode:
    """encode(picture, format, **options) gives the bytes of a file."""
    return _encode


@pytest.fixture(scope="session")
def png_claiming() -> Callable[[int, int], bytes]:
    """png_claiming(width, height) gives a file of a few bytes whose header announces this size."""
    return _png_claiming


@pytest.fixture(scope="session")
def swapped_profile() -> bytes:
    """A colour profile in which red means green and green red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of `store`."""
    return tmp_path / "media"


@pytest.fixture
def store(folder: Path) -> MediaStore:
    """An empty store in a local folder."""
    return MediaStore(str(folder))


@pytest.fixture(params=["path", "file", "memory"])
def any_store(request: pytest.FixtureRequest, folder: Path) -> MediaStore:
    """An empty store, once under each kind of address."""
    addresses = {"path": str(folder), "file": folder.as_uri(), "memory": f"memory://{uuid.uuid4().hex}"}
    return MediaStore(addresses[request.param])


@pytest.fixture
def kept_files(folder: Path) -> Callable[[], list[str]]:
    """kept_files() lists every file in the folder of `store`."""
    return lambda: sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
