"""What single words of a query count: how they are folded into it, and which are left out."""

import pytest

from agents.retrieval.tokens import parse_query, weighed, without_words


def test_weights_go_by_the_stem() -> None:
    query = weighed(parse_query("red towers of the coast"), {"towers": 2.0, "harbour": 3.0})
    assert query.weights == {"tower": 2.0}


def test_pairs_of_an_unspaced_word_all_weigh() -> None:
    query = weighed(parse_query("灯塔的颜色"), {"灯塔": 0.5})
    assert query.weights == {"灯塔": 0.5}


@pytest.mark.parametrize(
    ("typed", "dropped", "left"),
    [
        ("Which tower is RED?", ["red"], "Which tower is"),
        ('"red tower" red', ["red"], '"red tower"'),
        ("the red-striped tower", ["red"], "the red-striped tower"),
        ("灯塔的颜色", ["颜色"], "灯塔的"),
        ("the  tower", [], "the  tower"),
    ],
)
def test_dropped_words_leave_the_query(typed: str, dropped: list[str], left: str) -> None:
    assert without_words(typed, dropped) == left
