"""A worker that starts takes over what another one left: nothing waits for ever, nothing is done twice."""

from datetime import datetime, timedelta

import pytest
from celery.signals import worker_ready
from django.utils import timezone

from tests.fixtures.library import Library
from tests.runs.conftest import Broker, ask
from webapp.runs.execution import services
from webapp.runs.models import Run
from webapp.work import sweeper


def put_in(run: Run, status: Run.Status, lease: timedelta | None = None) -> None:
    until = timezone.now() + lease if lease else None
    owner = "a worker" if lease else ""
    Run.objects.filter(pk=run.pk).update(status=status, lease_until=until, lease_owner=owner)


def test_a_run_whose_lease_is_over_is_interrupted_and_queued(asked: Run, broker: Broker) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=-1))
    services.requeue_interrupted()
    asked.refresh_from_db()
    assert (asked.status, asked.lease_owner, asked.lease_until) == (Run.Status.INTERRUPTED, "", None)
    assert broker.runs == [asked.pk]
    assert services.execute(asked.pk).status == Run.Status.FINISHED


def test_a_run_that_was_interrupted_is_queued(asked: Run, broker: Broker) -> None:
    put_in(asked, Run.Status.INTERRUPTED)
    services.requeue_interrupted()
    assert broker.runs == [asked.pk]


def test_a_run_that_is_worked_on_stays_so_and_is_delivered_when_its_lease_is_over(
    asked: Run, broker: Broker
) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=50))
    services.requeue_interrupted()
    asked.refresh_from_db()
    assert (asked.status, asked.lease_owner) == (Run.Status.RUNNING, "a worker")
    [message] = broker.headers
    assert asked.lease_until
    assert datetime.fromisoformat(message["eta"]) > asked.lease_until


def test_a_run_whose_message_may_be_lost_is_queued_again(asked: Run, broker: Broker) -> None:
    Run.objects.filter(pk=asked.pk).update(created=timezone.now() - timedelta(hours=1))
    services.requeue_interrupted()
    assert broker.runs == [asked.pk]


def test_a_run_that_was_just_queued_is_left_to_its_message(asked: Run, broker: Broker) -> None:
    services.requeue_interrupted()
    assert broker.runs == []


@pytest.mark.parametrize(
    "status", [Run.Status.FINISHED, Run.Status.DECLINED, Run.Status.FAILED, Run.Status.CANCELLED]
)
def test_what_has_ended_is_left_alone(asked: Run, broker: Broker, status: Run.Status) -> None:
    put_in(asked, status)
    Run.objects.filter(pk=asked.pk).update(created=timezone.now() - timedelta(hours=1))
    services.requeue_interrupted()
    asked.refresh_from_db()
    assert (asked.status, broker.runs) == (status, [])


def test_a_broker_that_takes_nothing_leaves_interrupted_runs_for_the_next_worker(
    asked: Run, dead_broker: None
) -> None:
    put_in(asked, Run.Status.RUNNING, timedelta(seconds=-1))
    services.requeue_interrupted()
    asked.refresh_from_db()
    assert asked.status == Run.Status.INTERRUPTED


def test_a_worker_does_so_when_it_is_ready(library: Library, broker: Broker) -> None:
    left = [ask(library), ask(library)]
    for run in left:
        put_in(run, Run.Status.RUNNING, timedelta(seconds=-1))
    assert sweeper  # It listens once it is imported, as every worker does.
    worker_ready.send(sender=None)
    assert broker.runs == [run.pk for run in left]
