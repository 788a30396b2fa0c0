"""The planted pairs are what they say they are, and the rules do what was measured."""

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
ARTICLES = ROOT / "webapp/corpora/sample/articles"

_spec = importlib.util.spec_from_file_location("verification", ROOT / "benchmarks/verification.py")
assert _spec and _spec.loader
verification = sys.modules["verification"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(verification)

PAIRS = verification.read_pairs()


def test_there_are_two_hundred_pairs_and_half_are_swapped() -> None:
    assert [pair.id for pair in PAIRS] == list(range(1, 201))
    for held_out in (False, True):
        half = [pair for pair in PAIRS if pair.is_held_out is held_out]
        assert (len(half), sum(pair.is_swapped for pair in half)) == (100, 50)


def test_every_quote_stands_in_the_article_of_its_title() -> None:
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES.glob("*.md")]
    by_title = {text.splitlines()[0].removeprefix("# "): text for text in texts}
    assert [pair.id for pair in PAIRS if pair.quote not in by_title[pair.title]] == []


def test_the_two_claims_about_a_quote_are_in_the_same_half() -> None:
    halves = {(pair.quote, pair.is_held_out) for pair in PAIRS}
    assert len(halves) == len({quote for quote, _ in halves}) == 100


@pytest.mark.parametrize("held_out", [False, True])
def test_the_rules_find_most_swapped_claims_and_object_to_few_true_ones(held_out: bool) -> None:
    half = [pair for pair in PAIRS if pair.is_held_out is held_out]
    result = verification.score(half, verification.by_rules)
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@pytest.mark.parametrize(
    ("verifier", "precision", "recall"),
    [("knows", 0.99, 0.97), ("compares letters", 0.85, 0.75), ("agrees to all", 0.99, 0.55)],
)
def test_a_verifier_is_asked_where_the_rules_cannot_tell_and_overrules_no_figure(
    verifier: str, precision: float, recall: float
) -> None:
    held_out = [pair for pair in PAIRS if pair.is_held_out]
    with verification.checking(verification.verifiers(PAIRS)[verifier]) as checker:
        result = verification.score(
            held_out, lambda pair: checker.verdict(pair.claim, pair.title, pair.quote)
        )
        assert 0 < checker.asked < len(held_out) / 2
    assert result.precision >= precision
    assert result.recall >= recall
