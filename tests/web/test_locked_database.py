"""SQLite, while another process writes for longer than anybody waits: it is told, and nothing is lost."""

from contextlib import ExitStack

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from agents.events import StepDecided
from tests.fixtures.locked_database import Lock
from webapp.accounts.models import SignInFailure
from webapp.runs.execution import journal, run_leases
from webapp.runs.models import Run

PASSWORD = "a long enough password"
EVENT = StepDecided(1, "Look for the harbour", ())


@pytest.fixture
def run(locked: Lock) -> Run:
    return Run.objects.create(question="?", policy="scripted")


def test_a_form_is_told_and_can_be_sent_again(locked: Lock) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    client, form = Client(raise_request_exception=False), {"username": "ada", "password": PASSWORD}
    with locked():
        response = client.post("/sign-in/", form)
        assert response.status_code == 503
        assert "Try again in half a minute" in response.content.decode()
        assert response["Retry-After"] == "30"
        assert not SignInFailure.objects.exists()
    assert client.post("/sign-in/", form).status_code == 302


def test_pages_are_read_meanwhile(locked: Lock) -> None:
    client = Client()
    client.force_login(User.objects.create_user("ada"))
    with locked():
        assert client.get("/account/").status_code == 200
        assert client.get("/healthz").json() == {"status": "ok"}


def test_a_run_that_could_not_write_is_interrupted(run: Run, locked: Lock) -> None:
    with pytest.raises(OperationalError, match="locked"), run_leases.leased(run.pk) as leased:
        journal.append_as(leased.lease_owner, leased, 1, EVENT)
        with locked():
            journal.append_as(leased.lease_owner, leased, 2, EVENT)
    run.refresh_from_db()
    assert (run.status, run.lease_until, run.message) == (Run.Status.INTERRUPTED, None, "")
    with run_leases.leased(run.pk) as again:
        assert [seq for seq, _ in journal.read(again)] == [1]


def test_a_run_keeps_its_lease_while_nobody_can_write(run: Run, locked: Lock) -> None:
    with (
        pytest.raises(OperationalError, match="locked"),
        ExitStack() as longer,  # It ends after the lease was taken.
        run_leases.leased(run.pk) as leased,
    ):
        longer.enter_context(locked())
        journal.append_as(leased.lease_owner, leased, 1, EVENT)
    run.refresh_from_db()
    assert run.status == Run.Status.RUNNING
    assert run.lease_until


def test_a_fault_of_a_query_still_fails_a_run(run: Run) -> None:
    with pytest.raises(OperationalError), run_leases.leased(run.pk):
        raise OperationalError("no such column: colour")
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
