"""Jobs: long work on a corpus. Each is leased, reports, can be stopped, and is taken over after a kill.

Whoever reports progress hears what a person wishes of the job meanwhile.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agents.errors import SightlineError
from agents.messages import message as _
from media_store import MediaError
from webapp.http.outages import is_passing
from webapp.redaction import for_people
from webapp.work.heartbeat import SILENCE, beating
from webapp.work.leases import Busy, LeaseLost, lapse_dead, owning
from webapp.work.models import INTERRUPTED, Work
from webapp.work.sending import send
from webapp.work.stopping import is_stopping

LEASE = timedelta(seconds=60)
"""A job whose lease is over may be taken over. Longer than a write waits for a locked database."""

_STOPPED = {Work.Wish.PAUSE: Work.Status.PAUSED, Work.Wish.CANCEL: Work.Status.CANCELLED}
_FAILED: str = _("This work stopped at an error, and the log says which. What was done before stays.")
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """A person wishes the job to stop; `status` is what it is then: paused or cancelled."""

    def __init__(self, status: Work.Status) -> None:
        super().__init__(status)
        self.status = status


def deliver(job: Work) -> None:
    """Give the job to a worker; twice is the same as once."""
    send(job.task, job.pk)


def run(job: Work, work: Callable[[], None]) -> None:
    """Lease a job and do its work; whatever ends the work, the job says so. One that has ended is left alone.

    Where the database is locked or away the job waits for its next delivery, and the error is raised; so it
    does after any error while this worker is stopping.
    Raises Busy while another process keeps it waiting.
    """
    with owning() as owner:
        if lease(job, owner):
            job.refresh_from_db()
            with beating(lambda: _keep(job), LEASE, f"job {job.pk}"):
                _work(job, work)
            return
    job.refresh_from_db(fields=["status"])
    if job.is_active:
        raise Busy(f"Job {job.pk} waits for another one.")


def lease(job: Work, owner: str) -> bool:
    """Take a job that waits or was left behind; False if it is done, or another one keeps it waiting."""
    jobs = _all(job)
    lapse_dead(jobs.filter(status=Work.Status.RUNNING))
    now = timezone.now()
    is_free = Q(status=Work.Status.QUEUED) | Q(status=Work.Status.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        found = jobs.select_for_update().filter(is_free, pk=job.pk).first()
        if found is None or _is_kept_waiting(found):
            return False
        updated = jobs.filter(is_free, pk=job.pk).update(
            status=Work.Status.RUNNING, lease_owner=owner, lease_until=now + LEASE, message="",
            started=found.started or now,
        )  # fmt: skip
    if updated:
        job.lease_owner, job.lease_until = owner, now + LEASE
    return bool(updated)


def renew(job: Work, *columns: str) -> None:
    """Keep the job for another while and store its progress, and further columns that tell of it.

    Raises LeaseLost, or Stopped at a wish.
    """
    job.lease_until = timezone.now() + LEASE
    told = {name: getattr(job, name) for name in ("lease_until", "total", "done", *columns)}
    if not _ours(job).update(**told):
        raise LeaseLost(f"Another process works on job {job.pk} now.")
    wish = _ours(job).values_list("wish", flat=True).get()
    if wish:
        raise Stopped(_STOPPED[Work.Wish(wish)])


def finish(job: Work, status: Work.Status, message: str = "") -> None:
    """End the job, or put it down until it is queued again."""
    job.status, job.message, job.lease_until, job.wish = status, message, None, Work.Wish.NONE
    job.finished = None if status == Work.Status.PAUSED else timezone.now()
    job.save(
        update_fields=["status", "message", "finished", "lease_until", "wish", "total", "done", *job.results]
    )


def wish(job: Work, wish: Work.Wish) -> None:
    """Ask a job to stop; one that nobody works on stops at once."""
    with transaction.atomic():
        current = _all(job).select_for_update().get(pk=job.pk)
        if current.status == Work.Status.RUNNING:
            _all(job).filter(pk=job.pk).update(wish=wish)
        elif current.status in (Work.Status.QUEUED, Work.Status.PAUSED):
            finish(current, _STOPPED[wish])


def resume(job: Work) -> None:
    """Have a paused job go on; any other stays as it is."""
    if _all(job).filter(pk=job.pk, status=Work.Status.PAUSED).update(status=Work.Status.QUEUED):
        deliver(job)


def take_back(jobs: type[Work]) -> None:
    """Queue what a process left behind."""
    running = _all(jobs).filter(status=Work.Status.RUNNING)
    lapse_dead(running)
    _queue(running.filter(lease_until__lt=timezone.now()))


def waiting(jobs: type[Work]) -> Iterator[int]:
    """Keys of jobs that wait and that no other one keeps waiting, the oldest first."""
    for job in _all(jobs).filter(status=Work.Status.QUEUED).order_by("pk"):
        if not _is_kept_waiting(job):
            yield job.pk


def _work(job: Work, work: Callable[[], None]) -> None:
    status, message = Work.Status.FAILED, _FAILED
    try:
        work()
        status, message = job.completed, ""
    except Stopped as stopped:
        status, message = stopped.status, ""
    except Busy:
        raise
    except (SightlineError, MediaError) as error:
        message = for_people(error)
    except (OperationalError, InterfaceError) as error:
        if is_passing(error):
            status = Work.Status.QUEUED
        raise
    finally:
        if status == Work.Status.QUEUED or (status == Work.Status.FAILED and is_stopping()):
            try:
                _queue(_ours(job))
            except (OperationalError, InterfaceError) as error:
                # Its lease is over all the same: it goes on later.
                _log.warning("Job %s is interrupted, which could not be written: %s", job.pk, error)
        elif _ours(job).exists():
            finish(job, status, message)


def _queue(jobs: QuerySet[Work]) -> None:
    jobs.update(status=Work.Status.QUEUED, lease_owner="", lease_until=None, message=INTERRUPTED)


def _keep(job: Work) -> None:
    """Renew the lease, unless nothing was reported for so long that the work must be stuck."""
    now = timezone.now()
    is_stuck = job.lease_until is not None and job.lease_until < now - SILENCE
    if is_stuck or not _ours(job).update(lease_until=now + LEASE):
        raise LeaseLost(f"Job {job.pk} is stuck, or another process works on it now.")


def _is_kept_waiting(job: Work) -> bool:
    others = job.rivals().filter(status=Work.Status.RUNNING).exclude(pk=job.pk)
    return others.filter(lease_until__gte=timezone.now()).exists()


def _ours(job: Work) -> QuerySet[Work]:
    return _all(job).filter(pk=job.pk, lease_owner=job.lease_owner, status=Work.Status.RUNNING)


def _all(job: Work | type[Work]) -> QuerySet[Work]:
    return job._meta.default_manager.all()  # type: ignore[union-attr]  # every kind of work has one
