"""Workers look after what others left: runs and jobs whose process was killed are delivered again."""

import logging
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep
from typing import Any

from celery.signals import worker_init, worker_ready
from django.db import Error, connection
from kombu.exceptions import KombuError

from agents.errors import SightlineError
from media_store import MediaError
from webapp.celery import app

LOOK_OUT_SECONDS = 5
"""How often a worker looks for what a killed one left."""

LOST_SECONDS = 60
"""How often it looks for jobs that wait although no message of them may be left."""

TRASH_SECONDS = 3600
"""How often it looks for what has lain in a trash, or waited to be brought in, for too long."""

_OUTAGES = (Error, OSError, KombuError, SightlineError, MediaError)
"""What passes by itself, or is an operator's to mend: the next look may find it gone."""

_log = logging.getLogger(__name__)


@worker_ready.connect
def take_over(**_kwargs: object) -> None:
    """A worker that starts takes over what the one before it may have left, lost messages included."""
    from webapp.runs.execution import services
    from webapp.runs.trials import trying

    try:
        services.requeue_interrupted()
        _requeue_jobs(with_waiting=True)
        trying.deliver_untried()
    finally:
        connection.close()  # The thread that starts a worker has no other use for it.


@worker_init.connect
def look_out(sender: Any = None, **_kwargs: object) -> None:
    """A worker that lives loads its encoder, and takes over what others leave when they are killed."""
    from webapp.corpora.encoders import warm_up

    warn_of_few_threads(sender.concurrency if sender else 0)
    warm_up(reads=True)
    Thread(target=_look_out, name="look-out", daemon=True).start()


def warn_of_few_threads(count: int) -> None:
    """Say so where a worker has fewer threads than slots; 0: it was not asked for a number."""
    needed = app.conf.worker_concurrency
    if 0 < count < needed:
        _log.warning(
            "This worker has %s threads for %s slots, so one kind of work may wait for another: start it "
            "without --concurrency, or lower SIGHTLINE_SLOTS.", count, needed,
        )  # fmt: skip


def _look_out() -> None:
    from webapp.corpora.indexing import lost_vectors
    from webapp.corpora.services import derived
    from webapp.curation.changes import purging
    from webapp.curation.imports import services as imports
    from webapp.runs.execution import scheduling, services
    from webapp.runs.trials import trying

    emptied = delivered = monotonic()
    while True:
        sleep(LOOK_OUT_SECONDS)
        try:
            services.requeue_abandoned()
            scheduling.fill()
            is_time = monotonic() - delivered > LOST_SECONDS
            if is_time:
                lost_vectors.mend()
                trying.deliver_untried()
                delivered = monotonic()
            _requeue_jobs(with_waiting=is_time)
            if monotonic() - emptied > TRASH_SECONDS:
                purging.purge_outdated()
                imports.remove_outdated()
                derived.remove_outdated()
                emptied = monotonic()
        except _OUTAGES as error:
            _log.warning("Abandoned work could not be looked for: %s", error)
        finally:
            connection.close()


def _requeue_jobs(*, with_waiting: bool = False) -> None:
    """Deliver the jobs of killed workers again, and those that wait, whose message may have been lost."""
    from webapp.corpora.indexing import services as indexing
    from webapp.corpora.models import IndexJob, Work
    from webapp.curation import jobs
    from webapp.curation.models import CurationJob
    from webapp.work import leases

    kinds: tuple[tuple[type[Work], Callable[[int], None]], ...] = (
        (IndexJob, indexing.deliver), (CurationJob, jobs.deliver),
    )  # fmt: skip
    for kind, deliver in kinds:
        left = set(leases.take_back(kind))
        if with_waiting:
            waiting = kind._meta.default_manager.filter(status=Work.Status.QUEUED)  # type: ignore[union-attr]
            left |= set(waiting.values_list("pk", flat=True))
        for pk in sorted(left):
            deliver(pk)
