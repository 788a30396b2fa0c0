import pytest

from agents.retrieval.lexical import LexicalIndex, Record
from tests.corpora.fulltext.entries import IMAGE, PASSAGE, found, image, passage, search


def test_a_record_is_replaced_not_doubled(index: LexicalIndex) -> None:
    index.replace([passage(1, "a heron"), passage(2, "hay")])
    index.replace([passage(1, "a stork")])
    assert found(index, "heron") == []
    assert found(index, "stork") == [("passage", 1)]
    assert index.count(1) == 2


def test_of_two_entries_for_a_record_the_later_counts(index: LexicalIndex) -> None:
    index.replace([passage(1, "a heron"), passage(1, "a stork")])
    assert (found(index, "heron"), found(index, "stork")) == ([], [("passage", 1)])


def test_a_replaced_record_can_move_to_another_corpus(index: LexicalIndex) -> None:
    index.replace([passage(1, "a heron")])
    index.replace([passage(1, "a heron", corpus_id=2)])
    assert (index.count(1), index.count(2)) == (0, 1)
    assert found(index, "heron", corpora=[1]) == []
    assert found(index, "heron", corpora=[2]) == [("passage", 1)]


def test_removed_records_are_forgotten_and_unknown_ones_passed_over(index: LexicalIndex) -> None:
    index.replace([passage(1, "owl"), image(1, "owl"), passage(2, "owl")])
    index.remove([Record(PASSAGE, 1), Record(IMAGE, 77)])
    assert found(index, "owl") == [("passage", 2), ("image", 1)]


def test_removing_a_corpus_leaves_the_others(index: LexicalIndex) -> None:
    index.replace([passage(1, "owl"), image(1, "owl"), passage(2, "owl", corpus_id=11)])
    index.remove_corpus(1)
    assert (index.count(1), index.count(11)) == (0, 1)
    assert found(index, "owl", corpora=[1, 11]) == [("passage", 2)]


def test_more_entries_than_a_batch_are_all_indexed(index: LexicalIndex) -> None:
    index.replace(passage(number, f"plate {number}") for number in range(1201))
    assert index.count(1) == 1201
    assert found(index, "1200") == [("passage", 1200)]


def test_a_record_without_words_is_counted_and_never_found(index: LexicalIndex) -> None:
    index.replace([image(1, ""), image(2, "?!"), image(3, "owl")])
    assert index.count(1) == 3
    assert found(index, "owl ?!") == [("image", 3)]


@pytest.mark.parametrize(
    "query",
    ["o'clock", '"o\'clock"', "NEAR(a, b)", "100% %s", "drop:*", "clock & !hay", "a\0clock", "'); DROP"],
)
def test_quotes_and_operators_of_the_database_are_plain_text(index: LexicalIndex, query: str) -> None:
    index.replace(
        [passage(1, "o'clock \\ NEAR(a, b) OR 100% \"x\" '); DROP TABLE"), passage(2, "rain"), passage(3, "")]
    )
    assert found(index, query) == [("passage", 1)]


def test_a_word_repeated_without_end_stops_counting(index: LexicalIndex) -> None:
    index.replace(
        [passage(1, "owl " * 300 + "barn"), passage(2, "owl " * 255 + "hay " * 45 + "barn"), passage(3, "x")]
    )
    first, second = search(index, "barn owl")
    assert first.score == second.score


def test_text_beyond_the_limit_is_not_indexed(index: LexicalIndex) -> None:
    words = [f"{number:x}".rjust(40, "\U00010330") for number in range(7_000)]
    index.replace([passage(1, " ".join(["first", *words, "last"]))])
    assert found(index, "first") == [("passage", 1)]
    assert found(index, "last") == []
