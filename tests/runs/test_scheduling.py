"""Which run a worker takes next: the oldest of a kind, as soon as it has a slot for that kind."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from tests.fixtures.library import Library
from tests.runs.conftest import Broker, ask
from webapp.celery import app
from webapp.curation.models import CurationJob
from webapp.curation.tasks import curate
from webapp.kinds_of_work import Kind
from webapp.runs.execution import lifecycle
from webapp.runs.models import Run
from webapp.runs.presenting.waiting import runs_before
from webapp.runs.steering import services as steering
from webapp.runs.tasks import execute_run, try_corpus
from webapp.runs.trials import trying
from webapp.work import scheduling
from webapp.work.slots import slots

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def few_slots() -> Iterator[None]:
    """Two deep runs at once, and one of everything else."""
    app.loader.import_default_modules()  # As a worker does.
    line = "quick=1 standard=1 deep=2 indexing=1 curation=1 trials=1"
    slots.cache_clear()
    with override_settings(ENV=settings.ENV.model_copy(update={"slots": line})):
        yield
    slots.cache_clear()


@pytest.fixture
def take_all() -> Iterator[Callable[[Kind], ExitStack]]:
    """Take all slots of a kind, until they are given back."""
    with ExitStack() as every:

        def take(kind: Kind) -> ExitStack:
            stack = every.enter_context(ExitStack())
            while stack.enter_context(slots().hold(kind)):
                pass
            return stack

        yield take


def deep(library: Library) -> Run:
    """One that was asked a while ago."""
    run = ask(library, profile="deep")
    Run.objects.filter(pk=run.pk).update(created=run.created - timedelta(hours=1))
    return run


def status(run: Run) -> str:
    return Run.objects.get(pk=run.pk).status


def test_a_run_without_a_slot_waits_on_and_another_kind_is_worked_on(
    library: Library, broker: Broker, take_all: Callable[[Kind], ExitStack]
) -> None:
    long, quick = deep(library), ask(library, profile="quick")
    take_all(Kind.DEEP)
    execute_run(long.pk)
    execute_run(quick.pk)
    assert (status(long), status(quick), broker.runs) == ("queued", "finished", [])


def test_the_end_of_a_run_sends_the_oldest_of_its_kind(library: Library, broker: Broker) -> None:
    ended, first, _second = deep(library), deep(library), deep(library)
    ask(library, profile="quick")
    execute_run(ended.pk)
    assert (status(ended), broker.runs) == ("finished", [first.pk])


def test_a_cancelled_run_leaves_its_slot_to_the_next(library: Library, broker: Broker) -> None:
    cancelled, waiting = deep(library), deep(library)
    steering.cancel(cancelled)
    execute_run(cancelled.pk)
    assert broker.runs == [waiting.pk]


def test_free_slots_are_filled_from_the_oldest(
    library: Library, broker: Broker, take_all: Callable[[Kind], ExitStack]
) -> None:
    waiting = [deep(library) for _ in range(3)]
    held = take_all(Kind.DEEP)
    scheduling.fill()
    assert broker.runs == []
    held.close()
    scheduling.fill()
    assert broker.runs == [run.pk for run in waiting[:2]]


def test_an_interrupted_run_is_sent_in_its_turn(library: Library, broker: Broker) -> None:
    left, waiting = deep(library), deep(library)
    mine = Run.objects.filter(pk=left.pk)
    lifecycle.lease(mine, "a worker", timezone.now() + timedelta(minutes=1))
    scheduling.fill()
    assert broker.runs == [waiting.pk]
    broker.clear()
    lifecycle.interrupt(mine)
    scheduling.fill()
    assert broker.runs == [left.pk, waiting.pk]


def test_after_an_error_nothing_more_is_taken_up_at_once(library: Library, broker: Broker) -> None:
    failing, _waiting = deep(library), deep(library)
    Run.objects.filter(pk=failing.pk).update(policy="oracle")
    with pytest.raises(Exception, match="was to be decided by"):
        execute_run(failing.pk)
    assert (status(failing), broker.runs, slots().free(Kind.DEEP)) == ("failed", [], 2)


def test_a_broker_that_takes_nothing_leaves_runs_waiting(library: Library, dead_broker: None) -> None:
    waiting = deep(library)
    scheduling.fill()
    assert status(waiting) == "queued"


def test_a_run_that_was_deleted_is_let_go(library: Library, broker: Broker) -> None:
    run = deep(library)
    Run.objects.filter(pk=run.pk).delete()
    execute_run(run.pk)
    assert broker.runs == []


def test_only_runs_of_its_kind_stand_before_it(library: Library) -> None:
    first, _quick, second = deep(library), ask(library, profile="quick"), deep(library)
    assert (runs_before(first), runs_before(second)) == (0, 1)
    Run.objects.filter(pk=first.pk).update(status=Run.Status.INTERRUPTED)
    assert runs_before(second) == 1
    Run.objects.filter(pk=first.pk).update(status=Run.Status.PAUSED)
    assert runs_before(second) == 0


def test_questions_are_tried_by_as_many_as_have_slots(
    library: Library, take_all: Callable[[Kind], ExitStack]
) -> None:
    held = take_all(Kind.TRIALS)
    try_corpus(library.harbour.pk)
    assert library.harbour.pk in trying.untried()
    held.close()
    try_corpus(library.harbour.pk)
    assert library.harbour.pk not in trying.untried()


def test_a_job_without_a_slot_waits_for_one(
    library: Library, broker: Broker, take_all: Callable[[Kind], ExitStack]
) -> None:
    first = CurationJob.objects.create(corpus=library.harbour, kind="purge")
    second = CurationJob.objects.create(corpus=library.harbour, kind="purge")
    with take_all(Kind.CURATION):
        curate(first.pk)
        first.refresh_from_db()
        assert first.status == "queued"
    curate(first.pk)
    first.refresh_from_db()
    assert first.status == "finished"
    [message] = broker.folder.glob("*.curation.msg")
    assert f"({second.pk},)" in message.read_text()
