"""Celery tasks of corpora: they carry an id and call the service."""

from celery import Task, shared_task

from webapp.corpora.indexing.services import execute
from webapp.work.delivering import attempt
from webapp.work.slots import Kind


@shared_task(bind=True, max_retries=None)
def index_corpus(self: "Task[[int], None]", job_id: int) -> None:
    """Work on an index job; while another process has the corpus, come back later."""
    attempt(self, Kind.INDEXING, execute, job_id)
