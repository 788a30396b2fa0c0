"""Curators' long work: what there is of it, and the function that does each kind."""

from collections.abc import Callable
from importlib import import_module

from django.contrib.auth.models import User
from django.db import transaction

from agents.parsing.storable import storable
from webapp.corpora.models import Corpus
from webapp.curation.models import CurationJob
from webapp.work import jobs

Progress = Callable[[int, int], None]
"""Is told `(done, total)`; raises jobs.Stopped when a person wishes the job to stop."""


def enqueue(corpus: Corpus, kind: str, person: User | None, detail: dict[str, object]) -> CurationJob:
    """Have a worker do this work once the transaction is committed."""
    job = CurationJob.objects.create(corpus=corpus, kind=kind, person=person, detail=storable(detail))
    transaction.on_commit(lambda: jobs.deliver(job))
    return job


def execute(job_id: int) -> None:
    """Do the work of a job, as `jobs.run` does; one whose corpus was deleted meanwhile is let go."""
    job = CurationJob.objects.select_related("corpus", "person").filter(pk=job_id).first()
    if job is not None:
        kind = import_module(f"webapp.curation.work.{job.kind}")

        def report(done: int, total: int) -> None:
            job.done, job.total = done, total
            jobs.renew(job)

        jobs.run(job, lambda: kind.run(job, report))
