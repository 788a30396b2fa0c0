"""Celery tasks of curation: they carry an id and call the service."""

from functools import partial

from celery import shared_task

from webapp.curation.jobs import execute
from webapp.curation.models import CurationJob
from webapp.work import jobs, scheduling
from webapp.work.sending import TaskName
from webapp.work.slots import Kind

scheduling.register(Kind.CURATION, TaskName.CURATE, partial(jobs.waiting, CurationJob))


@shared_task
def curate(job_id: int) -> None:
    """Work on a curator's job, or leave it to wait for a slot or for another of its kind in its corpus."""
    scheduling.take(Kind.CURATION, job_id, execute)
