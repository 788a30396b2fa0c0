"""Crops, turns and enhancements are pictures of their own that name where they come from."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from media_store import Box, InvalidRotation, UnknownImage

QUARTER = Box(500, 0, 1000, 500)


def difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_a_crop_names_its_parent_and_box(any_store, draw, encode):
    parent = any_store.put(encode(draw(), "PNG"))
    crop = any_store.crop(parent.uid, QUARTER)
    assert (crop.parent, crop.box, crop.operation) == (parent.uid, QUARTER, "crop")
    assert (crop.width, crop.height, crop.mime, crop.source_format) == (32, 24, "image/png", "PNG")
    assert any_store.facts(crop.uid) == crop
    assert (parent.parent, parent.box, parent.operation) == (None, None, None)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_crop_is_cut_at_full_resolution(store, draw, encode, kind):
    picture = draw(5000, 3000)
    parent = store.put(encode(picture, kind, quality=95))
    crop = store.crop(parent.uid, Box(100, 100, 300, 200))
    assert (crop.width, crop.height) == (1000, 300)
    assert difference(store.image(crop.uid), picture.crop((500, 300, 1500, 600))) < 2


def test_a_crop_of_a_crop_maps_into_the_first_picture(store, draw, encode):
    parent = store.put(encode(draw(1000, 1000), "PNG"))
    outer = store.crop(parent.uid, Box(200, 300, 700, 800))
    inner = store.crop(outer.uid, Box(500, 500, 1000, 900))
    assert inner.parent == outer.uid
    at_once = store.crop(parent.uid, inner.box.within(outer.box))
    assert at_once.uid == inner.uid


def test_the_smallest_box_of_a_small_picture_is_one_pixel(store, draw, encode):
    parent = store.put(encode(draw(), "PNG"))
    crop = store.crop(parent.uid, Box(999, 999, 1000, 1000))
    assert (crop.width, crop.height) == (1, 1)
    assert store.image(crop.uid).getpixel((0, 0)) == draw().getpixel((63, 47))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_same_derivation_twice_is_one_picture(store, kept_files, draw, encode, kind):
    uid = store.put(encode(draw(), kind)).uid
    first = [store.crop(uid, QUARTER), store.rotate(uid, 90), store.enhance(uid)]
    kept = kept_files()
    assert [store.crop(uid, QUARTER), store.rotate(uid, -270), store.enhance(uid)] == first
    assert kept_files() == kept
    assert len({facts.uid for facts in first}) == 3


@pytest.mark.parametrize(
    ("degrees", "transpose"),
    [
        (90, Image.Transpose.ROTATE_270),
        (180, Image.Transpose.ROTATE_180),
        (270, Image.Transpose.ROTATE_90),
        (-90, Image.Transpose.ROTATE_90),
        (450, Image.Transpose.ROTATE_270),
    ],
)
def test_a_picture_is_turned_clockwise(store, draw, encode, degrees, transpose):
    parent = store.put(encode(draw(), "PNG"))
    turned = store.rotate(parent.uid, degrees)
    assert store.image(turned.uid).tobytes() == draw().transpose(transpose).tobytes()
    assert turned.operation == f"rotate:{degrees % 360}"
    assert (turned.parent, turned.box) == (parent.uid, None)


def test_a_full_turn_gives_the_picture_itself(store, draw, encode):
    parent = store.put(encode(draw(), "PNG"))
    assert store.rotate(parent.uid, 360) == parent


@pytest.mark.parametrize("degrees", [1, 45, -30])
def test_a_slanted_turn_is_refused(store, draw, encode, degrees):
    parent = store.put(encode(draw(), "PNG"))
    with pytest.raises(InvalidRotation, match="90, 180 or 270"):
        store.rotate(parent.uid, degrees)


def test_enhancing_stretches_the_tones(store, draw, encode):
    dull = draw().point(lambda value: 100 + value // 8)
    parent = store.put(encode(dull, "PNG"))
    enhanced = store.enhance(parent.uid)
    low, high = store.image(enhanced.uid).convert("L").getextrema()
    assert dull.convert("L").getextrema() == (103, 128)
    assert high - low > 200
    assert enhanced.operation == "enhance"


def test_transparency_survives_every_derivation(store, draw, encode):
    picture = draw(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    uid = store.put(encode(picture, "PNG")).uid
    for derived in (store.crop(uid, QUARTER), store.rotate(uid, 90), store.enhance(uid)):
        with Image.open(BytesIO(store.read(derived.uid))) as kept:
            assert kept.mode == "RGBA"


def test_a_derivation_that_changes_nothing_gives_the_picture_itself(store, kept_files, encode):
    parent = store.put(encode(Image.linear_gradient("L"), "PNG"))
    kept = kept_files()
    assert store.crop(parent.uid, Box(0, 0, 1000, 1000)) == parent
    assert store.rotate(store.rotate(parent.uid, 180).uid, 180) == parent
    assert store.crop(parent.uid, Box(0, 0, 1000, 1000)) == parent
    assert set(kept) <= set(kept_files())


def test_a_derivation_that_equals_another_picture_keeps_the_first_facts(store, draw, encode):
    picture = draw()
    first = store.put(encode(picture.crop((32, 0, 64, 24)), "PNG"))
    parent = store.put(encode(picture, "PNG"))
    assert store.crop(parent.uid, QUARTER) == first
    assert store.facts(first.uid).parent is None


def test_a_palette_picture_can_be_derived_from(store, draw, encode):
    uid = store.put(encode(draw().quantize(8), "PNG")).uid
    assert store.crop(uid, QUARTER).width == 32
    assert store.enhance(uid).width == 64


def test_nothing_is_derived_from_an_unknown_picture(store):
    with pytest.raises(UnknownImage):
        store.crop("img_aaaaaaaaaaaaa", QUARTER)
