from collections.abc import Sequence

from agents.searching.gain import SearchGain, leaving_reason

OTHERS = ["granite quarry", "harbour crane", "river ferry", "alpine railway", "desert observatory"]


def search(step: int, novel: int, *, query: str = "", kept: int = 0, found: int = 8) -> SearchGain:
    return SearchGain(step, query or OTHERS[step % len(OTHERS)], found, novel, kept)


def series(*novel: int, start: int = 1) -> list[SearchGain]:
    """Searches for different things, one a step."""
    return [search(step, new) for step, new in enumerate(novel, start)]


def repeats(*novel: int, query: str = "Eiffel Tower height") -> list[SearchGain]:
    return [search(step, new, query=query) for step, new in enumerate(novel, 1)]


def left_at(searches: Sequence[SearchGain], before: Sequence[SearchGain] = ()) -> int | None:
    """How many of the searches are made until the rule says to leave."""
    counts = range(1, len(searches) + 1)
    return next((n for n in counts if leaving_reason(searches[:n], [*before, *searches[:n]])), None)


def test_new_records_and_those_kept_are_gain() -> None:
    assert search(1, novel=5, kept=2).gain == 7


def test_a_goal_whose_gain_falls_under_the_runs_average_is_left() -> None:
    # After five searches (4 + 4 + 2) / 3 is below 24 / 6; after four (6 + 4 + 4) / 3 is above 22 / 5.
    before = series(2, start=10)
    assert left_at(series(6, 6, 4, 4, 2), before) == 5


def test_a_goal_that_brings_what_the_run_brings_goes_on() -> None:
    assert left_at(series(3, 3, 3, 3, 3, 3)) is None


def test_a_goal_is_not_left_before_its_fourth_search() -> None:
    rich = series(8, 8, 8, 8, start=10)
    assert left_at(series(1, 1, 1, 1), rich) == 4


def test_evidence_that_was_kept_makes_a_search_pay() -> None:
    rich = series(4, 4, 4, 4, start=10)
    kept = [search(step, 1, kept=4) for step in range(1, 6)]
    assert left_at(kept, rich) is None


def test_the_queries_of_one_step_are_one_search() -> None:
    rich = series(8, 8, 8, 8, start=10)
    fan = [search(1, novel, query=OTHERS[novel]) for novel in (4, 3, 2, 1, 0)]
    assert leaving_reason(fan, [*rich, *fan]) == ""


def test_a_step_with_many_queries_does_not_raise_the_bar_for_later_ones() -> None:
    fan = [search(1, 5, query=query) for query in OTHERS]
    assert left_at([*fan, *series(6, 6, 6, start=2)]) is None


def test_steps_of_parallel_goals_may_lie_between_each_other() -> None:
    own = series(3, 3, 3, 3)
    mixed = [own[0], search(7, 6), own[1], search(7, 0), own[2], own[3]]
    assert leaving_reason(own, mixed) == ""


def test_without_a_run_to_compare_with_a_goal_is_not_left() -> None:
    assert leaving_reason(series(8, 1, 1, 1), series(8, 1, 1)) == ""


def test_three_steps_that_ask_the_same_and_find_nothing_new_end_searching() -> None:
    assert "nothing new" in leaving_reason(repeats(0, 0, 0), repeats(0, 0, 0))


def test_asking_the_same_thrice_may_go_on_while_something_new_is_found() -> None:
    assert leaving_reason(repeats(0, 1, 0), ()) == ""


def test_going_back_to_what_was_asked_long_before_is_repetition_too() -> None:
    asked = [search(step, 8, query=query) for step, query in enumerate(OTHERS, 1)]
    again = [search(step, 0, query=query) for step, query in enumerate(OTHERS[:3], 6)]
    assert leaving_reason([*asked, *again[:2]], ()) == ""
    assert leaving_reason([*asked, *again], ()) != ""


def test_different_queries_without_luck_are_no_repetition() -> None:
    assert leaving_reason(series(0, 0, 0), ()) == ""


def test_different_pictures_without_luck_are_no_repetition() -> None:
    pictures = [SearchGain(step, "", 8, 0) for step in (1, 2, 3)]
    assert leaving_reason(pictures, ()) == ""
