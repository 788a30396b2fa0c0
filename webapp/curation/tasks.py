"""Celery tasks of curation: they carry an id and call the service."""

from celery import Task, shared_task

from webapp.curation.jobs import JobBusy, execute

_RETRY_SECONDS = 2


@shared_task(bind=True, max_retries=None)
def curate(self: "Task[[int], None]", job_id: int) -> None:
    """Work on a curator's job; while another of its kind has the corpus, come back later."""
    try:
        execute(job_id)
    except JobBusy as busy:
        raise self.retry(countdown=_RETRY_SECONDS, exc=busy) from busy
