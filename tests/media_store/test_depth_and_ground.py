"""Samples of 10 to 16 bits fill the range of eight, and drawings on transparency can be seen."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, TiffImagePlugin

from media_store import Rendition, UnsupportedFormat
from media_store.colours import DARK, MIDDLE, WHITE, ground


def ramp(highest: int, width: int = 64, height: int = 4) -> list[int]:
    """Rows of values from 0 to the highest."""
    return [highest * x // (width - 1) for _ in range(height) for x in range(width)]


def deep_grey(encode, highest: int, kind: str, **tags: int) -> bytes:
    values = ramp(highest)
    picture = Image.frombytes("I;16", (64, 4), struct.pack(f"<{len(values)}H", *values))
    described = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        described[int(tag.removeprefix("tag"))] = value
    return encode(picture, kind, **({"tiffinfo": described} if kind == "TIFF" else {}))


def deep_colours(highest: int, kind: str) -> bytes:
    """16 bits a channel, which Pillow reads and does not write."""
    import cv2
    import numpy as np

    values = np.array(ramp(highest), dtype=np.uint16).reshape(4, 64)
    pixels = np.stack([values // 4, values // 2, values], axis=-1)  # blue, green, red
    return cv2.imencode({"PNG": ".png", "TIFF": ".tif"}[kind], pixels)[1].tobytes()


def on_clear(colour: str, mode: str = "RGBA") -> Image.Image:
    picture = Image.new("RGBA", (120, 90), (255, 255, 255, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 100, 70), outline=colour, width=8)
    return picture.convert(mode)


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
@pytest.mark.parametrize("highest", [255, 1_023, 4_095, 16_383, 65_535])
def test_grey_of_every_depth_fills_the_scale(store, encode, kind, highest):
    shown = store.image(store.put(deep_grey(encode, highest, kind)).uid).convert("L")
    assert list(shown.crop((0, 0, 64, 1)).get_flattened_data())[::21] == pytest.approx(
        [0, 85, 170, 255], abs=1
    )


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
@pytest.mark.parametrize("highest", [1_023, 4_095, 16_383, 65_535])
def test_colours_of_every_depth_fill_the_scale(store, kind, highest):
    shown = store.image(store.put(deep_colours(highest, kind)).uid)
    assert shown.getpixel((63, 0)) == pytest.approx((255, 127, 63), abs=2)
    assert shown.getpixel((21, 0)) == pytest.approx((85, 42, 21), abs=2)


def test_a_dim_picture_of_twelve_bits_stays_dim(store, encode):
    shown = store.image(store.put(deep_grey(encode, 2_100, "TIFF")).uid).convert("L")
    assert shown.getextrema() == pytest.approx((0, 2_100 * 255 / 4_095), abs=1)


def test_a_declared_white_is_white(store, encode):
    shown = store.image(store.put(deep_grey(encode, 3_000, "TIFF", tag281=3_000)).uid).convert("L")
    assert shown.getextrema() == (0, 255)


def test_deep_grey_with_white_at_zero_is_turned_over(store, encode):
    data = bytearray(deep_grey(encode, 4_095, "TIFF"))
    (place,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, place)
    for entry in range(place + 2, place + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == 262:
            struct.pack_into("<H", data, entry + 8, 0)
    shown = store.image(store.put(bytes(data)).uid).convert("L")
    assert (shown.getpixel((0, 0)), shown.getpixel((63, 0))) == (255, 0)


def test_a_depth_that_is_not_read_is_unsupported(store, encode, draw):
    data = bytearray(encode(draw(mode="L"), "TIFF"))
    (place,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, place)
    for entry in range(place + 2, place + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == 258:
            struct.pack_into("<H", data, entry + 8, 14)
    with pytest.raises(UnsupportedFormat, match="not read"):
        store.put(bytes(data))


@pytest.mark.parametrize(
    ("colour", "expected"), [("white", DARK), ("#f4f4f0", DARK), ("navy", WHITE), ("red", WHITE)]
)
def test_a_drawing_gets_a_ground_it_can_be_seen_on(colour, expected):
    assert ground(on_clear(colour)) == expected


def test_white_beside_black_lies_between_them(store, encode):
    drawing = on_clear("white")
    ImageDraw.Draw(drawing).ellipse((40, 0, 80, 89), outline="black", width=8)
    assert ground(drawing) == MIDDLE
    shown = store.shown(store.put(encode(drawing, "PNG")).uid, Rendition.VIEW).convert("L").histogram()
    assert all(sum(shown[low:high]) > 500 for low, high in ((0, 40), (120, 180), (230, 256)))


def test_an_empty_picture_lies_on_white():
    assert ground(Image.new("RGBA", (9, 9), (0, 0, 0, 0))) == WHITE


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_white_on_clear_is_seen_wherever_it_is_shown(store, encode, mode):
    uid = store.put(encode(on_clear("white", mode), "PNG")).uid
    pictures = [store.image(uid), store.shown(uid, Rendition.THUMB), store.shown(uid, Rendition.VIEW)]
    for picture in pictures:
        low, high = picture.convert("L").getextrema()
        assert (low < 80, high > 240) == (True, True)


def test_a_rendition_of_an_earlier_version_is_not_shown(store, folder, encode):
    uid = store.put(encode(on_clear("white"), "PNG")).uid
    white = BytesIO()
    Image.new("RGB", (120, 90), "white").save(white, "JPEG")
    (record,) = folder.rglob(f"{uid}.json")
    record.with_name(f"{uid}.thumb.jpg").write_bytes(white.getvalue())
    assert store.shown(uid, Rendition.THUMB).convert("L").getextrema()[0] < 80
