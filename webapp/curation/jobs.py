"""The one way that curators' long work is done: claimed, in sight, stoppable, taken over after a kill."""

from collections.abc import Callable
from importlib import import_module

from django.contrib.auth.models import User
from django.db import transaction

from agents.parsing.storable import storable
from webapp.corpora.models import Corpus, Work
from webapp.curation.models import CurationJob
from webapp.work import leases
from webapp.work.sending import TaskName, send

Progress = Callable[[int, int], None]
"""Is told `(done, total)`; raises leases.Stopped when a person wishes the job to stop."""


def enqueue(corpus: Corpus, kind: str, person: User | None, detail: dict[str, object]) -> CurationJob:
    """Have a worker do this work once the transaction is committed."""
    job = CurationJob.objects.create(corpus=corpus, kind=kind, person=person, detail=storable(detail))
    transaction.on_commit(lambda: deliver(job.pk))
    return job


def deliver(job_id: int) -> None:
    """Give the job to a worker; twice is the same as once."""
    send(TaskName.CURATE, job_id)


def execute(job_id: int) -> None:
    """Do the work of a job, as `leases.run` does; one whose corpus was deleted meanwhile is let go."""
    job = CurationJob.objects.select_related("corpus", "person").filter(pk=job_id).first()
    if job is not None:
        kind = import_module(f"webapp.curation.work.{job.kind}")
        leases.run(job, lambda: kind.run(job, _progress(job)))


def wish(job: Work, wish: Work.Wish) -> None:
    """Ask a job to stop; one that nobody works on stops at once."""
    status = Work.Status.PAUSED if wish == Work.Wish.PAUSE else Work.Status.CANCELLED
    with transaction.atomic():
        jobs = type(job)._default_manager.select_for_update()
        current = jobs.get(pk=job.pk)
        if current.status == Work.Status.RUNNING:
            jobs.filter(pk=job.pk).update(wish=wish)
        elif current.status in (Work.Status.QUEUED, Work.Status.PAUSED):
            leases.finish(current, status)


def _progress(job: CurationJob) -> Progress:
    def report(done: int, total: int) -> None:
        job.done, job.total = done, total
        leases.renew(job)

    return report
