"""Limits on bytes, pixels and frames hold before any pixel is decoded."""

import struct
import warnings

import pytest
from PIL import Image

from media_store import BrokenImage, Limits, MediaStore, TooLarge, TooManyFrames, TooManyPixels


def gif(width: int, height: int, frames: int, frame_width: int = 1) -> bytes:
    """A GIF of tiny frames; the last ones are `frame_width` pixels wide."""
    frame = b"\x2c" + struct.pack("<4HB", 0, 0, frame_width, 1, 0) + b"\x02\x02\x44\x01\x00"
    table = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return table + frame * frames + b"\x3b"


def test_a_file_with_too_many_bytes_is_refused(folder, kept_files, draw, encode):
    data = encode(draw(), "PNG")
    MediaStore(str(folder / "fits"), Limits(max_bytes=len(data))).put(data)
    with pytest.raises(TooLarge, match="MiB"):
        MediaStore(str(folder / "small"), Limits(max_bytes=len(data) - 1)).put(data)
    assert not any(name.startswith("small") for name in kept_files())


@pytest.mark.parametrize("size", [(10_000, 6_000), (10_000, 9_500), (30_000, 30_000)])
def test_a_bomb_is_refused_with_a_sentence_and_no_warning(store, kept_files, png_claiming, size):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(TooManyPixels, match=rf"{size[0] * size[1]:,} pixels"):
            store.put(png_claiming(*size))
    assert caught == []
    assert kept_files() == []


def test_a_real_picture_of_sixty_megapixels_is_refused(store, kept_files, encode):
    with pytest.raises(TooManyPixels, match="60,000,000"):
        store.put(encode(Image.new("1", (10_000, 6_000)), "PNG"))
    assert kept_files() == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"])
def test_the_limit_on_pixels_holds_for_every_format(folder, draw, encode, kind):
    data = encode(draw(64, 48), kind)
    MediaStore(str(folder), Limits(max_pixels=64 * 48)).put(data)
    with pytest.raises(TooManyPixels):
        MediaStore(str(folder / "small"), Limits(max_pixels=64 * 48 - 1)).put(data)


def test_a_webp_canvas_of_a_thousand_megapixels_is_refused(store, encode, draw):
    data = bytearray(encode(draw(mode="RGBA"), "WEBP", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"))
    assert data[12:16] == b"VP8X"
    data[24:30] = b"\xff\x7f\x00\xff\x7f\x00"
    with pytest.raises(TooManyPixels):
        store.put(bytes(data))


def test_a_gif_frame_that_reaches_beyond_its_screen_counts_in_full(folder):
    with pytest.raises(TooManyPixels):
        MediaStore(str(folder), Limits(max_pixels=5_000)).put(gif(50, 50, frames=3, frame_width=60_000))


def test_an_animated_bomb_is_refused(store, kept_files):
    assert store.put(gif(1, 1, frames=2_000)).frames == 2_000
    kept = kept_files()
    with pytest.raises(TooManyFrames, match="more than 2,000 frames"):
        store.put(gif(1, 1, frames=2_001))
    assert kept_files() == kept


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_the_limit_on_frames_holds_for_every_format(folder, draw, encode, kind):
    others = [Image.new("RGB", (64, 48), colour) for colour in ("black", "white", "red")]
    data = encode(draw(), kind, save_all=True, append_images=others)
    assert MediaStore(str(folder / "four"), Limits(max_frames=4)).put(data).frames == 4
    with pytest.raises(TooManyFrames):
        MediaStore(str(folder / "three"), Limits(max_frames=3)).put(data)


def test_a_gif_without_a_frame_is_broken(store):
    with pytest.raises(BrokenImage, match="no picture"):
        store.put(gif(1, 1, frames=0))


@pytest.mark.parametrize("limits", [{"max_bytes": 0}, {"max_frames": -1}, {"max_pixels": 100_000_000}])
def test_limits_that_make_no_sense_are_refused(limits):
    with pytest.raises(ValueError, match="must be at"):
        Limits(**limits)
