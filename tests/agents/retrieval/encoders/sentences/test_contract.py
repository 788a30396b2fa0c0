"""What every sentence encoder promises."""

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.sentences import SentenceEncoder, load_sentence_encoder

TEXTS = [
    "a red ball", "", "   ", "十二月の雪", "the ball is red " * 160, "Ball, red!", "rain on a tin roof",
    "ﷺ" * 60, "before\0after", "a lone \ud83d surrogate", "👩‍👩‍👧‍👦 at the pier",
]  # fmt: skip


def test_the_version_fits_into_a_collection_name(sentences: SentenceEncoder) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", sentences.version)


def test_its_name_loads_the_same_again(sentences: SentenceEncoder, files: MadeFiles) -> None:
    again = load_sentence_encoder(sentences.name, files)
    assert (again.name, again.version) == (sentences.name, sentences.version)


def test_texts_of_every_kind_become_unit_vectors(sentences: SentenceEncoder) -> None:
    for vectors in (sentences.embed_queries(TEXTS), sentences.embed_passages(TEXTS)):
        assert vectors.shape == (len(TEXTS), sentences.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_nothing_in_gives_nothing_out(sentences: SentenceEncoder) -> None:
    assert sentences.embed_queries([]).shape == (0, sentences.dimension)
    assert sentences.embed_passages([]).shape == (0, sentences.dimension)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(sentences: SentenceEncoder) -> None:
    for embed in (sentences.embed_queries, sentences.embed_passages):
        together = embed(TEXTS)
        for index, text in enumerate(TEXTS):
            assert embed([text])[0] == pytest.approx(together[index], abs=1e-4)


def test_a_vector_that_is_changed_changes_no_other(sentences: SentenceEncoder) -> None:
    first = sentences.embed_queries(["a red ball"])
    kept = first.copy()
    first[:] = 0
    assert sentences.embed_queries(["a red ball"]) == pytest.approx(kept)


def test_every_thread_gets_the_same_vectors(sentences: SentenceEncoder) -> None:
    short = [text for text in TEXTS if len(text) < 50]
    expected = sentences.embed_passages(short)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: sentences.embed_passages(short), range(4)):
            assert vectors == pytest.approx(expected, abs=1e-4)


def test_closeness_brings_the_range_to_one_scale(sentences: SentenceEncoder) -> None:
    low, high = sentences.similarity_range
    assert -1 <= low < high <= 1
    assert sentences.closeness(np.array([low, high])) == pytest.approx([0, 1])
