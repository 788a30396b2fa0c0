"""Celery tasks of corpora: they carry an id and call the service. Here is what workers look after, too."""

from functools import partial

from celery import shared_task
from celery.signals import worker_init

from webapp.corpora.encoders import warm_up
from webapp.corpora.indexing import lost_vectors
from webapp.corpora.indexing.services import execute
from webapp.corpora.models import IndexJob
from webapp.corpora.services import derived, originals
from webapp.kinds_of_work import Kind
from webapp.work import jobs, scheduling, sweeper
from webapp.work.sending import TaskName

MENDING_SECONDS, OUTDATED_SECONDS = 60, 3600
"""How often a worker looks for lost vectors, for stored work that nobody used for long, and
for files of documents that are gone."""

scheduling.register(Kind.INDEXING, TaskName.INDEX_CORPUS, partial(jobs.waiting, IndexJob))
sweeper.register_take_back(partial(jobs.take_back, IndexJob))
sweeper.register_upkeep(lost_vectors.mend, MENDING_SECONDS)
sweeper.register_upkeep(derived.remove_outdated, OUTDATED_SECONDS)
sweeper.register_upkeep(originals.remove_unused, OUTDATED_SECONDS)


@worker_init.connect
def load_encoder(**_kwargs: object) -> None:
    """A worker has its encoder and its reader before the first question comes."""
    warm_up()


@shared_task
def index_corpus(job_id: int) -> None:
    """Work on an index job, or leave it to wait for a slot or for another one of its corpus."""
    scheduling.take(Kind.INDEXING, job_id, execute)
