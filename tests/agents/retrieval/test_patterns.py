"""Patterns: exact words in any case, with a few characters where a star stands."""

import pytest

from agents.retrieval.patterns import AROUND, GAP, Pattern

TEXT = "The keeper has lived\nthere since 1998. Keeper X-17 lived on.\nÉcole de Port Ellery."


def found(pattern: str, text: str = TEXT) -> list[str]:
    return [text[place.start : place.end] for place in Pattern(pattern).places(text)]


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("KEEPER", ["keeper", "Keeper"]),
        ("école", ["École"]),
        ("lived there", ["lived\nthere"]),
        ("keeper*lived", ["keeper has lived", "Keeper X-17 lived"]),
        ("keeper * lived *on", ["Keeper X-17 lived on"]),
        ("has*there", []),
        ("x-1.", []),
        ("*keeper has*", ["keeper has"]),
        ("ellery.", ["Ellery."]),
    ],
)
def test_a_pattern_stands_where_its_words_do(pattern: str, places: list[str]) -> None:
    assert found(pattern) == places


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (GAP, 1), (GAP + 1, 0)])
def test_a_star_is_at_most_so_many_characters(gap: int, count: int) -> None:
    assert len(found("lamp*oil", f"lamp{'x' * gap}oil")) == count


def test_a_star_takes_the_nearest_beginning() -> None:
    assert found("a1*b2", "a1 a1 b2") == ["a1 b2"]


def test_the_first_end_that_fits_need_not_be_the_first_there_is() -> None:
    text = f"one two {'x' * 30} two three"
    assert found("one*two*three", text) == [text]


def test_a_line_is_told_once_and_cut_around_its_place() -> None:
    text = f"before\n{'a ' * 200}herring and herring {'b ' * 200}herring\nafter"
    first, second = Pattern("herring").places(text)
    assert first.line.startswith("a a")
    assert "herring and herring b" in first.line
    assert len(first.line) <= 2 * AROUND + len("herring")
    assert second.line.endswith("herring")


@pytest.mark.parametrize("pattern", ["", "*", " * * "])
def test_a_pattern_without_words_stands_nowhere(pattern: str) -> None:
    assert Pattern(pattern).pieces == ()
    assert found(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [("keeper*lived there", "keeper"), ("École", "cole"), ("海 X1", "X1"), ("海", ""), ("50%_", "50%_")],
)
def test_the_literal_is_what_every_database_finds_in_any_case(pattern: str, literal: str) -> None:
    assert Pattern(pattern).literal == literal


def test_hostile_patterns_and_texts_take_no_time_to_speak_of() -> None:
    """Tried one way after the other, there would be more ways than a lifetime has seconds."""
    assert found("*".join("aaaaaaa") + "*b", "a" * 20_000 + "c") == []
