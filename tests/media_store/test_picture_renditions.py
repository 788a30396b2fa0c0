"""Thumbs and views: small enough, large enough, made once."""

import base64
import hashlib
import random
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_store import Rendition, UnknownImage
from media_store.renditions import view_size

pytestmark = pytest.mark.long

BASE64_LIMIT = 500 * 1024


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        picture.load()
        return picture


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


@pytest.mark.parametrize("size", [(2000, 900), (900, 2000), (3000, 4), (1, 4000)])
def test_a_thumb_has_at_most_320_pixels_on_its_long_side(store, draw, encode, size):
    facts = store.put(encode(draw(*size), "PNG"))
    thumb = opened(store.rendition(facts.uid, Rendition.THUMB))
    assert max(thumb.size) == 320
    assert thumb.format == "JPEG"


def test_a_small_picture_is_its_own_thumb(store, kept_files, draw, encode):
    facts = store.put(encode(draw(), "PNG"))
    before = kept_files()
    assert store.rendition(facts.uid, Rendition.THUMB) == store.read(facts.uid)
    assert kept_files() == before


def test_a_picture_that_fits_is_its_own_view(store, draw, encode):
    facts = store.put(encode(draw(1600, 1200), "JPEG"))
    assert store.rendition(facts.uid, Rendition.VIEW) == store.read(facts.uid)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((3000, 1500), (2048, 1024)),
        ((10, 10), (28, 28)),
        ((200, 7), (800, 28)),
        ((1, 1), (28, 28)),
        ((1000, 5), (2048, 28)),
        ((5000, 2), (2048, 28)),
        ((2, 5000), (28, 2048)),
    ],
)
def test_a_view_is_between_28_and_2048_pixels(store, draw, encode, size, shown):
    facts = store.put(encode(draw(*size), "PNG"))
    assert opened(store.rendition(facts.uid, Rendition.VIEW)).size == shown


def test_a_picture_that_is_too_thin_is_padded_with_white(store, encode):
    facts = store.put(encode(Image.new("RGB", (2048, 4), "navy"), "PNG"))
    view = opened(store.rendition(facts.uid, Rendition.VIEW))
    assert min(view.getpixel((1000, 0))) > 240
    assert max(view.getpixel((1000, 14))) < 160


@pytest.mark.parametrize(("size", "kind"), [((1500, 1400), "PNG"), ((900, 900), "JPEG"), ((2500, 40), "PNG")])
def test_a_view_as_base64_has_at_most_500_kib(store, encode, size, kind):
    facts = store.put(encode(noise(*size), kind))
    view = store.rendition(facts.uid, Rendition.VIEW)
    assert len(base64.b64encode(view)) <= BASE64_LIMIT
    assert min(opened(view).size) >= 28


def test_what_is_transparent_shows_white(store, encode):
    facts = store.put(encode(Image.new("RGBA", (400, 400), (0, 0, 0, 0)), "PNG"))
    for kind in Rendition:
        assert min(opened(store.rendition(facts.uid, kind)).getpixel((9, 9))) > 250


@given(st.integers(1, 60_000), st.integers(1, 60_000))
def test_a_view_keeps_the_shape_and_stays_within_its_sides(width, height):
    shown = view_size(width, height)
    assert min(shown) >= 1 and max(shown) <= 2048
    if min(shown) > 1:
        factor = max(shown) / max(width, height)
        assert abs(shown[0] - width * factor) <= 1 and abs(shown[1] - height * factor) <= 1
    if max(width, height) / min(width, height) <= 2048 / 28:
        assert min(shown) >= 28


@pytest.mark.parametrize("kind", Rendition)
def test_a_rendition_is_made_once(any_store, encode, draw, kind):
    facts = any_store.put(encode(draw(2500, 2500), "JPEG"))
    first = any_store.rendition(facts.uid, kind)
    assert any_store.rendition(facts.uid, kind) == first


def test_a_kept_rendition_is_read_and_not_made_again(store, folder, draw, encode):
    facts = store.put(encode(draw(2500, 100), "JPEG"))
    store.rendition(facts.uid, Rendition.VIEW)
    (kept,) = folder.rglob(f"{facts.uid}.view.*.jpg")
    other = encode(Image.new("RGB", (30, 30)), "JPEG")
    kept.write_bytes(other + hashlib.blake2b(other, digest_size=16).digest())
    assert store.rendition(facts.uid, Rendition.VIEW) == other


def test_the_facts_of_a_rendition_tell_the_shown_size(store, draw, encode):
    facts = store.put(encode(draw(4000, 1000), "PNG"))
    shown = store.rendition_facts(facts.uid, Rendition.VIEW)
    assert (facts.width, facts.height) == (4000, 1000)
    assert (shown.mime, shown.width, shown.height) == ("image/jpeg", 2048, 512)
    assert shown.size_bytes == len(store.rendition(facts.uid, Rendition.VIEW))


@pytest.mark.parametrize("kind", Rendition)
def test_an_unknown_picture_has_no_rendition(store, kind):
    with pytest.raises(UnknownImage):
        store.rendition("img_aaaaaaaaaaaaa", kind)
