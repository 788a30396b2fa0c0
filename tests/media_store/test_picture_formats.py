"""Every kind of picture that is taken, and what is stored of it."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from media_store import MediaStore

LOSSLESS = [
    ("PNG", {}),
    ("GIF", {}),
    ("BMP", {}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("WEBP", {"lossless": True}),
]
LOSSY = [("JPEG", {}), ("WEBP", {}), ("AVIF", {}), ("HEIF", {})]


def difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def stored(store: MediaStore, uid: str) -> Image.Image:
    with Image.open(BytesIO(store.read(uid)), formats=["PNG", "JPEG"]) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize(("kind", "options"), LOSSLESS)
def test_a_lossless_picture_is_stored_as_png_with_the_same_pixels(store, draw, encode, kind, options):
    picture = draw().quantize(16).convert("RGB")  # few enough colours for GIF
    facts = store.put(encode(picture, kind, **options))
    assert (facts.mime, facts.width, facts.height, facts.frames) == ("image/png", 64, 48, 1)
    assert facts.source_format == kind
    assert difference(store.image(facts.uid), picture) == 0


@pytest.mark.parametrize(("kind", "options"), LOSSY)
def test_a_lossy_picture_is_stored_as_jpeg_that_looks_the_same(store, draw, encode, kind, options):
    facts = store.put(encode(draw(), kind, quality=95, **options))
    assert (facts.mime, facts.width, facts.height) == ("image/jpeg", 64, 48)
    assert facts.source_format == kind
    assert difference(store.image(facts.uid), draw()) < 4


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {}),
        ("RGB", {"subsampling": "4:2:0"}),
        ("RGB", {"progressive": True}),
        ("RGB", {"keep_rgb": True}),
        ("RGB", {"restart_marker_rows": 1}),
        ("L", {}),
    ],
)
def test_a_plain_jpeg_is_stored_without_any_loss(store, draw, encode, mode, options):
    data = encode(draw(mode=mode), "JPEG", quality=70, **options)
    facts = store.put(data)
    with Image.open(BytesIO(data)) as source:
        assert stored(store, facts.uid).tobytes() == source.tobytes()


@pytest.mark.parametrize(("mode", "options"), [("P", {}), ("1", {}), ("L", {}), ("RGBA", {}), ("LA", {})])
def test_a_png_is_stored_without_any_loss(store, draw, encode, mode, options):
    picture = draw().convert(mode)
    facts = store.put(encode(picture, "PNG", **options))
    assert difference(store.image(facts.uid), picture.convert("RGB")) == 0


def test_storing_the_stored_bytes_again_gives_the_same_uid(store, draw, encode, tmp_path):
    other = MediaStore(str(tmp_path / "other"))
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "HEIF"):
        facts = store.put(encode(draw(), kind))
        assert other.put(store.read(facts.uid)).uid == facts.uid


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_transparency_is_kept(store, draw, encode, kind):
    picture = draw(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    facts = store.put(encode(picture, kind))
    kept = stored(store, facts.uid)
    assert (facts.mime, kept.mode) == ("image/png", "RGBA")
    assert difference(kept.getchannel("A"), picture.getchannel("A")) < 2


def test_a_transparent_gif_stays_transparent(store, draw, encode):
    picture = draw().quantize(8)
    corner = picture.getpixel((0, 0))
    facts = store.put(encode(picture, "GIF", transparency=corner))
    assert stored(store, facts.uid).convert("RGBA").getpixel((0, 0))[3] == 0


def test_transparent_parts_show_white_when_decoded(store, encode):
    facts = store.put(encode(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"))
    assert store.image(facts.uid).getpixel((3, 3)) == (255, 255, 255)


def test_an_alpha_channel_without_effect_is_dropped(store, draw, encode):
    facts = store.put(encode(draw(mode="RGBA"), "WEBP"))
    assert facts.mime == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_cmyk_picture_becomes_rgb(store, draw, encode, kind):
    facts = store.put(encode(draw(mode="CMYK"), kind))
    assert stored(store, facts.uid).mode == "RGB"
    assert difference(store.image(facts.uid), draw()) < 8


def test_sixteen_bits_of_grey_become_eight_over_the_same_range(store, encode):
    ramp = Image.frombytes("I;16", (256, 1), b"".join((v * 257).to_bytes(2, "little") for v in range(256)))
    facts = store.put(encode(ramp, "PNG"))
    assert list(store.image(facts.uid).convert("L").tobytes()) == pytest.approx(list(range(256)), abs=1)


@pytest.mark.parametrize("mode", ["F", "I"])
def test_grey_values_of_unknown_range_are_stretched(store, encode, mode):
    picture = Image.new(mode, (3, 1))
    for x, value in enumerate((-1000, 0, 1000)):
        picture.putpixel((x, 0), value)
    facts = store.put(encode(picture, "TIFF"))
    assert list(store.image(facts.uid).convert("L").tobytes()) == pytest.approx([0, 127, 255], abs=1)


def test_a_lab_picture_keeps_its_colours(store, encode):
    # L* 53, a* 80, b* 67 is the red of sRGB; TIFF keeps a* and b* as signed bytes.
    facts = store.put(encode(Image.new("LAB", (8, 8), (136, 80 + 128, 67 + 128)), "TIFF"))
    red, green, blue = store.image(facts.uid).getpixel((4, 4))
    assert red > 240 and green < 40 and blue < 40


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_the_first_of_several_frames_is_kept_and_the_frames_are_counted(store, draw, encode, kind):
    others = [Image.new("RGB", (64, 48), colour) for colour in ("black", "white")]
    options = {"lossless": True} if kind == "WEBP" else {}
    facts = store.put(encode(draw(), kind, save_all=True, append_images=others, **options))
    assert facts.frames == 3
    assert difference(store.image(facts.uid), draw()) < 6


def test_the_content_decides_and_not_the_announced_type(any_store, draw, encode):
    facts = any_store.put(encode(draw(), "PNG"))
    assert any_store.facts(facts.uid) == facts
    assert facts.mime == "image/png"
