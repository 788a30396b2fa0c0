"""Who works on a run: it is leased by a conditional update, and the lease is renewed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from agents.errors import SightlineError
from agents.messages import message as _
from agents.profile import PROFILES
from media_store import MediaError
from webapp.http.outages import is_passing
from webapp.kinds_of_work import Kind
from webapp.redaction import for_people
from webapp.runs.execution import lifecycle
from webapp.runs.models import Run, RunEvent
from webapp.work.heartbeat import SILENCE, beating
from webapp.work.leases import Busy, LeaseLost, lapse_dead, owning
from webapp.work.stopping import is_stopping

LEASE = timedelta(seconds=20)
"""A run whose lease is over may be taken by another worker: what a worker that was killed leaves."""

LOST_AFTER = timedelta(seconds=10)
"""A run that was asked since then is left to its message, or to the command that asked it."""

_STUCK = _(
    "Nothing has happened for %(minutes)s minutes, so the run was ended. What it "
    "had found is kept: fork it at its last step, or ask again.",
    minutes=f"{SILENCE.total_seconds() / 60:.0f}",
)


KINDS = {name: Kind(name) for name in PROFILES}
"""The kind of work that a run is, by its profile."""


@contextmanager
def leased(run_id: int) -> Iterator[Run]:
    """Keep a run for this process while the block works on it. Raises Busy, and LeaseLost out of the block.

    An error in the block fails the run with a sentence; a person's interruption, a database that is
    locked or away, and any error while this worker is stopping leave it to be resumed.
    """
    lapse_dead(Run.objects.filter(status=Run.Status.RUNNING))
    with owning() as owner:
        if not lifecycle.lease(Run.objects.filter(pk=run_id), owner, timezone.now() + LEASE):
            raise Busy(f"Run {run_id} is being worked on elsewhere, or has ended.")
        run, begun = Run.objects.get(pk=run_id), timezone.now()
        leave_out_rest(run, begun)
        try:
            with beating(lambda: _keep(run, begun), LEASE, f"run {run.pk}"):
                yield run
        except Busy:
            raise
        except BaseException as error:
            is_interruption = isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit)
            if is_interruption or is_passing(error) or is_stopping():
                lifecycle.interrupt(_ours(run))
            else:
                is_ours = isinstance(error, SightlineError | MediaError)
                message = for_people(error if is_ours else _("Internal error: %(error)s", error=repr(error)))
                lifecycle.end(_ours(run), Run.Status.FAILED, message)
            raise


def end(run: Run, *, status: str, message: str) -> None:
    """Write down how the run ended, and let go of it. Raises LeaseLost when it was lost before."""
    if not lifecycle.end(_ours(run), status, message):
        raise lost(run)


def pause(run: Run) -> None:
    """Let go of the run until somebody wants it to go on. Raises LeaseLost when it was lost before."""
    if not lifecycle.pause(_ours(run)):
        raise lost(run)


def require(run: Run) -> None:
    """Raise LeaseLost when this process does not have the run any more: it was taken over or ended."""
    if not _ours(run).exists():
        raise lost(run)


def lost(run: Run) -> LeaseLost:
    """What a worker is told that has lost a run."""
    return LeaseLost(f"Run {run.pk} was taken over by another worker, or ended by a person.")


def leave_out_rest(run: Run, until: datetime) -> None:
    """Do not count as work what passed since the newest event of a run that somebody had begun."""
    newest = RunEvent.objects.filter(run=run).aggregate(newest=Max("created"))["newest"]
    if run.started and newest and newest > run.started:
        since = (run.worked_since or run.started) + (until - newest)
        Run.objects.filter(pk=run.pk).update(worked_since=min(since, until))


def take_back() -> None:
    """Let go of the runs that a process left behind, so that they wait again."""
    running = Run.objects.filter(status=Run.Status.RUNNING)
    lapse_dead(running)
    lifecycle.interrupt(running.filter(lease_until__lt=timezone.now()))


def waiting() -> QuerySet[Run]:
    """Runs that wait for a worker. Of one profile, they are taken in this order."""
    states = [Run.Status.QUEUED, Run.Status.INTERRUPTED]
    return Run.objects.filter(lifecycle.is_free(), status__in=states).order_by("pk")


def waiting_keys(profile: str) -> Iterator[int]:
    """Keys of those of a profile that were begun, or asked a while ago."""
    is_left = Q(status=Run.Status.INTERRUPTED) | Q(created__lt=timezone.now() - LOST_AFTER)
    yield from waiting().filter(is_left, profile=profile).values_list("pk", flat=True).iterator()


def _keep(run: Run, begun: datetime) -> None:
    """Renew the lease, unless for too long no event was written: then the run ends."""
    newest = RunEvent.objects.filter(run=run).aggregate(newest=Max("created"))["newest"]
    if max(begun, newest or begun) < timezone.now() - SILENCE:
        end(run, status=Run.Status.FAILED, message=_STUCK)
    elif not _ours(run).update(lease_until=timezone.now() + LEASE):
        raise lost(run)


def _ours(run: Run) -> QuerySet[Run]:
    return Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner)
