"""Celery tasks of runs: they carry an id and call the service."""

from functools import partial

from celery import shared_task

from webapp.runs.execution import claims, services
from webapp.runs.models import Run
from webapp.runs.trials import trying
from webapp.work import scheduling
from webapp.work.sending import TaskName
from webapp.work.slots import Kind, slots

for _profile, _kind in claims.KINDS.items():
    scheduling.register(_kind, TaskName.EXECUTE_RUN, partial(claims.waiting_keys, _profile))


@shared_task
def execute_run(run_id: int) -> None:
    """Work on a run, or leave it to wait for a slot."""
    run = Run.objects.filter(pk=run_id).only("profile").first()
    if run is not None:
        scheduling.take(claims.KINDS.get(run.profile, Kind.STANDARD), run_id, services.execute)


@shared_task
def try_corpus(corpus_id: int) -> None:
    """Try what a corpus can answer; a second delivery finds it claimed or done, or no slot."""
    with slots().hold(Kind.TRIALS) as is_held:
        if is_held:
            trying.try_corpus(corpus_id)
