from fractions import Fraction

import pytest
from PIL import Image, ImageColor

from webapp.corpora.sample.nations import FLAGS

# Country, width to height, and colours at points given as fractions of width and height.
PUBLISHED = [
    ("estonia", Fraction(11, 7), {(0.5, 0.16): "#0072CE", (0.5, 0.5): "#000000", (0.5, 0.84): "#FFFFFF"}),
    (
        "norway",
        Fraction(22, 16),
        {(0.1, 0.1): "#BA0C2F", (0.29, 0.1): "#FFFFFF", (8 / 22, 0.5): "#00205B", (0.9, 0.4): "#FFFFFF"},
    ),
    ("bangladesh", Fraction(5, 3), {(0.45, 0.5): "#F42A41", (0.26, 0.5): "#F42A41", (0.67, 0.5): "#006A4E"}),
    ("switzerland", Fraction(1), {(0.5, 0.5): "#FFFFFF", (0.1, 0.5): "#DA291C", (0.5, 0.2): "#FFFFFF"}),
    ("czechia", Fraction(3, 2), {(0.48, 0.5): "#11457E", (0.52, 0.48): "#FFFFFF", (0.52, 0.52): "#D7141A"}),
    ("vietnam", Fraction(3, 2), {(0.5, 0.22): "#FFFF00", (0.5, 0.18): "#DA251D", (0.5, 0.75): "#DA251D"}),
    ("monaco", Fraction(5, 4), {(0.5, 0.25): "#CE1126", (0.5, 0.75): "#FFFFFF"}),
    ("indonesia", Fraction(3, 2), {(0.5, 0.25): "#FF0000", (0.5, 0.75): "#FFFFFF"}),
]


@pytest.mark.long
@pytest.mark.parametrize(("country", "proportions", "colours"), PUBLISHED)
def test_a_flag_has_its_published_proportions_and_colours(sample, country, proportions, colours):
    with Image.open(sample.folder / "pictures" / f"flag_{country}.png") as flag:
        assert Fraction(*flag.size) == proportions
        for (x, y), colour in colours.items():
            assert flag.getpixel((int(x * flag.width), int(y * flag.height))) == ImageColor.getrgb(colour), (
                x,
                y,
            )


def test_every_flag_is_about_600_pixels_wide_and_unlike_every_other(sample):
    pictures = set()
    for flag in FLAGS:
        with Image.open(sample.folder / flag.file) as picture:
            assert 570 <= picture.width <= 630, flag.country
        pictures.add((sample.folder / flag.file).read_bytes())
    assert len(pictures) == len(FLAGS)
