"""Celery tasks of runs: they carry an id and call the service."""

import contextlib

from celery import shared_task
from celery.signals import worker_ready
from django.db import connection

from webapp.runs import claims, services


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
