from pathlib import Path

import numpy as np
import pytest

from agents.reading import Candidate, CandidateKind
from agents.reading.token_match import MATCH, TokenMatcher
from agents.reading.trained import passage
from agents.reading.vector_file import VectorFile
from tests.agents.reading.hashed_tokens import HashedTokens


def candidates(*texts: str, title: str = "Pier") -> list[Candidate]:
    return [Candidate(CandidateKind.SENTENCE, text, title) for text in texts]


def measured(question: str, plain: str, *read: Candidate) -> dict[str, list[float]]:
    found = TokenMatcher(HashedTokens()).features(question, plain, read, [passage(each) for each in read])
    return {name: found[:, n].tolist() for n, name in enumerate(MATCH)}


def test_met_words_match() -> None:
    found = measured("who paid", "who paid", *candidates("Ada paid.", "It is long."))
    assert found["match"][0] > found["match"][1]
    assert found["match_behind"][0] == 0 < found["match_behind"][1]


def test_title_is_no_word_of_its_own() -> None:
    found = measured("pier", "pier", *candidates("It is long."))
    assert found["met"][0] == pytest.approx(10, abs=0.01)
    assert found["met_in_words"][0] < 6


def test_what_is_not_met_is_told() -> None:
    found = measured("long cheap", "long cheap", *candidates("It is long."))
    assert found["unmet"][0] == pytest.approx(2.5, abs=0.01)
    assert found["least_met"][0] < 5


def test_without_the_subject() -> None:
    found = measured("pier long", "long", *candidates("It is long.", title="Ferry"))
    assert found["match_plain"][0] > found["match"][0]


def test_margin_over_the_second() -> None:
    found = measured("ada paid", "ada paid", *candidates("Ada paid.", "Ada left.", "It is long."))
    best, second = sorted(found["match"])[:0:-1][:2]
    assert found["match_margin"][0] == pytest.approx(best - second)
    assert found["match_margin"][1] == pytest.approx(second - best)


def test_nothing_to_match() -> None:
    assert TokenMatcher(HashedTokens()).features("who", "who", [], []).shape == (0, len(MATCH))


def test_empty_words_match_nothing() -> None:
    empty = Candidate(CandidateKind.CAPTION, "", "")
    assert np.isfinite(TokenMatcher(HashedTokens()).features("who", "who", [empty], [""])).all()


def test_encodes_nothing_twice(tmp_path: Path) -> None:
    read = candidates("Ada paid.", "It is long.")
    encoder = HashedTokens()
    for _ in range(2):
        matcher = TokenMatcher(encoder, VectorFile(tmp_path / "t.sqlite3"))
        for question in ("who paid", "how long"):
            matcher.features(question, question, read, [passage(each) for each in read])
    assert len(encoder.encoded) == 2
