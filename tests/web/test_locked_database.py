"""SQLite, while another process writes for longer than anybody waits: it is told, and nothing is lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.test import Client
from pytest_django import DjangoDbBlocker

from agents.events import StepDecided
from tests.fixtures.postgres import database_at
from webapp.accounts.models import SignInFailure
from webapp.runs import claims, journal
from webapp.runs.models import Run

PASSWORD = "a long enough password"
EVENT = StepDecided(1, "Look for the harbour", ())
Lock = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def locked(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Lock]:
    """`with locked():` another connection writes; the default database is a file, and waits 50 ms for it."""
    file = tmp_path / "sightline.sqlite3"

    @contextmanager
    def lock() -> Iterator[None]:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()

    with (
        django_db_blocker.unblock(),
        database_at(f"sqlite:///{file}", DEFAULT_DB_ALIAS) as connection,
    ):
        connection.settings_dict["OPTIONS"] = {**settings.DATABASES["default"]["OPTIONS"], "timeout": 0.05}
        call_command("migrate", verbosity=0)
        yield lock


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
    with pytest.raises(OperationalError, match="locked"), claims.claimed(run.pk) as claimed:
        journal.append_as(claimed.lease_owner, claimed, 1, EVENT)
        with locked():
            journal.append_as(claimed.lease_owner, claimed, 2, EVENT)
    run.refresh_from_db()
    assert (run.status, run.lease_until, run.message) == (Run.Status.INTERRUPTED, None, "")
    with claims.claimed(run.pk) as again:
        assert [seq for seq, _ in journal.read(again)] == [1]


def test_a_run_keeps_its_lease_while_nobody_can_write(run: Run, locked: Lock) -> None:
    with (
        pytest.raises(OperationalError, match="locked"),
        ExitStack() as longer,  # It ends after the claim.
        claims.claimed(run.pk) as claimed,
    ):
        longer.enter_context(locked())
        journal.append_as(claimed.lease_owner, claimed, 1, EVENT)
    run.refresh_from_db()
    assert run.status == Run.Status.RUNNING
    assert run.lease_until


def test_a_fault_of_a_query_still_fails_a_run(run: Run) -> None:
    with pytest.raises(OperationalError), claims.claimed(run.pk):
        raise OperationalError("no such column: colour")
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
