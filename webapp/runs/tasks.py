"""Celery tasks of runs: they carry an id and call the service."""

import contextlib

from celery import shared_task

from webapp.runs.execution import claims, services
from webapp.runs.trials import trying


@shared_task
def execute_run(run_id: int) -> None:
    """Work on a run; a second delivery finds it claimed and does nothing."""
    with contextlib.suppress(claims.AlreadyClaimed):
        services.execute(run_id)


@shared_task
def try_corpus(corpus_id: int) -> None:
    """Try what a corpus can answer; a second delivery finds it claimed or done."""
    trying.try_corpus(corpus_id)
