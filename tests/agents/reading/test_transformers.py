"""Tiny random models in a folder stand for real weights: what is tested is how they are read."""

from pathlib import Path

import pytest

from agents.questions import AnswerType, Ask
from agents.reading import Candidate, CandidateKind, Reader
from agents.reading.errors import ReaderUnavailable, UnknownReader
from agents.reading.readers import READERS, load_reader
from agents.reading.trained import TrainedReader
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.sources import document_ref
from tests.agents.reading.hashed_tokens import HashedTokens
from tests.support.tiny_models import save_pair_model

pytestmark = pytest.mark.networks

CANDIDATES = [
    Candidate(CandidateKind.SENTENCE, text, "Tower", source=document_ref(1), place=n, length=3)
    for n, text in enumerate(["It rises to 41 metres.", "It was built in 1854.", "Gulls nest there."])
]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    encoder = load_sentence_encoder("hashing")
    extractive = save_pair_model(tmp_path_factory.mktemp("extractive"), "BertForQuestionAnswering")
    pairs = save_pair_model(tmp_path_factory.mktemp("pairs"), "BertForSequenceClassification")
    names = {
        "nearest": "nearest",
        "extractive": f"extractive:{extractive}",
        "cross-encoder": f"cross-encoder:{pairs}",
    }
    loaded = {name: load_reader(line, encoder) for name, line in names.items()}
    return loaded | {"trained": TrainedReader(encoder, HashedTokens())}


ALL = ["nearest", "trained", "extractive", "cross-encoder"]


@pytest.mark.parametrize("name", ALL)
def test_contract(readers: dict[str, Reader], name: str) -> None:
    reader = readers[name]
    ask = Ask("How tall is it?", expects=AnswerType.NUMBER)
    found = reader.read(ask, "Tower", CANDIDATES)

    assert {f.candidate for f in found} == set(CANDIDATES)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for finding in found:
        assert 0 <= finding.score <= 1
        assert 0 <= finding.has_attribute <= 1
        assert finding.answer in finding.candidate.words
    assert reader.read(ask, "Tower", CANDIDATES) == found
    assert reader.read(ask, "Tower", []) == []


@pytest.mark.parametrize("name", ALL)
def test_version_is_a_plain_word(readers: dict[str, Reader], name: str) -> None:
    assert readers[name].version.startswith(name)
    assert readers[name].version.replace("-", "").isalnum()


@pytest.mark.parametrize("name", ["extractive", "cross-encoder"])
def test_half_a_character_is_read(readers: dict[str, Reader], name: str) -> None:
    broken = Candidate(
        CandidateKind.SENTENCE, "It rises \ud83d to 41 metres.", "Tower", source=document_ref(1)
    )
    assert [each.candidate for each in readers[name].read(Ask("how tall \ud83d"), "Tower", [broken])] == [
        broken
    ]


def test_every_reader_is_tried() -> None:
    assert set(ALL) == set(READERS.names)


def test_many_are_read_in_batches(readers: dict[str, Reader]) -> None:
    many = [
        Candidate(CandidateKind.SENTENCE, f"It rises to {n} metres.", "Tower", place=n, length=60)
        for n in range(60)
    ]

    assert len(readers["extractive"].read(Ask("how tall is it"), "Tower", many)) == 60


def test_span_is_of_the_words_not_the_title(readers: dict[str, Reader]) -> None:
    for finding in readers["extractive"].read(Ask("how tall is the tower"), "", CANDIDATES):
        assert finding.span is not None
        start, end = finding.span
        assert 0 <= start < end <= len(finding.candidate.words)


def test_folder_without_weights(tmp_path: Path) -> None:
    with pytest.raises(ReaderUnavailable, match="Give a folder with its config.json"):
        load_reader(f"extractive:{tmp_path}", load_sentence_encoder("hashing"))


@pytest.mark.parametrize("name", ["oracle", "extractive", "cross-encoder:", "trained:fast"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(UnknownReader):
        load_reader(name, load_sentence_encoder("hashing"))


def test_trained_reader_needs_tokens() -> None:
    with pytest.raises(ReaderUnavailable, match="hashing has no vectors"):
        load_reader("trained", load_sentence_encoder("hashing"))


def test_other_encoders_get_the_plain_reader() -> None:
    assert load_reader("", load_sentence_encoder("hashing")).version.startswith("nearest")
