"""Who works on a run: it is claimed by a conditional update, and kept by a lease that is renewed."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from threading import Thread
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from agents.errors import SightlineError
from media_store import MediaError
from webapp.runs.models import Run

LEASE = timedelta(seconds=120)
"""A run whose lease is over may be taken by another worker."""

_BEATS_A_LEASE = 4


class AlreadyClaimed(SightlineError):
    """Somebody else is working on this run, or it has ended."""


@contextmanager
def claimed(run_id: int) -> Iterator[Run]:
    """Keep a run for this process while the block works on it. Raises AlreadyClaimed.

    An error in the block fails the run with a sentence; a person's interruption leaves it to be resumed.
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    open_ = Q(status__in=[Run.Status.QUEUED, Run.Status.RUNNING, Run.Status.INTERRUPTED])
    claim: dict[str, Any] = {"status": Run.Status.RUNNING, "lease_owner": owner}
    if not Run.objects.filter(free, open_, pk=run_id).update(**claim, lease_until=timezone.now() + LEASE):
        raise AlreadyClaimed(f"Run {run_id} is being worked on elsewhere, or has ended.")
    run = Run.objects.get(pk=run_id)
    try:
        with _heartbeat(run):
            yield run
    except AlreadyClaimed:
        raise
    except BaseException as error:
        _release(run, error)
        raise


def end(run: Run, *, status: str, message: str) -> None:
    """Write down how the run ended, and let go of it. Raises AlreadyClaimed when it was lost before."""
    _change(run, status=status, message=message, finished=timezone.now(), lease_owner="", lease_until=None)


def taken_over(run: Run) -> AlreadyClaimed:
    """What a worker is told that has lost a run."""
    return AlreadyClaimed(f"Run {run.pk} was taken over by another worker.")


def _change(run: Run, **changes: Any) -> None:
    if not Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner).update(**changes):
        raise taken_over(run)


@contextmanager
def _heartbeat(run: Run) -> Iterator[None]:
    """Renew the lease from a thread of its own: a model may think for longer than a lease lasts."""
    done = Flag()
    thread = Thread(target=_beat, args=(run, done), name=f"heartbeat-{run.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(run: Run, done: Flag) -> None:
    try:
        while not done.wait(LEASE.total_seconds() / _BEATS_A_LEASE):
            _change(run, lease_until=timezone.now() + LEASE)
    except AlreadyClaimed:
        return  # The next event finds out as well, where it can be told.
    finally:
        connection.close()


def _release(run: Run, error: BaseException) -> None:
    stopped = isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit)
    changes: dict[str, Any] = {"status": Run.Status.INTERRUPTED}
    if not stopped:
        is_ours = isinstance(error, SightlineError | MediaError)
        message = str(error) if is_ours else f"Internal error: {error!r}"
        changes = {"status": Run.Status.FAILED, "message": message, "finished": timezone.now()}
    mine = Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner)
    mine.update(**changes, lease_until=None, lease_owner="")
