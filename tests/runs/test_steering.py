"""Steering runs in the database: cancel, pause, resume, and orders that their worker takes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from agents.events import CallFinished, Event, Outcome, QuestionUnderstood, RunEnded
from agents.orders import AnswerNow, Hint, Pause, ReviseUnderstanding
from agents.questions.types import AnswerType, Ask, Understanding
from tests.fixtures.library import Library
from tests.runs.conftest import Broker, ask
from webapp.corpora.errors import BadInput
from webapp.runs.asking import follow_ups
from webapp.runs.execution import journal, services
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import seconds_of
from webapp.runs.steering import services as steering
from webapp.work.leases import Busy

pytestmark = pytest.mark.long


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("person")


def test_a_cancelled_run_writes_no_more_and_keeps_what_it_found(asked: Run) -> None:
    def cancel_then(event: Event) -> None:
        if isinstance(event, CallFinished):
            steering.cancel(asked)

    with pytest.raises(Busy, match="ended by a person"):
        services.execute(asked.pk, cancel_then)
    asked.refresh_from_db()
    assert (asked.status, asked.lease_owner) == (Run.Status.CANCELLED, "")
    assert asked.finished
    *before, (_, last) = journal.read(asked)
    assert last == RunEnded(Outcome.CANCELLED, asked.message)
    assert isinstance(before[-1][1], CallFinished)
    assert journal.state(asked).memory.pictures


def test_a_run_that_nobody_has_begun_can_be_cancelled(asked: Run) -> None:
    steering.cancel(asked)
    asked.refresh_from_db()
    assert asked.status == Run.Status.CANCELLED
    assert asked.message == "The run was cancelled before it had found anything."
    with pytest.raises(Busy):
        services.execute(asked.pk)


def test_a_run_that_has_ended_cannot_be_cancelled(asked: Run) -> None:
    run = services.execute(asked.pk)
    with pytest.raises(BadInput, match="has ended"):
        steering.cancel(run)
    run.refresh_from_db()
    assert run.status == Run.Status.FINISHED


def test_a_paused_run_is_let_go_and_resumes_to_the_same_answer(
    asked: Run, library: Library, person: User, broker: Broker
) -> None:
    def pause_once(event: Event) -> None:
        if isinstance(event, CallFinished) and not asked.orders.exists():
            asked.refresh_from_db()
            steering.give(asked, Pause(), person)

    run = services.execute(asked.pk, pause_once)
    assert (run.status, run.lease_owner) == (Run.Status.PAUSED, "")
    steering.resume(run)
    run = services.execute(run.pk)
    assert run.status == Run.Status.FINISHED
    assert journal.state(run).answer == journal.state(services.execute(ask(library).pk)).answer


@pytest.mark.parametrize("way_on", [steering.resume, steering.cancel])
def test_time_paused_is_not_work(
    asked: Run, person: User, broker: Broker, way_on: Callable[[Run], None]
) -> None:
    def pause_once(event: Event) -> None:
        if isinstance(event, CallFinished) and not asked.orders.exists():
            steering.give(asked, Pause(), person)

    run, hour = services.execute(asked.pk, pause_once), timedelta(hours=1)
    Run.objects.update(started=F("started") - hour)
    run.events.update(created=F("created") - hour)
    way_on(run)
    if way_on is steering.resume:
        services.execute(run.pk)
    run.refresh_from_db()
    assert run.finished
    assert 0 < (seconds_of(run) or 0) < hour.total_seconds() / 2


def test_a_run_that_waits_is_paused_at_once(asked: Run, person: User) -> None:
    steering.give(asked, Pause(), person)
    with pytest.raises(Busy):
        services.execute(asked.pk)
    asked.refresh_from_db()
    assert asked.status == Run.Status.PAUSED


def test_only_a_paused_run_resumes(asked: Run) -> None:
    with pytest.raises(BadInput, match="not paused"):
        steering.resume(asked)


def test_the_worker_takes_orders_in_turn(asked: Run, person: User) -> None:
    steering.give(asked, Hint("The keeper's log"), person)
    steering.give(asked, AnswerNow(), person)
    run = services.execute(asked.pk)
    state = journal.state(run)
    assert state.hints == ["The keeper's log"]
    assert [step.intent for step in state.steps] == ["An answer is wanted now."]


def test_an_ended_run_takes_no_orders(asked: Run, person: User) -> None:
    run = services.execute(asked.pk)
    with pytest.raises(BadInput, match="has ended"):
        steering.give(run, AnswerNow(), person)


def test_a_question_asks_on_from_the_answer_before(asked: Run, library: Library) -> None:
    before = services.execute(asked.pk)
    after = ask(library)
    Run.objects.filter(pk=after.pk).update(follows=before, question="Who designed it?")
    started = journal.state(services.execute(after.pk)).started
    assert started
    [exchange] = started.question.earlier
    assert exchange.question == before.question
    assert "1854" in exchange.answer


def test_a_question_is_read_before_its_first_step(asked: Run) -> None:
    events = [event for _, event in journal.read(services.execute(asked.pk))]
    assert isinstance(events[1], QuestionUnderstood)
    assert events[1].understanding.language == "en"


def test_a_run_asked_again_goes_by_the_new_reading(asked: Run, person: User, broker: Broker) -> None:
    reading = Understanding("en", (Ask("Who designed the lighthouse", expects=AnswerType.PERSON),))
    ended = services.execute(asked.pk)
    wish = ReviseUnderstanding(reading)
    again = follow_ups.ask_again(ended, owner=person, corpora=list(ended.corpora.all()), wish=wish)
    state = journal.state(services.execute(again.pk))
    assert state.understanding == replace(reading, by="person")
