import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.searching.similarity import NEAR, are_near_repeats, query_similarity

QUERIES = st.text('ab 1"-é東京 the', max_size=30)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("red bridge at night", "a red bridge by night"),
        ("Eiffel Tower height", "What is the height of the Eiffel Tower?"),
        ("Who designed the Sydney Opera House", "who was designing sydney opera house"),
        ("Café in Zürich", "zurich cafe"),
        ("Apollo 11 crew", "crew of Apollo 11"),
        ('"mission control" Houston', 'houston "Mission Control"'),
        (
            "Sydney Opera House architect Utzon resignation reason",
            "the reason for the resignation of Sydney Opera House architect Jørn Utzon",
        ),
        ("東京タワー 高さ", "高さ 東京タワー"),
        ("埃菲尔铁塔 高度", "高度，埃菲尔铁塔"),
    ],
)
def test_a_query_in_other_words_is_a_near_repeat(first: str, second: str) -> None:
    assert are_near_repeats(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("red bridge", "red bridge night"),
        ("Golden Gate Bridge", "Golden Gate Bridge colour"),
        ("Golden Gate Bridge main span", "Golden Gate Bridge main span length"),
        ("Golden Gate Bridge main span length", "Golden Gate Bridge main span height"),
        ("Eileen Collins first flight spacecraft", "Eileen Collins last flight spacecraft"),
        (
            "first world war battle of Ypres Canadian corps commander name",
            "second world war battle of Ypres Canadian corps commander name",
        ),
        ("東京タワー 高さ", "東京タワー 建設"),
        ("埃菲尔铁塔高度", "埃菲尔铁塔设计师"),
    ],
)
def test_one_more_or_another_word_asks_something_new(first: str, second: str) -> None:
    assert not are_near_repeats(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("world cup final stadium attendance record 2018", "world cup final stadium attendance record 2022"),
        ("world cup final stadium attendance record", "world cup final stadium attendance record 2018"),
        ("jaguar speed", "jaguar speed -car"),
        ("golden gate bridge", '"golden gate" bridge'),
        ("eclipse -moon", "eclipse -sun"),
    ],
)
def test_other_figures_phrases_or_exclusions_are_no_likeness_at_all(first: str, second: str) -> None:
    assert query_similarity(first, second) == 0


def test_a_query_of_six_words_with_one_more_is_where_repeats_begin() -> None:
    six = "granite lighthouse keeper cottage coast storm"
    assert query_similarity(six, f"{six} winter") == pytest.approx(12 / 13)
    assert 10 / 11 < NEAR < 12 / 13


def test_queries_without_a_telling_word_are_compared_as_they_stand() -> None:
    assert query_similarity("?!", " ?! ") == 1
    assert query_similarity("?!", "...") == 0
    assert query_similarity("?!", "bridge") == 0


@given(QUERIES)
def test_a_query_repeats_itself(query: str) -> None:
    assert query_similarity(query, query) == 1


@given(QUERIES, QUERIES)
def test_similarity_is_symmetric_and_within_0_and_1(first: str, second: str) -> None:
    similarity = query_similarity(first, second)
    assert similarity == query_similarity(second, first)
    assert 0 <= similarity <= 1
