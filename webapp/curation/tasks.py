"""Celery tasks of curation: they carry an id and call the service."""

from celery import Task, shared_task

from webapp.curation.jobs import execute
from webapp.work.delivering import attempt
from webapp.work.slots import Kind


@shared_task(bind=True, max_retries=None)
def curate(self: "Task[[int], None]", job_id: int) -> None:
    """Work on a curator's job; while another of its kind has the corpus, come back later."""
    attempt(self, Kind.CURATION, execute, job_id)
