"""The encoder without a model means enough for tests to rely on."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from agents.retrieval.encoders import Encoder


def draw_flag(*colours: str) -> Image.Image:
    image = Image.new("RGB", (240, 160))
    for index, colour in enumerate(colours):
        top = index * 160 // len(colours)
        ImageDraw.Draw(image).rectangle((0, top, 240, 160), colour)
    return image


FLAGS = [
    draw_flag("black", "red", "gold"),
    draw_flag("red", "white", "blue"),
    draw_flag("white", "blue", "red"),
]


def test_a_picture_is_nearest_to_itself_at_another_size(hashing_encoder: Encoder) -> None:
    stored = hashing_encoder.embed_images(FLAGS)["appearance"]
    small = hashing_encoder.embed_images([flag.resize((60, 40)) for flag in FLAGS])["appearance"]
    assert (small @ stored.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_text_is_nearest_to_the_text_with_the_same_words(hashing_encoder: Encoder) -> None:
    stored = hashing_encoder.embed_passages(["rain in the north", "a cat on a mat", "東京の雪"])
    asked = hashing_encoder.embed_passages(["The CAT, on its mat", "North rain", "雪"])
    assert (asked @ stored.T).argmax(axis=1).tolist() == [1, 0, 2]


def test_the_order_of_words_does_not_count(hashing_encoder: Encoder) -> None:
    first, second = hashing_encoder.embed_texts(["red over white", "White over red"])
    assert first == pytest.approx(second)


def test_a_colour_word_finds_pictures_of_that_colour(hashing_encoder: Encoder) -> None:
    pictures = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "white")]
    stored = hashing_encoder.embed_images(pictures)["semantic"]
    asked = hashing_encoder.embed_texts(["something white", "red", "green grass"])
    assert (asked @ stored.T).argmax(axis=1).tolist() == [2, 0, 1]


def test_black_grey_and_white_are_told_apart(hashing_encoder: Encoder) -> None:
    pictures = [Image.new("L", (9, 9), grey) for grey in (0, 119, 255)]
    vectors = hashing_encoder.embed_images(pictures)["appearance"]
    assert np.abs(vectors @ vectors.T - np.eye(3))[~np.eye(3, dtype=bool)].max() > 0.5
    assert vectors[0] @ vectors[2] < 0


def test_labels_are_the_names_of_the_colours(hashing_encoder: Encoder) -> None:
    (labels,) = hashing_encoder.label_images([draw_flag("black", "red")])
    assert [label.name for label in labels] == ["black", "red"]
