"""HEIF files of several images: which of them are pages, and in which order."""

import struct

import pytest
from PIL import Image

from media_store import BrokenImage, Limits, MediaStore, TooManyFrames, UnsupportedFormat
from media_store.catalogue import Catalogue
from media_store.files import open_files
from tests.support.heif import DEPTH, GAIN_MAP, auxiliary, grouped, heif

SHADES = [(200, 40, 40), (40, 160, 60), (40, 60, 200), (220, 180, 40)]


def shades(count: int) -> list[Image.Image]:
    """Each of a width of its own: 64, 80, 96 ..."""
    return [Image.new("RGB", (64 + 16 * place, 64), SHADES[place]) for place in range(count)]


def widths(store: MediaStore, data: bytes, most: int = 9) -> list[int]:
    return [each.width for each in store.put_pages(data, most)]


def test_each_image_is_a_page(store):
    pages = list(store.put_pages(heif(shades(3)), 9))
    assert [(each.frames, each.frame, each.width) for each in pages] == [(3, 1, 64), (3, 2, 80), (3, 3, 96)]
    for page, shade in zip(pages, SHADES, strict=False):
        assert store.image(page.uid).getpixel((10, 10)) == pytest.approx(shade, abs=12)


def test_the_primary_image_is_page_one(store):
    pages = list(store.put_pages(heif(shades(3), primary=1), 9))
    assert [(each.frame, each.width) for each in pages] == [(1, 80), (2, 64), (3, 96)]
    assert store.put(heif(shades(3), primary=1)).uid == pages[0].uid


def test_as_many_pages_as_are_wished_for(store):
    assert widths(store, heif(shades(3)), most=2) == [64, 80]
    assert widths(store, heif(shades(3)), most=1) == [64]


def test_thumbnails_are_no_pages(store):
    assert widths(store, heif(shades(2), thumbnails=[16, 32])) == [64, 80]


@pytest.mark.parametrize("kind", [DEPTH, GAIN_MAP])
def test_auxiliary_images_are_no_pages(store, kind):
    pages = list(store.put_pages(auxiliary(heif(shades(3)), 2, of=1, kind=kind), 9))
    assert [(each.frames, each.width) for each in pages] == [(2, 64), (2, 96)]


@pytest.mark.parametrize("kind", ["ster", "altr", "pymd"])
def test_images_that_stand_for_each_other_are_one_page(store, kind):
    assert widths(store, grouped(heif(shades(4), primary=1), kind, [1, 2])) == [80, 96, 112]


@pytest.mark.parametrize("kind", ["albc", "brst"])
def test_images_of_an_album_are_pages(store, kind):
    assert widths(store, grouped(heif(shades(3)), kind, [1, 2, 3])) == [64, 80, 96]


def test_a_heif_page_is_known_by_all_pages(store):
    first, again, other = (
        list(store.put_pages(data, 9))
        for data in (heif(shades(2)), heif(shades(2), thumbnails=[32]), heif(shades(3)[::2]))
    )
    assert [each.uid for each in first] == [each.uid for each in again]
    assert first[0].uid != other[0].uid


def test_pages_beyond_the_budget_count_by_their_bytes(folder):
    store = MediaStore(str(folder), Limits(max_decoded_pixels=64 * 64))
    pages = list(store.put_pages(heif(shades(2)), 9))
    assert [each.frame for each in pages] == [1, 2]
    assert store.put(heif(shades(2), thumbnails=[32])).uid != pages[0].uid


def test_too_many_images_are_refused(folder):
    with pytest.raises(TooManyFrames):
        MediaStore(str(folder), Limits(max_frames=2)).put(heif(shades(3)))


def test_a_damaged_heif_page_costs_that_page(store):
    data = bytearray(heif([*shades(1), Image.effect_noise((64, 64), 90).convert("RGB"), *shades(3)[2:]]))
    second = data.index(b"iloc") + 12 + 18  # of each item: number, file, base, count, place and length
    number, base, place = struct.unpack_from(">H2xI2xI", data, second)
    assert number == 2
    start = base + place
    data[start : start + 4] = b"\xff" * 4  # the length of its first unit
    found = list(store.put_pages(bytes(data), 9))
    assert [isinstance(each, BrokenImage) for each in found] == [False, True, False]


def test_a_film_is_unsupported_not_damaged(store):
    head = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"hevc", 0, b"hevc", b"msf1")
    with pytest.raises(UnsupportedFormat, match="film"):
        store.put(head + struct.pack(">I4s8x", 16, b"moov"))


def test_what_an_earlier_version_counted_as_page_is_left_out(store, folder):
    data = grouped(heif(shades(2)), "ster", [1, 2])
    facts = store.put(data)
    path = next(folder.glob(f"im/*/{facts.uid}.json"))
    path.write_text(path.read_text().replace('"frames": 1', '"frames": 2'))
    assert Catalogue(open_files(str(folder))).facts(facts.uid).frames == 2
    assert [each.frame for each in store.put_pages(data, 9)] == [1]


def test_a_stored_page_has_no_pages(store):
    first, *_others = store.put_pages(heif(shades(2)), 9)
    assert [each.uid for each in store.put_pages(store.read(first.uid), 9)] == [first.uid]
