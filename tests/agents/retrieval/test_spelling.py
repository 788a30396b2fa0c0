"""Words that no text has become the nearest ones that one has."""

from collections.abc import Collection, Iterable

import pytest

from agents.retrieval.spelling.corrections import Correction, nearest, spelled
from agents.retrieval.tokens import tokenise, vocabulary

TEXTS = (
    "The statue of Abraham Lincoln was lit. By statute the Eiffel tower in Paris is 330 metres high, and the "
    "lighthouse stands at the harbour. 東京の塔 Größe"
)


class Words:
    """A lexical index, as far as spelling asks it."""

    def __init__(self, text: str) -> None:
        self._words, self._tokens = vocabulary(text), set(tokenise(text))

    def known(self, tokens: Iterable[str], **_scope: object) -> set[str]:
        return self._tokens & set(tokens)

    def vocabulary(self, word: str, most: int, *, corpus_ids: Collection[int]) -> list[str]:
        return [each for each in self._words if each[0] == word[0] and abs(len(each) - len(word)) <= most]


def corrected(text: str) -> str:
    return spelled(text, Words(TEXTS), corpus_ids=[1], kinds=[]).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stattue", "statue"),
        ("lincon", "lincoln"),
        ("Eifel tower", "eiffel tower"),
        ("stattue of lincon", "statue of lincoln"),
        ("How high is the Eifell towr?", "How high is the eiffel towr?"),
        ("lihgthouse", "lighthouse"),
        ("Grösse grosze", "Grösse grosse"),
    ],
)
def test_a_slip_is_forgiven(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "statue", "statues of Lincoln", '"stattue"', "-stattue tower", "33O0 1999", "towr", "東京都塔",
        "zeppelin", "wie hoch steht das Lichthaus am Hafen", "statuette", "",
    ],
)  # fmt: skip
def test_what_is_no_slip_is_left_alone(typed: str) -> None:
    assert corrected(typed) == typed


@pytest.mark.parametrize("typed", ["corpus", "Korpora", "imágenes", "status", "light house"])
def test_a_common_word_is_no_slip_of_another(typed: str) -> None:
    words = Words("corps korporal imagenas statue lighthouse sight")
    assert spelled(typed, words, corpus_ids=[1], kinds=[]).text == typed  # type: ignore[arg-type]


def test_a_doubled_letter_is_the_likeliest_slip() -> None:
    assert nearest("stattue", ["statute", "statues", "statue"])[0] == "statue"


def test_it_says_what_was_searched_for() -> None:
    found = spelled("lincon", Words(TEXTS), corpus_ids=[1], kinds=[])  # type: ignore[arg-type]
    assert found.corrections == (Correction("lincon", "lincoln"),)


def test_a_verbatim_word_stays_as_typed() -> None:
    words = Words(TEXTS)
    found = spelled("stattue of lincon", words, corpus_ids=[1], kinds=[], verbatim={"stattue"})  # type: ignore[arg-type]
    assert (found.text, found.corrections) == ("stattue of lincoln", (Correction("lincon", "lincoln"),))
