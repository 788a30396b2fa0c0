"""The journal takes events from whoever has the run, in both databases."""

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.events import CallFinished, Event, Outcome, RunEnded, StepDecided
from agents.observations import HitsFound, Observation
from agents.orders import Hint
from agents.types import ToolCall
from webapp.runs.execution import journal, orders, run_leases, services
from webapp.runs.models import Run

DECIDED = StepDecided(
    1, "Look for 'harbour', 港口 and 100 %s", (ToolCall("c1", "search_text", {"text": "x"}),)
)


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.django_db),
        pytest.param("postgres", marks=pytest.mark.processes),
    ]
)
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "postgres":
        database: BaseDatabaseWrapper = request.getfixturevalue("postgres_as_default")
        assert database.vendor == "postgresql"
    return Run.objects.create(question="?", policy="scripted", status=Run.Status.RUNNING, lease_owner="me")


def test_its_owner_writes_into_it(run: Run) -> None:
    assert journal.append_as("me", run, 1, DECIDED)
    assert list(journal.read(run)) == [(1, DECIDED)]


def test_nobody_else_does(run: Run) -> None:
    assert not journal.append_as("another", run, 1, DECIDED)
    assert journal.last_seq(run) == 0


HOSTILE = "no\0 \ud800 \ud83d\ude00"
CLEAN = "no\ufffd \ufffd \U0001f600"


def events_with(text: str, key: str) -> list[Event]:
    """What a model wrote, what a tool returned, and how a run ended."""
    return [
        StepDecided(1, text, (ToolCall("c1", text, {key: [{"a": text}]}),)),
        CallFinished(1, Observation(text, HitsFound(text, (), words_only=(text,)))),
        RunEnded(Outcome.DECLINED, text),
    ]


def test_what_no_database_takes_is_cleaned(run: Run) -> None:
    for seq, event in enumerate(events_with(HOSTILE, "no\0"), start=1):
        journal.append(run, 2 * seq - 1, event)
        assert journal.append_as("me", run, 2 * seq, event)
    clean = events_with(CLEAN, "no\ufffd")
    assert [event for _, event in journal.read(run)] == [event for event in clean for _ in range(2)]


def test_the_end_of_a_run_is_cleaned(run: Run) -> None:
    run_leases.end(run, status=Run.Status.DECLINED, message=HOSTILE)
    assert Run.objects.get().message == CLEAN


def test_orders_are_cleaned(run: Run) -> None:
    orders.add(run, Hint(HOSTILE), None)
    [order] = orders.after(run, 0)
    assert order.wish == Hint(CLEAN)


def test_questions_are_cleaned(run: Run) -> None:
    asked = services.create(owner=None, question=HOSTILE, pictures=[], corpora=[], enqueue=False)
    assert Run.objects.get(pk=asked.pk).question == CLEAN
