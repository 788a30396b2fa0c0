import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.retrieval.by_picture import MIN_CONFIDENCE
from agents.retrieval.fusion import EXACT, RELIABILITY, ChannelHit, Fused, Placing, fuse, with_placing
from agents.retrieval.lexical import Record, RecordKind

pytestmark = pytest.mark.long

RECORDS = st.integers(1, 9).map(lambda number: Record(RecordKind.IMAGE, number))
LISTS = st.lists(
    st.builds(ChannelHit, RECORDS, st.floats(-1, 2)), max_size=9, unique_by=lambda each: each.record
)
CHANNELS = st.dictionaries(st.sampled_from(sorted(RELIABILITY)), LISTS)


def record(number: int) -> Record:
    return Record(RecordKind.IMAGE, number)


def order(**channels: dict[int, float]) -> list[int]:
    found = {
        name: [ChannelHit(record(number), sure) for number, sure in listed.items()]
        for name, listed in channels.items()
    }
    return [each.record.id for each in fuse(found)]


def test_a_near_copy_beats_mediocrity_in_two_channels() -> None:
    assert order(looks={1: 0.97, 2: 0.5}, meaning={2: 0.5, 3: 0.2}) == [1, 2, 3]


def test_two_channels_that_agree_beat_one() -> None:
    assert order(words={1: 0.6, 2: 0.5}, depicts={3: 0.6, 2: 0.5})[0] == 2


def test_channels_of_the_same_pixels_do_not_confirm_each_other() -> None:
    (found,) = fuse({"looks": [ChannelHit(record(1), 0.5)], "concept": [ChannelHit(record(1), 0.7)]})
    assert found.confidence == 0.5 * RELIABILITY["looks"]


def test_likeness_is_never_as_sure_as_a_copy() -> None:
    (found,) = fuse({"looks": [ChannelHit(record(1), 2.0)]})
    assert found.confidence < MIN_CONFIDENCE


def test_being_near_in_meaning_lifts_no_picture_above_what_is_seen() -> None:
    assert order(depicts={1: 0.8, 2: 0.7}, meaning={2: 0.7}) == [1, 2]


def test_what_is_below_the_floor_adds_nothing() -> None:
    """Stray letters are nearest in meaning, and far away all the same."""
    assert order(meaning={1: -0.1, 2: -0.2, 3: -0.3}, depicts={4: 0.2, 5: -0.4})[:2] == [4, 1]


def test_equal_confidences_are_ordered_by_what_is_nearer() -> None:
    assert order(looks={1: 1.0, 2: 1.4, 3: 1.2}) == [2, 3, 1]


def test_the_very_words_are_as_sure_as_can_be() -> None:
    assert order(words={1: 1.0, 2: 0.7}, meaning={1: 0.99}, **{EXACT: {2: 1.0}}) == [2, 1]


def test_each_hit_tells_where_each_channel_placed_it() -> None:
    fused = fuse({"words": [ChannelHit(record(9), 0.9), ChannelHit(record(1), 0.8)]})
    assert fused[1].placings == (Placing("words", 2, 0.8),)


@settings(max_examples=200)
@given(CHANNELS)
def test_what_is_surer_stands_higher(channels: dict[str, list[ChannelHit]]) -> None:
    fused = fuse(channels)
    shown = [each.confidence for each in fused]
    assert shown == sorted(shown, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in shown)
    assert {each.record for each in fused} == {each.record for found in channels.values() for each in found}


@settings(max_examples=200)
@given(CHANNELS, st.sampled_from(sorted(RELIABILITY)), st.floats(0, 1))
def test_another_channel_never_makes_less_sure(
    channels: dict[str, list[ChannelHit]], name: str, confidence: float
) -> None:
    for each in fuse({other: found for other, found in channels.items() if other != name}):
        more = with_placing(each, Placing(name, 1, confidence))
        assert more.confidence >= each.confidence
        assert more.confidence >= RELIABILITY[name] * confidence - 1e-9


def test_a_channel_that_looked_again_counts_once() -> None:
    seen = Fused(record(1), (Placing("looks", 1, 0.5),))
    assert with_placing(seen, Placing("looks", 2, 0.25)).confidence == 0.25 * RELIABILITY["looks"]
