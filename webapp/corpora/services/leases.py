"""Who works on a job. A job is claimed by a conditional update, so it is safe to deliver it twice.

A lease that is not renewed ends by itself; one of a process of this machine that is gone ends at once, so
that work can go on right after a kill. Whoever renews it hears what a person wishes of the job meanwhile.
"""

import os
import socket
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from webapp.corpora.models import Work

LEASE = timedelta(minutes=5)
_SEPARATOR = "/"
_STOPPED = {Work.Wish.PAUSE: Work.Status.PAUSED, Work.Wish.CANCEL: Work.Status.CANCELLED}


class LeaseLost(Exception):
    """Another process works on the job now."""


class Stopped(Exception):
    """A person wishes the job to stop; `status` is what it is then: paused or cancelled."""

    def __init__(self, status: Work.Status) -> None:
        super().__init__(status)
        self.status = status


def owner_name() -> str:
    """This process: machine and process id."""
    return f"{socket.gethostname()[:80]}{_SEPARATOR}{os.getpid()}"


def claim(job: Work) -> bool:
    """Take a job that waits or was left behind; False if it is done, or another one keeps it waiting."""
    jobs = _all(job)
    _lapse_dead(type(job))
    now = timezone.now()
    is_free = Q(status=Work.Status.QUEUED) | Q(status=Work.Status.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        found = jobs.select_for_update().filter(is_free, pk=job.pk).first()
        if found is None or _is_kept_waiting(found):
            return False
        updated = jobs.filter(is_free, pk=job.pk).update(
            status=Work.Status.RUNNING, lease_owner=owner_name(), lease_until=now + LEASE, message="",
            started=found.started or now,
        )  # fmt: skip
    return updated == 1


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
    job.save(update_fields=["status", "message", "finished", "lease_until", "wish", "total", "done"])


def is_ours(job: Work) -> bool:
    """Whether this process still has the job."""
    return _ours(job).exists()


def take_back(jobs: type[Work]) -> list[int]:
    """Queue what a process left behind; gives the ids of those that this call was the first to take back."""
    _lapse_dead(jobs)
    left = _all(jobs).filter(status=Work.Status.RUNNING, lease_until__lt=timezone.now())
    queued = {"status": Work.Status.QUEUED, "lease_owner": "", "lease_until": None}
    return [pk for pk in left.values_list("pk", flat=True) if left.filter(pk=pk).update(**queued)]


def _lapse_dead(jobs: type[Work]) -> None:
    """End the leases of processes of this machine that are gone."""
    running = _all(jobs).filter(status=Work.Status.RUNNING)
    for job in running.filter(lease_until__gte=timezone.now()):
        host, _, pid = job.lease_owner.rpartition(_SEPARATOR)
        if host == socket.gethostname()[:80] and not (pid.isdigit() and _is_alive(int(pid))):
            running.filter(pk=job.pk, lease_owner=job.lease_owner).update(lease_until=timezone.now())


def _is_kept_waiting(job: Work) -> bool:
    others = job.rivals().filter(status=Work.Status.RUNNING).exclude(pk=job.pk)
    return others.filter(lease_until__gte=timezone.now()).exists()


def _ours(job: Work) -> QuerySet[Work]:
    return _all(job).filter(pk=job.pk, lease_owner=owner_name(), status=Work.Status.RUNNING)


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
