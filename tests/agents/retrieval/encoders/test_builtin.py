"""The built-in encoder knows real things."""

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from agents.retrieval.encoders import Encoder
from webapp.corpora.sample.flags import draw_flag
from webapp.corpora.sample.nations import FLAGS
from webapp.corpora.sample.packages import find_picture

PICTURES = ("data/chelsea.png", "data/coffee.png", "data/rocket.jpg", "data/motorcycle_left.png")


@pytest.fixture(scope="module")
def photographs() -> list[Image.Image]:
    opened = []
    for path in PICTURES:
        with Image.open(find_picture("skimage", path)) as image:
            opened.append(image.convert("RGB"))
    return opened


@pytest.mark.parametrize(
    ("index", "names"),
    [
        (0, {"tabby", "tiger cat", "Egyptian cat"}),
        (1, {"espresso"}),
        (2, {"missile", "projectile", "space shuttle"}),
        (3, {"moped", "motor scooter"}),
    ],
)
def test_photographs_get_their_right_names(
    builtin_encoder: Encoder, photographs: list[Image.Image], index: int, names: set[str]
) -> None:
    (labels,) = builtin_encoder.label_images([photographs[index]], 3)
    assert labels[0].name in names


@pytest.mark.parametrize(
    "words",
    [
        ["a kitten", "a hot drink", "spaceflight", "a motorbike"],
        ["Katze", "Kaffee", "Rakete", "Motorrad"],
        ["猫", "咖啡", "火箭", "摩托车"],
        ["gato", "café", "nave espacial", "motocicleta"],
    ],
    ids=["en", "de", "zh", "es"],
)
def test_words_find_the_photograph_they_describe(
    builtin_encoder: Encoder, photographs: list[Image.Image], words: list[str]
) -> None:
    texts = builtin_encoder.embed_texts(words)
    stored = builtin_encoder.embed_images(photographs)["semantic"]
    assert (texts @ stored.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.resize((image.width // 4, image.height // 4)),
        lambda image: ImageOps.crop(image, image.width // 10),
        lambda image: image.crop((image.width // 2, 0, image.width, image.height // 2)),
        lambda image: ImageEnhance.Brightness(image).enhance(0.7),
        ImageOps.mirror,
    ],
    ids=["smaller", "cropped", "quarter", "darker", "mirrored"],
)
def test_a_changed_photograph_still_looks_like_itself(
    builtin_encoder: Encoder, photographs: list[Image.Image], change: object
) -> None:
    assert callable(change)
    stored = builtin_encoder.embed_images(photographs)["appearance"]
    changed = builtin_encoder.embed_images([change(image) for image in photographs])["appearance"]
    assert (changed @ stored.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_flags_of_one_layout_are_told_apart_by_their_colours(builtin_encoder: Encoder) -> None:
    countries = ("Germany", "Netherlands", "Austria", "Hungary", "Bulgaria", "Estonia", "Lithuania", "Russia")
    flags = [draw_flag(flag) for flag in FLAGS if flag.country in countries]
    stored = builtin_encoder.embed_images(flags)["appearance"]
    small = builtin_encoder.embed_images([flag.resize((120, 80)) for flag in flags])["appearance"]
    assert (small @ stored.T).argmax(axis=1).tolist() == list(range(len(countries)))


def test_the_noise_of_a_blank_picture_does_not_pass_for_its_colours(builtin_encoder: Encoder) -> None:
    noise = np.random.default_rng(5).integers(-1, 2, (2, 64, 64, 3))
    blanks = [Image.fromarray((250 + grain).astype(np.uint8)) for grain in noise]
    first, second = builtin_encoder.embed_images(blanks)["appearance"]
    assert first @ second > 0.9


def test_passages_of_like_meaning_are_near_without_sharing_words(builtin_encoder: Encoder) -> None:
    stored = builtin_encoder.embed_passages(
        ["Felines sleep most of the day.", "The treaty was signed in 1648."]
    )
    (asked,) = builtin_encoder.embed_queries(["how long do cats rest"])
    matching, unrelated = builtin_encoder.sentences.closeness(stored @ asked)
    assert matching > unrelated + 0.4
