"""Who works on a job. A job is claimed by a conditional update, so it is safe to deliver it twice.

A lease that is not renewed ends by itself; one of a process of this machine that is gone, or that could not
write that it let go, ends at once, so that work can go on right after a kill or an outage. Whoever reports
progress hears what a person wishes of the job meanwhile.
"""

import logging
import os
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agents.errors import SightlineError
from agents.messages import message as _
from media_store import MediaError
from webapp.corpora.models import Work
from webapp.corpora.models.work import INTERRUPTED
from webapp.http.outages import is_passing
from webapp.redaction import for_people
from webapp.work.heartbeat import SEPARATOR, SILENCE, beating, host_name, owner_name

LEASE = timedelta(seconds=60)
"""A job whose lease is over may be taken over. Longer than a write waits for a locked database."""

_STOPPED = {Work.Wish.PAUSE: Work.Status.PAUSED, Work.Wish.CANCEL: Work.Status.CANCELLED}
_FAILED: str = _("This work stopped at an error, and the log says which. What was done before stays.")
_held: set[str] = set()
"""The owners of this process that work on a job."""
_log = logging.getLogger(__name__)


class JobBusy(Exception):
    """Another process works on the job, or on what it cannot run beside; try again later."""


class LeaseLost(JobBusy):
    """Another process works on the job now."""


class Stopped(Exception):
    """A person wishes the job to stop; `status` is what it is then: paused or cancelled."""

    def __init__(self, status: Work.Status) -> None:
        super().__init__(status)
        self.status = status


def run(job: Work, work: Callable[[], None]) -> None:
    """Claim a job and do its work; whatever ends the work, the job says so. One that has ended is left alone.

    Where the database is locked or away the job waits for its next delivery, and the error is raised.
    Raises JobBusy while another process keeps it waiting.
    """
    if not claim(job):
        job.refresh_from_db(fields=["status"])
        if job.status in (Work.Status.QUEUED, Work.Status.RUNNING):
            raise JobBusy(f"Job {job.pk} waits for another one.")
        return
    owner = job.lease_owner
    try:
        job.refresh_from_db()
        with beating(lambda: _keep(job), LEASE, LeaseLost, f"job {job.pk}"):
            _work(job, work)
    finally:
        _held.discard(owner)


def claim(job: Work) -> bool:
    """Take a job that waits or was left behind; False if it is done, or another one keeps it waiting."""
    jobs = _all(job)
    _lapse_dead(type(job))
    now, owner = timezone.now(), owner_name()
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
        _held.add(owner)
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


def take_back(jobs: type[Work]) -> list[int]:
    """Queue what a process left behind; gives the ids of those that this call was the first to take back."""
    _lapse_dead(jobs)
    left = _all(jobs).filter(status=Work.Status.RUNNING, lease_until__lt=timezone.now())
    return [pk for pk in left.values_list("pk", flat=True) if _queue(left.filter(pk=pk))]


def _work(job: Work, work: Callable[[], None]) -> None:
    status, message = Work.Status.FAILED, _FAILED
    try:
        work()
        status, message = job.completed, ""
    except Stopped as stopped:
        status, message = stopped.status, ""
    except (SightlineError, MediaError) as error:
        message = for_people(error)
    except (OperationalError, InterfaceError) as error:
        if is_passing(error):
            status = Work.Status.QUEUED
        raise
    finally:
        if status == Work.Status.QUEUED:
            _put_back(job)
        elif _ours(job).exists():
            finish(job, status, message)


def _put_back(job: Work) -> None:
    """Let go of a job that goes on later. Where that cannot be written, its lease is over all the same."""
    try:
        _queue(_ours(job))
    except (OperationalError, InterfaceError) as error:
        _log.warning("Job %s is interrupted, which could not be written: %s", job.pk, error)


def _queue(jobs: QuerySet[Work]) -> int:
    queued = Work.Status.QUEUED
    return jobs.update(status=queued, lease_owner="", lease_until=None, message=INTERRUPTED)


def _keep(job: Work) -> None:
    """Renew the lease, unless nothing was reported for so long that the work must be stuck."""
    now = timezone.now()
    is_stuck = job.lease_until is not None and job.lease_until < now - SILENCE
    if is_stuck or not _ours(job).update(lease_until=now + LEASE):
        raise LeaseLost(f"Job {job.pk} is stuck, or another process works on it now.")


def _lapse_dead(jobs: type[Work]) -> None:
    """End the leases of workers of this machine that are gone."""
    running = _all(jobs).filter(status=Work.Status.RUNNING)
    for job in running.filter(lease_until__gte=timezone.now()):
        if _is_gone(job.lease_owner):
            running.filter(pk=job.pk, lease_owner=job.lease_owner).update(lease_until=timezone.now())


def _is_gone(owner: str) -> bool:
    """Whether an owner is of this machine and works no more; an earlier version named no token."""
    host, _slash, rest = owner.partition(SEPARATOR)
    if host != host_name():
        return False
    pid = rest.partition(SEPARATOR)[0]
    if pid == str(os.getpid()):
        return owner not in _held
    return not (pid.isdigit() and _is_alive(int(pid)))


def _is_kept_waiting(job: Work) -> bool:
    others = job.rivals().filter(status=Work.Status.RUNNING).exclude(pk=job.pk)
    return others.filter(lease_until__gte=timezone.now()).exists()


def _ours(job: Work) -> QuerySet[Work]:
    return _all(job).filter(pk=job.pk, lease_owner=job.lease_owner, status=Work.Status.RUNNING)


def _all(job: Work | type[Work]) -> QuerySet[Work]:
    return job._meta.default_manager.all()  # type: ignore[union-attr]  # every kind of work has one


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
