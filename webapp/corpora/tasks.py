"""Celery tasks of corpora: they carry an id and call the service."""

from functools import partial

from celery import shared_task

from webapp.corpora.indexing.services import execute
from webapp.corpora.models import IndexJob
from webapp.work import jobs, scheduling
from webapp.work.sending import TaskName
from webapp.work.slots import Kind

scheduling.register(Kind.INDEXING, TaskName.INDEX_CORPUS, partial(jobs.waiting, IndexJob))


@shared_task
def index_corpus(job_id: int) -> None:
    """Work on an index job, or leave it to wait for a slot or for another one of its corpus."""
    scheduling.take(Kind.INDEXING, job_id, execute)
