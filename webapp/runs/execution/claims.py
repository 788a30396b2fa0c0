"""Who works on a run: it is claimed by a conditional update, and kept by a lease that is renewed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from agents.errors import SightlineError
from agents.messages import message as _
from media_store import MediaError
from webapp.http.outages import is_passing
from webapp.redaction import for_people
from webapp.runs.execution import lifecycle
from webapp.runs.models import Run, RunEvent
from webapp.work.heartbeat import SILENCE, beating, owner_name

LEASE = timedelta(seconds=20)
"""A run whose lease is over may be taken by another worker: what a worker that was killed leaves."""

_STUCK = _(
    "Nothing has happened for %(minutes)s minutes, so the run was ended. What it "
    "had found is kept: fork it at its last step, or ask again.",
    minutes=f"{SILENCE.total_seconds() / 60:.0f}",
)


class AlreadyClaimed(SightlineError):
    """Somebody else is working on this run, or it has ended."""


@contextmanager
def claimed(run_id: int) -> Iterator[Run]:
    """Keep a run for this process while the block works on it. Raises AlreadyClaimed.

    An error in the block fails the run with a sentence; a person's interruption, and a database that is
    locked or away, leave it to be resumed.
    """
    if not lifecycle.claim(Run.objects.filter(pk=run_id), owner_name(), timezone.now() + LEASE):
        raise AlreadyClaimed(f"Run {run_id} is being worked on elsewhere, or has ended.")
    run = Run.objects.get(pk=run_id)
    try:
        begun = timezone.now()
        with beating(lambda: _keep(run, begun), LEASE, AlreadyClaimed, f"run {run.pk}"):
            yield run
    except AlreadyClaimed:
        raise
    except BaseException as error:
        _release(run, error)
        raise


def end(run: Run, *, status: str, message: str) -> None:
    """Write down how the run ended, and let go of it. Raises AlreadyClaimed when it was lost before."""
    if not lifecycle.end(_ours(run), status, message):
        raise taken_over(run)


def pause(run: Run) -> None:
    """Let go of the run until somebody wants it to go on. Raises AlreadyClaimed when it was lost before."""
    if not lifecycle.pause(_ours(run)):
        raise taken_over(run)


def require(run: Run) -> None:
    """Raise AlreadyClaimed when this process does not have the run any more: it was taken over or ended."""
    if not _ours(run).exists():
        raise taken_over(run)


def taken_over(run: Run) -> AlreadyClaimed:
    """What a worker is told that has lost a run."""
    return AlreadyClaimed(f"Run {run.pk} was taken over by another worker, or ended by a person.")


def _keep(run: Run, begun: datetime) -> None:
    if is_silent(run, begun):
        end(run, status=Run.Status.FAILED, message=_STUCK)
    elif not _ours(run).update(lease_until=timezone.now() + LEASE):
        raise taken_over(run)


def is_silent(run: Run, since: datetime) -> bool:
    """True when for too long no event was written after a moment."""
    newest = RunEvent.objects.filter(run=run).aggregate(newest=Max("created"))["newest"]
    return max(since, newest or since) < timezone.now() - SILENCE


def _release(run: Run, error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit) or is_passing(error):
        lifecycle.interrupt(_ours(run))
        return
    is_ours = isinstance(error, SightlineError | MediaError)
    message = for_people(error if is_ours else _("Internal error: %(error)s", error=repr(error)))
    lifecycle.end(_ours(run), Run.Status.FAILED, message)


def _ours(run: Run) -> QuerySet[Run]:
    return Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner)
