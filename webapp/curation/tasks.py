"""Celery tasks of curation: they carry an id and call the service. Here is what workers look after, too."""

from functools import partial

from celery import shared_task

from webapp.curation.changes import purging
from webapp.curation.imports import services as imports
from webapp.curation.jobs import execute
from webapp.curation.models import CurationJob
from webapp.kinds_of_work import Kind
from webapp.work import jobs, scheduling, sweeper
from webapp.work.sending import TaskName

OUTDATED_SECONDS = 3600
"""How often a worker looks for what has lain in a trash, or waited to be brought in, for too long."""

scheduling.register(Kind.CURATION, TaskName.CURATE, partial(jobs.waiting, CurationJob))
sweeper.register_take_back(partial(jobs.take_back, CurationJob))
sweeper.register_upkeep(purging.purge_outdated, OUTDATED_SECONDS)
sweeper.register_upkeep(imports.remove_outdated, OUTDATED_SECONDS)


@shared_task
def curate(job_id: int) -> None:
    """Work on a curator's job, or leave it to wait for a slot or for another of its kind in its corpus."""
    scheduling.take(Kind.CURATION, job_id, execute)
