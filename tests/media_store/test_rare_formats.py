"""Pictures of cameras, Photoshop, icons and the like: read where they can be, named where not."""

import struct

import pytest
from PIL import Image

from media_store import BrokenImage, TooManyPixels, UnsupportedFormat
from tests.support.dng import dng

RARE = {"JPEG2000": "JPEG2000", "ICO": "ICO", "PCX": "PCX", "DDS": "DDS", "PPM": "NETPBM"}


def psd(picture: Image.Image, depth: int = 8) -> bytes:
    """A Photoshop document of one flat picture. Adobe's specification, 2019."""
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, picture.height, picture.width, depth, 3)
    planes = b"".join(band.tobytes() for band in picture.split())
    return header + bytes(12) + struct.pack(">H", 0) + planes


@pytest.mark.parametrize("kind", RARE)
def test_a_rare_format_is_read(store, encode, draw, kind):
    facts = store.put(encode(draw(64, 48), kind, **({"sizes": [(64, 48)]} if kind == "ICO" else {})))
    assert (facts.width, facts.height, facts.source_format, facts.frames) == (64, 48, RARE[kind], 1)
    assert store.image(facts.uid).getpixel((2, 2)) == pytest.approx((20, 60, 220), abs=3)


def test_a_photoshop_document_is_read_without_its_layers(store, draw):
    facts = store.put(psd(draw(64, 48)))
    assert (facts.source_format, facts.frames) == ("PSD", 1)
    assert store.image(facts.uid).tobytes() == draw(64, 48).tobytes()


def test_a_photoshop_document_of_sixteen_bits_is_unsupported(store, draw):
    with pytest.raises(UnsupportedFormat, match="eight bits"):
        store.put(psd(draw(64, 48), depth=16))


@pytest.mark.parametrize("kind", [*RARE, "PSD", "RAW"])
def test_what_is_cut_off_is_refused(store, kept_files, encode, draw, kind):
    noise = Image.effect_noise((96, 96), 80).convert("RGB")
    data = {"PSD": psd, "RAW": lambda _picture: dng(96, 96)}.get(kind, lambda each: encode(each, kind))(noise)
    with pytest.raises((BrokenImage, UnsupportedFormat)):
        store.put(data[: len(data) // 2])
    assert kept_files() == []


def test_a_raw_picture_is_developed(store):
    facts = store.put(dng())
    assert (facts.width, facts.height, facts.source_format, facts.mime) == (64, 48, "RAW", "image/jpeg")
    shown = store.image(facts.uid)
    assert max(shown.getpixel((3, 20))) + 100 < min(shown.getpixel((60, 20)))


def test_a_raw_picture_is_turned_upright(store):
    facts = store.put(dng(orientation=6))
    assert (facts.width, facts.height) == (48, 64)


def test_the_picture_that_the_camera_made_is_taken(store, encode):
    facts = store.put(dng(1200, 900, preview=encode(Image.new("RGB", (1024, 768), "teal"), "JPEG")))
    assert (facts.width, facts.height) == (1024, 768)
    assert store.image(facts.uid).getpixel((500, 300)) == pytest.approx((0, 128, 128), abs=3)


def test_a_raw_picture_of_too_many_pixels_is_refused(folder):
    from media_store import Limits, MediaStore

    with pytest.raises(TooManyPixels):
        MediaStore(str(folder), Limits(max_pixels=64 * 48 - 1)).put(dng())


@pytest.mark.parametrize(
    "head",
    [b"FUJIFILMCCD-RAW 0201", b"IIRO\x08\0\0\0", b"IIU\0\x18\0\0\0", b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
     b"II*\0\x10\0\0\0CR\x02\0"],
)  # fmt: skip
def test_a_raw_file_of_another_kind_is_never_called_no_picture(store, head):
    with pytest.raises((UnsupportedFormat, BrokenImage), match="camera raw"):
        store.put(head + bytes(200))
