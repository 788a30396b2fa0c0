"""Celery tasks of runs: they carry an id and call the service."""

from celery import shared_task

from webapp.runs.execution import scheduling
from webapp.runs.trials import trying
from webapp.work.slots import Kind, slots


@shared_task
def execute_run(run_id: int) -> None:
    """Work on a run, or put the message down until there is a slot for it."""
    scheduling.take(run_id)


@shared_task
def try_corpus(corpus_id: int) -> None:
    """Try what a corpus can answer; a second delivery finds it claimed or done, or no slot."""
    with slots().hold(Kind.TRIALS) as is_held:
        if is_held:
            trying.try_corpus(corpus_id)
