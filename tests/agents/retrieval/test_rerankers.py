"""What every reranker promises, and that searches of a run follow the one that is set."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from agents.observations import SearchesDone
from agents.retrieval.rerankers import (
    RERANKERS,
    Found,
    Reranker,
    RerankerUnavailable,
    UnknownReranker,
    load_reranker,
)
from agents.retrieval.rerankers.transformers import CrossEncoderReranker
from agents.toolbox import ToolContext
from tests.agents.tools.driving import call
from tests.support.tiny_models import save_captioner, save_pair_model

FOUND = [
    Found("Tower", "It rises to 41 metres."),
    Found("", "gulls nest there " * 200),
    Found("", ""),
    Found("Mole \ud83d", "十二月の雪"),
]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_pair_model(tmp_path_factory.mktemp("pairs"), "BertForSequenceClassification")


@pytest.fixture(params=["builtin", pytest.param("transformers", marks=pytest.mark.networks)], scope="module")
def reranker(request: pytest.FixtureRequest) -> Reranker:
    """Every reranker in turn."""
    if request.param == "transformers":
        return load_reranker(f"transformers:{request.getfixturevalue('pairs')}")
    return load_reranker(request.param)


def test_every_reranker_is_tried() -> None:
    assert RERANKERS.names == ["builtin", "transformers"]


def test_each_hit_has_one_place(reranker: Reranker) -> None:
    many = FOUND * 9  # More than a batch.
    assert sorted(reranker.order("how tall is the tower", many)) == list(range(len(many)))
    assert reranker.order("how tall is the tower", []) == []
    assert reranker.order("", FOUND[:1]) == [0]


def test_its_name_loads_the_same_again(reranker: Reranker) -> None:
    again = load_reranker(reranker.name)
    assert again.name == reranker.name
    assert again.order("gulls", FOUND) == reranker.order("gulls", FOUND)


def test_the_builtin_one_keeps_the_order() -> None:
    assert load_reranker().order("gulls", FOUND) == [0, 1, 2, 3]


@pytest.mark.networks
def test_a_score_does_not_depend_on_what_else_was_found(pairs: str) -> None:
    reranker = CrossEncoderReranker(pairs)
    alone = [reranker.scores("gulls", [each])[0] for each in FOUND]
    assert reranker.scores("gulls", FOUND * 8) == pytest.approx(alone * 8, abs=1e-5)
    assert all(0 <= score <= 1 for score in alone)
    best = max(range(len(FOUND)), key=lambda place: alone[place])
    assert len(set(alone)) == len(FOUND)
    assert reranker.order("gulls", FOUND)[0] == best


@pytest.mark.parametrize("name", ["oracle", "", "builtin:fast", "transformers:", "transformers"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(UnknownReranker):
        load_reranker(name)


@pytest.mark.networks
def test_weights_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match="cannot be loaded: .*Give a folder with its config.json"):
        load_reranker(f"transformers:{save_captioner(tmp_path)}")


class ByLength(Reranker):
    """The longest first; notes what it was asked."""

    name = "length"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def order(self, query: str, found: Sequence[Found]) -> list[int]:
        self.asked.append(query)
        return sorted(range(len(found)), key=lambda place: -len(found[place].words))


def test_a_search_is_shown_in_its_order(context: ToolContext) -> None:
    reranker = ByLength()
    done = call(replace(context, reranker=reranker), "search_text", queries=['"herring"', "ferry -goat"])
    assert isinstance(done, SearchesDone)
    assert reranker.asked == ["herring", "ferry"]
    for search in done.searches:
        lengths = [len(f"{hit.title}: {hit.text}") for hit in search.hits]
        assert len(lengths) > 1
        assert lengths == sorted(lengths, reverse=True)
