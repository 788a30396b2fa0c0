"""Copies of a picture are recognised, other pictures are not taken for copies."""

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from agents.vision import are_near_duplicates, fingerprint, hamming_distance, perceptual_hash
from webapp.corpora.sample.flags import draw_flag
from webapp.corpora.sample.nations import FLAGS
from webapp.corpora.sample.packages import find_picture


@pytest.fixture(scope="module")
def photograph() -> Image.Image:
    with Image.open(find_picture("skimage", "data/chelsea.png")) as image:
        return image.convert("RGB")


def recompress(image: Image.Image) -> Image.Image:
    file = BytesIO()
    image.save(file, "JPEG", quality=40)
    with Image.open(file) as compressed:
        return compressed.convert("RGB")


def test_a_smaller_copy_is_a_near_duplicate(photograph: Image.Image) -> None:
    small = photograph.resize((photograph.width // 3, photograph.height // 3))
    assert are_near_duplicates(fingerprint(photograph), fingerprint(small))


def test_a_recompressed_copy_is_a_near_duplicate(photograph: Image.Image) -> None:
    assert are_near_duplicates(fingerprint(photograph), fingerprint(recompress(photograph)))


def test_a_picture_in_other_colours_is_no_duplicate(photograph: Image.Image) -> None:
    red, green, blue = photograph.split()
    recoloured = Image.merge("RGB", (blue, green, red))
    assert hamming_distance(perceptual_hash(photograph), perceptual_hash(recoloured)) <= 8
    assert not are_near_duplicates(fingerprint(photograph), fingerprint(recoloured))


def test_a_mirrored_picture_is_no_duplicate(photograph: Image.Image) -> None:
    assert not are_near_duplicates(fingerprint(photograph), fingerprint(ImageOps.mirror(photograph)))


def test_no_two_flags_of_the_sample_are_duplicates() -> None:
    prints = {flag.country: fingerprint(draw_flag(flag)) for flag in FLAGS}
    twins = [(a, b) for a in prints for b in prints if a < b and are_near_duplicates(prints[a], prints[b])]
    assert twins == []


def test_black_and_white_are_no_duplicates() -> None:
    black, white = (fingerprint(Image.new("L", (50, 50), value)) for value in (0, 255))
    assert not are_near_duplicates(black, white)


def test_a_picture_without_a_fingerprint_is_no_duplicate(photograph: Image.Image) -> None:
    assert not are_near_duplicates("", "")
    assert not are_near_duplicates(fingerprint(photograph), "")


def test_a_text_that_is_no_fingerprint_is_refused(photograph: Image.Image) -> None:
    with pytest.raises(ValueError, match="43 hexadecimal digits"):
        are_near_duplicates(fingerprint(photograph), perceptual_hash(photograph))


def test_the_hash_has_64_bits(photograph: Image.Image) -> None:
    assert len(perceptual_hash(photograph)) == 16
    assert hamming_distance("0000000000000000", "ffffffffffffffff") == 64
    assert hamming_distance("00000000000000f0", "0000000000000090") == 2
