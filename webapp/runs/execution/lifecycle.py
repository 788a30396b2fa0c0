"""Where a run stands: the one place that writes `Run.status`.

               .-------- pause --------.
               |                       v
    asked -> queued <--- resume --- paused
               |                       ^
             lease                     |
               v                       |
            running ------ pause ------'
             |   ^ '----- end -----> finished, declined, failed
     interrupt   lease
             v   |
          interrupted

    queued, running, paused, interrupted -- cancel --> cancelled
    queued -- end, when no broker takes it --> failed

A running run whose lease is over may be leased as it is. What has ended stays as it ended.

Every change is one conditional UPDATE over rows that may make it, so of two who try at once one succeeds:
each function says whether, or how many, rows changed. Whose run it is, and whether this process still has
the lease, is the caller's condition: the rows that are passed in.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from agents.parsing.storable import storable
from webapp.runs.models import Run

QUEUED, RUNNING, PAUSED = Run.Status.QUEUED, Run.Status.RUNNING, Run.Status.PAUSED
INTERRUPTED, CANCELLED = Run.Status.INTERRUPTED, Run.Status.CANCELLED
FINISHED, DECLINED, FAILED = Run.Status.FINISHED, Run.Status.DECLINED, Run.Status.FAILED

ENDED = frozenset({FINISHED, DECLINED, CANCELLED, FAILED})

TRANSITIONS: Mapping[Run.Status, frozenset[Run.Status]] = {
    QUEUED: frozenset({RUNNING, PAUSED, CANCELLED, FAILED}),
    RUNNING: frozenset({RUNNING, PAUSED, INTERRUPTED, FINISHED, DECLINED, CANCELLED, FAILED}),
    PAUSED: frozenset({QUEUED, CANCELLED}),
    INTERRUPTED: frozenset({RUNNING, CANCELLED}),
    **dict.fromkeys(ENDED, frozenset()),
}
"""What a run may become, by what it is."""


def lease(runs: QuerySet[Run], owner: str, until: datetime) -> bool:
    """Take a run that waits, or whose lease is over, until a moment; the first time begins it."""
    begun = Coalesce("started", timezone.now())
    return bool(change(runs.filter(is_free()), RUNNING, lease_owner=owner, lease_until=until, started=begun))


def is_free() -> Q:
    """Whether nobody has a lease on the run now."""
    return Q(lease_until=None) | Q(lease_until__lt=timezone.now())


def pause(runs: QuerySet[Run]) -> bool:
    """Put a run down until somebody resumes it."""
    return bool(change(runs, PAUSED))


def resume(runs: QuerySet[Run]) -> bool:
    """Have a paused run wait for a worker again."""
    return bool(change(runs, QUEUED))


def interrupt(runs: QuerySet[Run]) -> int:
    """Let go of runs that somebody else may take up where they are."""
    return change(runs, INTERRUPTED)


def cancel(runs: QuerySet[Run], message: str) -> bool:
    """End a run because a person wants it to end."""
    return bool(change(runs, CANCELLED, message=message))


def end(runs: QuerySet[Run], status: str, message: str) -> bool:
    """End a run as finished, declined, cancelled or failed, with the sentence that says why."""
    return bool(change(runs, Run.Status(status), message=message))


def keep(status: str, **columns: Any) -> Run:
    """A run that had ended before it came here. Raises ValueError for one that had not."""
    if status not in ENDED:
        raise ValueError(f"A run that is brought here has ended; this one is {status}.")
    return Run.objects.create(status=status, **columns)


def change(runs: QuerySet[Run], status: Run.Status, **columns: Any) -> int:
    """Make the transition for those of the runs that may; how many that were.

    Only a running run has a lease, and only one that has ended has an end.
    """
    before = [each for each, allowed in TRANSITIONS.items() if status in allowed]
    if status != RUNNING:
        columns |= {"lease_owner": "", "lease_until": None}
    if status in ENDED:
        columns["finished"] = timezone.now()
    if "message" in columns:
        columns["message"] = storable(columns["message"])
    return runs.filter(status__in=before).update(status=status, **columns)
