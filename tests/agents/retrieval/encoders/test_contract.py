"""What every encoder promises."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from agents.errors import UnreadablePicture
from agents.retrieval.encoders import Encoder
from agents.retrieval.encoders.base import Vectors

MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "I;16", "F")


def draw(seed: int, size: tuple[int, int] = (60, 40)) -> Image.Image:
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size, tuple(random.integers(0, 255, 3).tolist()))
    left, top = random.integers(0, 15, 2).tolist()
    ImageDraw.Draw(image).ellipse(
        (left, top, left + 30, top + 20), tuple(random.integers(0, 255, 3).tolist())
    )
    return image


PICTURES = [draw(seed) for seed in range(6)]
TEXTS = ["a red ball", "", "十二月の雪", "the ball is red " * 200, "Ball, red!", "rain on a tin roof"]


def assert_unit_rows(vectors: Vectors, count: int, dimension: int) -> None:
    assert vectors.shape == (count, dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(count), abs=1e-4)


def test_the_version_fits_into_a_collection_name(encoder: Encoder) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", encoder.version)
    assert len(encoder.version) <= 48


def test_texts_land_in_an_image_space(encoder: Encoder) -> None:
    assert encoder.query_space in encoder.spaces


def test_every_way_of_comparing_has_a_range_of_cosines(encoder: Encoder) -> None:
    assert set(encoder.similarity_ranges) == {"meaning", "depicts", "looks", "concept"}
    assert all(-1 <= low < high <= 1 for low, high in encoder.similarity_ranges.values())


def test_pictures_become_unit_vectors_in_every_space(encoder: Encoder) -> None:
    vectors = encoder.embed_images(PICTURES)
    assert set(vectors) == set(encoder.spaces)
    for space, dimension in encoder.spaces.items():
        assert_unit_rows(vectors[space], len(PICTURES), dimension)


def test_texts_become_unit_vectors_in_the_query_space(encoder: Encoder) -> None:
    assert_unit_rows(encoder.embed_texts(TEXTS), len(TEXTS), encoder.spaces[encoder.query_space])


def test_passages_and_queries_are_those_of_its_sentence_encoder(encoder: Encoder) -> None:
    assert encoder.passage_dimension == encoder.sentences.dimension
    assert np.array_equal(encoder.embed_passages(TEXTS), encoder.sentences.embed_passages(TEXTS))
    assert np.array_equal(encoder.embed_queries(TEXTS), encoder.sentences.embed_queries(TEXTS))
    assert encoder.similarity_ranges["meaning"] == encoder.sentences.similarity_range


def test_nothing_in_gives_nothing_out(encoder: Encoder) -> None:
    described = encoder.describe_images([])
    assert {space: vectors.shape for space, vectors in described.vectors.items()} == {
        space: (0, dimension) for space, dimension in encoder.spaces.items()
    }
    assert described.labels == []
    assert encoder.embed_texts([]).shape == (0, encoder.spaces[encoder.query_space])


def test_a_picture_has_the_same_vector_alone_and_in_a_batch(encoder: Encoder) -> None:
    together = encoder.embed_images(PICTURES)
    for index, picture in enumerate(PICTURES):
        for space, vectors in encoder.embed_images([picture]).items():
            assert vectors[0] == pytest.approx(together[space][index], abs=1e-4)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encoder: Encoder) -> None:
    together = encoder.embed_texts(TEXTS)
    for index, text in enumerate(TEXTS):
        assert encoder.embed_texts([text])[0] == pytest.approx(together[index], abs=1e-4)


def test_the_same_input_gives_the_same_vectors_in_every_thread(encoder: Encoder) -> None:
    expected = encoder.embed_images(PICTURES)[encoder.query_space], encoder.embed_texts(TEXTS)

    def embed(_: int) -> tuple[Vectors, Vectors]:
        return encoder.embed_images(PICTURES)[encoder.query_space], encoder.embed_texts(TEXTS)

    with ThreadPoolExecutor(4) as pool:
        for pictures, texts in pool.map(embed, range(4)):
            assert pictures == pytest.approx(expected[0], abs=1e-4)
            assert texts == pytest.approx(expected[1], abs=1e-4)


def test_different_pictures_have_different_vectors(encoder: Encoder) -> None:
    for vectors in encoder.embed_images(PICTURES).values():
        assert len(np.unique(vectors.round(4), axis=0)) == len(PICTURES)


@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_every_mode_are_taken(encoder: Encoder, mode: str) -> None:
    image = Image.new(mode, (20, 10))
    assert_unit_rows(
        encoder.embed_images([image])[encoder.query_space], 1, encoder.spaces[encoder.query_space]
    )


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1)])
def test_pictures_of_extreme_shapes_are_taken(encoder: Encoder, size: tuple[int, int]) -> None:
    vectors = encoder.embed_images([Image.new("RGB", size, "red"), draw(1)])
    assert all(np.isfinite(rows).all() for rows in vectors.values())


def test_a_picture_is_left_as_it_was(encoder: Encoder) -> None:
    image = draw(3)
    before = image.tobytes()
    encoder.describe_images([image])
    assert (image.size, image.mode, image.tobytes()) == ((60, 40), "RGB", before)


def test_a_picture_that_breaks_off_is_refused_by_name(encoder: Encoder) -> None:
    file = BytesIO()
    draw(1, (400, 300)).save(file, "PNG")
    with (
        Image.open(BytesIO(file.getvalue()[:300])) as broken,
        pytest.raises(UnreadablePicture, match="decoded"),
    ):
        encoder.embed_images([PICTURES[0], broken])


def test_labels_come_with_falling_probabilities_or_not_at_all(encoder: Encoder) -> None:
    for labels in encoder.label_images(PICTURES, 3):
        probabilities = [label.probability for label in labels]
        assert len(labels) <= 3
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(
            0 <= probability <= 1 and label.name
            for probability, label in zip(probabilities, labels, strict=True)
        )


def test_one_pass_gives_what_the_single_calls_give(encoder: Encoder) -> None:
    described = encoder.describe_images(PICTURES, 2)
    assert [[label.name for label in labels] for labels in described.labels] == [
        [label.name for label in labels] for labels in encoder.label_images(PICTURES, 2)
    ]
    for space, vectors in encoder.embed_images(PICTURES).items():
        assert described.vectors[space] == pytest.approx(vectors, abs=1e-4)
