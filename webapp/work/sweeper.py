"""Workers look after what others left: runs and jobs whose process was killed are delivered again."""

import logging
from threading import Thread
from time import monotonic, sleep
from typing import Any

from celery.signals import worker_init, worker_ready
from django.db import Error, connection
from kombu.exceptions import KombuError

from agents.errors import SightlineError
from media_store import MediaError
from webapp.celery import app
from webapp.corpora.encoders import warm_up
from webapp.corpora.indexing import lost_vectors
from webapp.corpora.models import IndexJob
from webapp.corpora.services import derived
from webapp.curation.changes import purging
from webapp.curation.imports import services as imports
from webapp.curation.models import CurationJob
from webapp.runs.execution import claims
from webapp.runs.trials import trying
from webapp.work import jobs, scheduling

LOOK_OUT_SECONDS = 5
"""How often a worker looks for what a killed one left."""

MENDING_SECONDS = 60
"""How often it looks for lost vectors, and for corpora whose questions are to be tried."""

TRASH_SECONDS = 3600
"""How often it looks for what has lain in a trash, or waited to be brought in, for too long."""

_OUTAGES = (Error, OSError, KombuError, SightlineError, MediaError)
"""What passes by itself, or is an operator's to mend: the next look may find it gone."""

_log = logging.getLogger(__name__)


@worker_ready.connect
def take_over(**_kwargs: object) -> None:
    """A worker that starts takes over what the one before it may have left, lost messages included."""
    try:
        recover()
        trying.deliver_untried()
    finally:
        connection.close()  # The thread that starts a worker has no other use for it.


@worker_init.connect
def look_out(sender: Any = None, **_kwargs: object) -> None:
    """A worker that lives loads its encoder, and takes over what others leave when they are killed."""
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


def recover() -> None:
    """What killed workers left waits again, and what waits is sent for each slot that is free here."""
    claims.take_back()
    jobs.take_back(IndexJob)
    jobs.take_back(CurationJob)
    scheduling.fill()


def _look_out() -> None:
    emptied = mended = monotonic()
    while True:
        sleep(LOOK_OUT_SECONDS)
        try:
            recover()
            if monotonic() - mended > MENDING_SECONDS:
                lost_vectors.mend()
                trying.deliver_untried()
                mended = monotonic()
            if monotonic() - emptied > TRASH_SECONDS:
                purging.purge_outdated()
                imports.remove_outdated()
                derived.remove_outdated()
                emptied = monotonic()
        except _OUTAGES as error:
            _log.warning("Abandoned work could not be looked for: %s", error)
        finally:
            connection.close()
