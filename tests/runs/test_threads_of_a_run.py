"""What the threads around a run see of it in the database: its heartbeat, its watchdog, a cancel meanwhile.

No test here may use `library`: the database is emptied after each.
"""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from agents.events import CallStarted, Event
from tests.fixtures.library import Library
from tests.runs.conftest import ask
from tests.runs.scripted import model_of
from tests.support.model_server import Silence, in_order
from tests.support.waiting import PATIENCE_SECONDS, wait_until
from webapp.runs.execution import run_leases, services
from webapp.runs.models import Run
from webapp.runs.steering import services as steering
from webapp.work.leases import Busy

pytestmark = pytest.mark.long


def test_a_heartbeat_keeps_the_run_for_as_long_as_a_step_takes(
    own_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(own_library)
    monkeypatch.setattr(run_leases, "LEASE", timedelta(seconds=3))
    refused: list[str] = []

    def take_longer_than_a_lease(event: Event) -> None:
        if isinstance(event, CallStarted) and not refused:
            first = Run.objects.get(pk=asked.pk).lease_until
            assert first
            wait_until(lambda: timezone.now() > first)
            with pytest.raises(Busy) as error:
                services.execute(asked.pk)
            refused.append(str(error.value))

    assert services.execute(asked.pk, take_longer_than_a_lease).status == Run.Status.FINISHED
    assert refused


def test_a_run_that_is_silent_for_too_long_is_ended_with_a_sentence(
    own_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(own_library)
    monkeypatch.setattr(run_leases, "LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr(run_leases, "SILENCE", timedelta(seconds=0.5))

    def has_ended() -> bool:
        asked.refresh_from_db()
        return asked.finished is not None

    def hang(event: Event) -> None:
        if isinstance(event, CallStarted):
            wait_until(has_ended)

    with pytest.raises(Busy):
        services.execute(asked.pk, hang)
    assert asked.status == Run.Status.FAILED
    assert asked.message.startswith("Nothing has happened for")


def test_a_request_that_is_under_way_is_dropped_when_its_run_is_cancelled(own_library: Library) -> None:
    refused: list[BaseException] = []

    def work(run_id: int) -> None:
        try:
            services.execute(run_id)
        except Busy as error:
            refused.append(error)
        finally:
            connection.close()

    with model_of(in_order(Silence(PATIENCE_SECONDS))) as server:
        run = ask(own_library)
        worker = Thread(target=work, args=(run.pk,))
        worker.start()
        wait_until(lambda: bool(server.requests) or not worker.is_alive())
        steering.cancel(run)
        worker.join(PATIENCE_SECONDS)
        assert server.abandoned.wait(PATIENCE_SECONDS)
    assert refused
    run.refresh_from_db()
    assert run.status == Run.Status.CANCELLED
