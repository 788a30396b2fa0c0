"""A run's journal in the database: events go in order, one row each, and are never changed."""

from collections.abc import Iterator

from django.db.models import Max

from agents.events import Event, from_payload, kind_of, to_payload
from agents.replay import AgentState, replay
from webapp.runs.models import Run, RunEvent


def read(run: Run, after: int = 0) -> Iterator[tuple[int, Event]]:
    """Sequence numbers (from 1) and events after a cursor."""
    rows = RunEvent.objects.filter(run=run, seq__gt=after).order_by("seq")
    for row in rows.values_list("seq", "kind", "payload"):
        yield row[0], from_payload(row[1], row[2])


def last_seq(run: Run) -> int:
    """The number of the newest event; 0 for an empty journal."""
    return RunEvent.objects.filter(run=run).aggregate(last=Max("seq"))["last"] or 0


def append(run: Run, seq: int, event: Event) -> None:
    """Write the event under its number; the unique key refuses a second writer."""
    RunEvent.objects.create(run=run, seq=seq, kind=kind_of(event), payload=to_payload(event))


def state(run: Run) -> AgentState:
    """The fold of the whole journal."""
    return replay(event for _, event in read(run))
