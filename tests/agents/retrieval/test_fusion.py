from hypothesis import given
from hypothesis import strategies as st

from agents.retrieval.fusion import Candidate, fuse
from agents.retrieval.lexical import Record, RecordKind

WEIGHTS = {"words": 1.5, "meaning": 1.0}


def record(number: int) -> Record:
    return Record(RecordKind.PASSAGE, number)


def ranked(*numbers: int) -> list[Candidate]:
    return [Candidate(record(number), 0.5) for number in numbers]


def test_first_in_every_channel_scores_one() -> None:
    assert fuse({"words": ranked(1, 2), "meaning": ranked(1, 3)}, WEIGHTS)[0].score == 1.0


def test_an_exact_word_beats_a_guess_of_the_same_rank() -> None:
    fused = fuse({"words": ranked(1), "meaning": ranked(2)}, WEIGHTS)
    assert [f.record.id for f in fused] == [1, 2]


def test_two_channels_that_agree_beat_one() -> None:
    fused = fuse({"words": ranked(1, 2), "meaning": ranked(3, 2)}, WEIGHTS)
    assert fused[0].record.id == 2


def test_each_hit_tells_where_each_channel_placed_it() -> None:
    best = fuse({"words": ranked(9, 1), "meaning": ranked(1)}, WEIGHTS)[0]
    assert [(p.channel, p.rank) for p in best.placings] == [("words", 2), ("meaning", 1)]


@given(st.lists(st.integers(1, 30), unique=True), st.lists(st.integers(1, 30), unique=True))
def test_nothing_is_lost_and_scores_stay_between_0_and_1(first: list[int], second: list[int]) -> None:
    fused = fuse({"words": ranked(*first), "meaning": ranked(*second)}, WEIGHTS)
    assert {f.record.id for f in fused} == set(first) | set(second)
    assert all(0 < f.score <= 1.0 + 1e-9 for f in fused)
    assert [f.score for f in fused] == sorted((f.score for f in fused), reverse=True)
