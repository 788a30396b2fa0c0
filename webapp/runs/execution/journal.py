"""A run's journal in the database: events go in order, one row each, and are never changed."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from agents.events import Event, from_payload, kind_of, to_payload
from agents.replay import AgentState, replay
from webapp.runs.models import Run, RunEvent

_APPEND = """
    INSERT INTO runs_runevent (run_id, seq, kind, payload, created)
    SELECT %s, %s, %s, %s, %s FROM runs_run WHERE id = %s AND lease_owner = %s
"""
"""One statement, written out: through the ORM it is two, which take ten times as long. Where rows can be
locked, the run cannot be taken away or ended before the event is committed."""


def read(run: Run, after: int = 0) -> Iterator[tuple[int, Event]]:
    """Sequence numbers (from 1) and events after a cursor."""
    return ((seq, event) for seq, event, _ in read_with_times(run, after))


def read_with_times(run: Run, after: int = 0) -> Iterator[tuple[int, Event, datetime]]:
    """Sequence numbers, events and when they were written, after a cursor."""
    rows = RunEvent.objects.filter(run=run, seq__gt=after).order_by("seq")
    for seq, kind, payload, created in rows.values_list("seq", "kind", "payload", "created"):
        yield seq, from_payload(kind, payload), created


def last_seq(run: Run) -> int:
    """The number of the newest event; 0 for an empty journal."""
    return RunEvent.objects.filter(run=run).aggregate(last=Max("seq"))["last"] or 0


def append(run: Run, seq: int, event: Event) -> None:
    """Write the event under its number; the unique key refuses a second writer."""
    RunEvent.objects.create(run=run, seq=seq, kind=kind_of(event), payload=to_payload(event))


def append_as(lease_owner: str, run: Run, seq: int, event: Event) -> bool:
    """Write the event if the run is still this owner's; says whether it was written."""
    stored = [
        RunEvent._meta.get_field("payload").get_db_prep_save(to_payload(event), connection),
        connection.ops.adapt_datetimefield_value(timezone.now()),
    ]
    lock = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_APPEND + lock, [run.pk, seq, kind_of(event), *stored, run.pk, lease_owner])
        return bool(cursor.rowcount)


def state(run: Run) -> AgentState:
    """The fold of the whole journal."""
    return replay(event for _, event in read(run))
