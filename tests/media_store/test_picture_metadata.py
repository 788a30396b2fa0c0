"""Whatever a file says besides its pixels is used, where it tells how to show them, and then dropped."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

SECRET = "secret-place-name"


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.ImageDescription] = SECRET
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = SECRET
    return tags


def assert_bare(stored: bytes) -> None:
    assert SECRET.encode() not in stored
    with Image.open(BytesIO(stored)) as picture:
        picture.load()
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_exif_and_gps_never_survive(store, draw, encode, kind, orientation):
    tags = exif(orientation)
    facts = store.put(encode(draw(), kind, exif=tags.tobytes() if kind == "HEIF" else tags))
    assert_bare(store.read(facts.uid))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_orientation_is_applied_to_the_pixels(store, draw, encode, kind, orientation):
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    data = encode(draw(), kind, exif=tags.tobytes() if kind == "HEIF" else tags, quality=95)
    upright = draw()
    upright.getexif()[ExifTags.Base.Orientation] = orientation
    upright = ImageOps.exif_transpose(upright)
    facts = store.put(data)
    assert (facts.width, facts.height) == upright.size
    difference = ImageChops.difference(store.image(facts.uid), upright).resize((4, 4), Image.Resampling.BOX)
    assert max(high for _, high in difference.getextrema()) < 40


def test_orientation_in_xmp_is_applied(store, draw, encode):
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d tiff:Orientation="6"/></x:xmpmeta>'
    facts = store.put(encode(draw(64, 48), "JPEG", xmp=xmp))
    assert (facts.width, facts.height) == (48, 64)


def test_exif_that_cannot_be_read_does_not_spoil_the_picture(store, draw, encode):
    facts = store.put(encode(draw(), "JPEG", exif=b"Exif\x00\x00no tiff header here"))
    assert (facts.width, facts.height) == (64, 48)


def test_comments_xmp_and_iptc_of_a_jpeg_never_survive(store, draw, encode):
    data = encode(draw(), "JPEG", comment=SECRET, xmp=f"<x>{SECRET}</x>".encode())
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + SECRET.encode()
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    facts = store.put(data[:2] + segment + data[2:])
    assert_bare(store.read(facts.uid))


def test_what_follows_the_end_of_a_jpeg_never_survives(store, draw, encode):
    facts = store.put(encode(draw(), "JPEG") + SECRET.encode())
    assert_bare(store.read(facts.uid))


def test_text_in_a_png_never_survives(store, draw, encode):
    text = PngInfo()
    text.add_text("Comment", SECRET)
    text.add_itxt("XML:com.adobe.xmp", SECRET)
    facts = store.put(encode(draw(), "PNG", pnginfo=text, dpi=(72, 72)) + SECRET.encode())
    assert_bare(store.read(facts.uid))


def test_the_comment_of_a_gif_never_survives(store, draw, encode):
    facts = store.put(encode(draw(), "GIF", comment=SECRET))
    assert_bare(store.read(facts.uid))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_colour_profile_is_applied_and_dropped(store, encode, swapped_profile, kind):
    facts = store.put(encode(Image.new("RGB", (32, 32), (230, 10, 10)), kind, icc_profile=swapped_profile))
    red, green, _ = store.image(facts.uid).getpixel((16, 16))
    assert green > 200 > 60 > red
    assert_bare(store.read(facts.uid))


def test_a_colour_profile_leaves_transparency_alone(store, encode, swapped_profile):
    picture = Image.new("RGBA", (8, 8), (230, 10, 10, 77))
    facts = store.put(encode(picture, "PNG", icc_profile=swapped_profile))
    with Image.open(BytesIO(store.read(facts.uid))) as kept:
        _, green, _, alpha = kept.getpixel((4, 4))
    assert green > 200
    assert alpha == 77


@pytest.mark.parametrize(
    "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"junk"]
)
def test_a_profile_that_changes_nothing_costs_no_quality(store, draw, encode, profile):
    data = encode(draw(), "JPEG", icc_profile=profile)
    facts = store.put(data)
    assert store.read(facts.uid) == store.read(store.put(encode(draw(), "JPEG")).uid)
    assert_bare(store.read(facts.uid))


def test_a_profile_of_an_unreadable_colour_space_is_ignored(store, draw, encode, swapped_profile):
    data = encode(draw(), "WEBP", lossless=True, icc_profile=swapped_profile.replace(b"RGB ", b"\xffGB ", 1))
    assert store.image(store.put(data).uid).tobytes() == draw().tobytes()


def test_files_that_differ_in_metadata_only_are_one_picture(store, kept_files, draw, encode):
    first = store.put(encode(draw(), "JPEG", comment="one"))
    second = store.put(encode(draw(), "JPEG", comment="two", exif=exif()))
    assert first == second
    assert len([name for name in kept_files() if name.endswith(".jpg")]) == 1
