"""Slots of a worker by kind: how the setting is read, and that taking one never waits."""

import pytest
from django.conf import settings

from agents.errors import ConfigurationError
from agents.messages import sentence_of
from agents.profile import PROFILES
from webapp.celery import app
from webapp.kinds_of_work import DEFAULT, Kind, parse_slots
from webapp.work import sweeper
from webapp.work.slots import Slots


def test_every_kind_has_slots_by_default() -> None:
    assert set(parse_slots(DEFAULT)) == set(Kind)
    assert parse_slots("") == parse_slots(DEFAULT)


def test_a_setting_changes_the_kinds_that_it_names() -> None:
    assert parse_slots(" deep=8  trials=2") == parse_slots(DEFAULT) | {Kind.DEEP: 8, Kind.TRIALS: 2}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("slow=2", "'slow=2' names no kind of work: quick, standard, deep, indexing, curation, trials"),
        ("deep=2 deep=3", "deep is given twice"),
        ("deep", "write deep=COUNT with a count from 1 to 64"),
        ("deep=0", "write deep=COUNT with a count from 1 to 64"),
        ("deep=65", "write deep=COUNT with a count from 1 to 64"),
        ("deep=\u0662", "write deep=COUNT with a count from 1 to 64"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told(line: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_slots(line)
    assert str(sentence_of(refused.value)) == sentence


def test_a_taken_slot_is_refused_and_given_back() -> None:
    slots = Slots({Kind.DEEP: 1, Kind.QUICK: 1})
    with slots.hold(Kind.DEEP) as first, slots.hold(Kind.DEEP) as second, slots.hold(Kind.QUICK) as other:
        assert (first, second, other, slots.free(Kind.DEEP)) == (True, False, True, 0)
    assert slots.free(Kind.DEEP) == 1


def test_a_slot_is_given_back_after_an_error() -> None:
    slots = Slots({Kind.DEEP: 1})
    with pytest.raises(ZeroDivisionError), slots.hold(Kind.DEEP):
        raise ZeroDivisionError
    assert slots.free(Kind.DEEP) == 1


def test_a_worker_has_a_thread_for_each_slot() -> None:
    assert app.conf.worker_concurrency == sum(parse_slots(settings.ENV.slots).values())


def test_each_profile_is_a_kind_of_work() -> None:
    assert set(PROFILES) <= set(Kind)


def test_a_worker_with_fewer_threads_than_slots_says_so(caplog: pytest.LogCaptureFixture) -> None:
    needed = app.conf.worker_concurrency
    for count in (0, needed, needed + 1):
        sweeper.warn_of_few_threads(count)
    assert not caplog.records
    sweeper.warn_of_few_threads(4)
    assert f"4 threads for {needed} slots" in caplog.text
