"""Who works on an index job. A job is claimed by a conditional update, so it is safe to deliver it twice.

A lease that is not renewed ends by itself; one of a process of this machine that is gone ends at once, so
that work can go on right after a kill.
"""

import os
import socket
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from webapp.corpora.models import IndexJob

LEASE = timedelta(minutes=5)
_SEPARATOR = "/"


class LeaseLost(Exception):
    """Another process works on the job now."""


def owner_name() -> str:
    """This process: machine and process id."""
    return f"{socket.gethostname()[:80]}{_SEPARATOR}{os.getpid()}"


def claim(job_id: int) -> bool:
    """Take a job that waits or was left behind; False if it is finished or its corpus is worked on."""
    _free_abandoned()
    now = timezone.now()
    is_free = Q(status=IndexJob.Status.QUEUED) | Q(status=IndexJob.Status.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        job = IndexJob.objects.select_for_update().filter(is_free, pk=job_id).first()
        if job is None or _is_corpus_busy(job):
            return False
        updated = IndexJob.objects.filter(is_free, pk=job_id).update(
            status=IndexJob.Status.RUNNING, lease_owner=owner_name(), lease_until=now + LEASE, message=""
        )
    return updated == 1


def renew(job: IndexJob) -> None:
    """Keep the job for another while and store its progress. Raises LeaseLost."""
    job.lease_until = timezone.now() + LEASE
    kept = IndexJob.objects.filter(pk=job.pk, lease_owner=owner_name(), status=IndexJob.Status.RUNNING)
    if not kept.update(lease_until=job.lease_until, total=job.total, done=job.done):
        raise LeaseLost(f"Another process works on index job {job.pk} now.")


def finish(job: IndexJob, status: IndexJob.Status, message: str = "") -> None:
    """End the job."""
    job.status, job.message, job.finished, job.lease_until = status, message, timezone.now(), None
    job.save(update_fields=["status", "message", "finished", "lease_until", "total", "done"])


def _is_corpus_busy(job: IndexJob) -> bool:
    others = IndexJob.objects.filter(corpus=job.corpus_id, status=IndexJob.Status.RUNNING).exclude(pk=job.pk)
    return others.filter(lease_until__gte=timezone.now()).exists()


def _free_abandoned() -> None:
    running = IndexJob.objects.filter(status=IndexJob.Status.RUNNING, lease_until__gte=timezone.now())
    for job in running:
        host, _, pid = job.lease_owner.rpartition(_SEPARATOR)
        if host == socket.gethostname()[:80] and not (pid.isdigit() and _is_alive(int(pid))):
            running.filter(pk=job.pk, lease_owner=job.lease_owner).update(lease_until=timezone.now())


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_ours(job: IndexJob) -> bool:
    """Whether this process still has the job."""
    running = IndexJob.objects.filter(pk=job.pk, status=IndexJob.Status.RUNNING)
    return running.filter(lease_owner=owner_name()).exists()
