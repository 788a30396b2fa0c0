"""What a worker that is gone left behind: nothing waits for ever, nothing is done twice."""

import os
from datetime import timedelta

import pytest
from celery.signals import worker_ready
from django.utils import timezone

from tests.fixtures.library import Library
from tests.runs.conftest import Broker, ask
from webapp.celery import app
from webapp.runs.execution import services
from webapp.runs.models import Run
from webapp.work import leases, sweeper

pytestmark = pytest.mark.long

LONG_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def tasks() -> None:
    """As every worker has them."""
    app.loader.import_default_modules()


def put_in(run: Run, status: Run.Status, lease: timedelta | None = None, owner: str = "a worker") -> None:
    until = timezone.now() + lease if lease else None
    Run.objects.filter(pk=run.pk).update(
        status=status, lease_until=until, lease_owner=owner if lease else "", created=run.created - LONG_AGO
    )


def state(run: Run) -> tuple[str, str]:
    run.refresh_from_db()
    return run.status, run.lease_owner


def test_a_run_whose_lease_is_over_is_interrupted_and_sent(asked: Run, broker: Broker) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=-1))
    sweeper.recover()
    assert state(asked) == ("interrupted", "")
    assert broker.runs == [asked.pk]
    assert services.execute(asked.pk).status == Run.Status.FINISHED


def test_a_run_that_is_worked_on_stays_so(asked: Run, broker: Broker) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=50))
    sweeper.recover()
    assert state(asked) == ("running", "a worker")
    assert broker.runs == []


def test_a_killed_process_of_this_machine_loses_its_lease_at_once(asked: Run, broker: Broker) -> None:
    with leases.owning() as owner:
        put_in(asked, Run.Status.RUNNING, timedelta(seconds=50), owner)
        sweeper.recover()
        assert state(asked) == ("running", owner)
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=50), owner.replace(str(os.getpid()), str(child)))
    assert services.execute(asked.pk).status == Run.Status.FINISHED


@pytest.mark.parametrize("status", [Run.Status.QUEUED, Run.Status.INTERRUPTED])
def test_a_run_without_a_message_is_sent_again(asked: Run, broker: Broker, status: Run.Status) -> None:
    put_in(asked, status)
    sweeper.recover()
    assert broker.runs == [asked.pk]


def test_a_run_that_was_just_asked_is_left_to_its_message(asked: Run, broker: Broker) -> None:
    sweeper.recover()
    assert broker.runs == []


@pytest.mark.parametrize("status", ["finished", "declined", "failed", "cancelled", "paused"])
def test_what_does_not_wait_is_left_alone(asked: Run, broker: Broker, status: str) -> None:
    put_in(asked, Run.Status(status))
    sweeper.recover()
    assert (state(asked), broker.runs) == ((status, ""), [])


def test_a_broker_that_takes_nothing_leaves_runs_waiting(asked: Run, dead_broker: None) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=-1))
    sweeper.recover()
    assert state(asked) == ("interrupted", "")


def test_a_worker_does_so_when_it_is_ready(library: Library, broker: Broker) -> None:
    left = [ask(library), ask(library)]
    for run in left:
        put_in(run, Run.Status.RUNNING, timedelta(seconds=-1))
    worker_ready.send(sender=None)
    assert broker.runs == [run.pk for run in left]
