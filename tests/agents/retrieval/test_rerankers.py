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
from agents.toolbox import ToolContext
from tests.agents.tools.driving import call
from tests.support.tiny_models import save_captioner, save_pair_model

FOUND = [
    Found("Tower", "It rises to 41 metres.", 0.9),
    Found("", "gulls nest there " * 200, 0.7),
    Found("", "", 0.5),
    Found("Mole \ud83d", "十二月の雪", 0.1),
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


def test_each_hit_has_a_score(reranker: Reranker) -> None:
    scores = reranker.scores("how tall is the tower", FOUND)
    assert len(scores) == len(FOUND)
    assert all(0 <= score <= 1 for score in scores)
    assert reranker.scores("how tall is the tower", []) == []


def test_scores_do_not_depend_on_what_else_was_found(reranker: Reranker) -> None:
    many = FOUND * 8
    together = reranker.scores("how tall is the tower", many)
    alone = [reranker.scores("how tall is the tower", [each])[0] for each in FOUND]
    assert together == pytest.approx(alone * 8, abs=1e-5)


def test_its_name_loads_the_same_again(reranker: Reranker) -> None:
    again = load_reranker(reranker.name)
    assert again.name == reranker.name
    assert again.scores("gulls", FOUND) == pytest.approx(reranker.scores("gulls", FOUND))


@pytest.mark.networks
def test_texts_are_told_apart(pairs: str) -> None:
    assert len(set(load_reranker(f"transformers:{pairs}").scores("gulls", FOUND))) == len(FOUND)


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

    def scores(self, query: str, found: Sequence[Found]) -> list[float]:
        self.asked.append(query)
        return [len(each.words) / 1e6 for each in found]


def test_a_search_is_shown_in_its_order(context: ToolContext) -> None:
    reranker = ByLength()
    done = call(replace(context, reranker=reranker), "search_text", queries=["herring", "ferry"])
    assert isinstance(done, SearchesDone)
    assert reranker.asked == ["herring", "ferry"]
    for search in done.searches:
        lengths = [len(f"{hit.title}: {hit.text}") for hit in search.hits]
        assert len(lengths) > 1
        assert lengths == sorted(lengths, reverse=True)
