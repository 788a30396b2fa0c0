"""Queries that were embedded once are at hand, whoever asks for them together."""

from collections.abc import Sequence

import numpy as np

from agents.retrieval.encoders.base import Vectors
from agents.retrieval.encoders.sentences.base import KEPT_QUERIES, QUERIES_TOGETHER, keeping_queries


class Embed:
    """The length of each text, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return np.array([[len(text)] for text in texts], np.float32).reshape(len(texts), 1)


def test_what_was_embedded_is_at_hand() -> None:
    embed = Embed()
    queries = keeping_queries(embed)
    assert queries(["a"]).tolist() == [[1]]
    assert queries(["bb", "a", "bb"]).tolist() == [[2], [1], [2]]
    assert queries(["a", "bb"]).tolist() == [[1], [2]]
    assert embed.asked == [["a"], ["bb"]]


def test_many_at_once_are_passages() -> None:
    embed = Embed()
    queries, many = keeping_queries(embed), ["a"] * (QUERIES_TOGETHER + 1)
    assert queries(many).shape == queries(many).shape == (len(many), 1)
    assert embed.asked == [many, many]


def test_nothing_in_gives_nothing_out() -> None:
    assert keeping_queries(Embed())([]).shape == (0, 1)


def test_what_is_kept_is_no_business_of_the_caller() -> None:
    queries = keeping_queries(Embed())
    queries(["a"])[:] = 7
    assert queries(["a"]).tolist() == [[1]]


def test_the_oldest_are_forgotten() -> None:
    embed = Embed()
    queries = keeping_queries(embed)
    for number in range(KEPT_QUERIES + 1):
        queries([f"{number}"])
    queries(["1"])
    queries(["0"])
    assert embed.asked[-2:] == [[f"{KEPT_QUERIES}"], ["0"]]
