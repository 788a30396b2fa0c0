"""Celery tasks of runs: they carry an id and call the service."""

import contextlib
import logging
from threading import Thread
from time import sleep

from celery import shared_task
from celery.signals import worker_init, worker_ready
from django.db import OperationalError, connection

from webapp.runs import claims, services

LOOK_OUT_SECONDS = 5
"""How often a worker looks for runs whose worker was killed."""

_log = logging.getLogger(__name__)


@shared_task
def execute_run(run_id: int) -> None:
    """Work on a run; a second delivery finds it claimed and does nothing."""
    with contextlib.suppress(claims.AlreadyClaimed):
        services.execute(run_id)


@worker_ready.connect
def requeue(**_kwargs: object) -> None:
    """A worker that starts takes over what the one before it may have left."""
    try:
        services.requeue_interrupted()
    finally:
        connection.close()  # The thread that starts a worker has no other use for it.


@worker_init.connect
def look_out(**_kwargs: object) -> None:
    """A worker that lives takes over what others leave when they are killed."""
    Thread(target=_look_out, name="look-out", daemon=True).start()


def _look_out() -> None:
    while True:
        sleep(LOOK_OUT_SECONDS)
        try:
            services.requeue_abandoned()
        except OperationalError as error:
            _log.warning("Abandoned runs could not be looked for: %s", error)
        finally:
            connection.close()
