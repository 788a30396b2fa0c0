"""The journal takes events from whoever has the run, in both databases."""

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.events import StepDecided
from agents.types import ToolCall
from webapp.runs import journal
from webapp.runs.models import Run

DECIDED = StepDecided(
    1, "Look for 'harbour', 港口 and 100 %s", (ToolCall("c1", "search_text", {"text": "x"}),)
)


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.django_db), "postgres"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "postgres":
        database: BaseDatabaseWrapper = request.getfixturevalue("postgres_as_default")
        assert database.vendor == "postgresql"
        call_command("migrate", verbosity=0)
    return Run.objects.create(question="?", policy="scripted", lease_owner="me")


def test_its_owner_writes_into_it(run: Run) -> None:
    assert journal.append_as("me", run, 1, DECIDED)
    assert list(journal.read(run)) == [(1, DECIDED)]


def test_nobody_else_does(run: Run) -> None:
    assert not journal.append_as("another", run, 1, DECIDED)
    assert journal.last_seq(run) == 0
