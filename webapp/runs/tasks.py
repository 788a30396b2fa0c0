"""Celery tasks of runs: they carry an id and call the service. Here is what workers look after, too."""

from functools import partial

from celery import shared_task

from webapp.kinds_of_work import Kind
from webapp.runs.execution import run_leases, services
from webapp.runs.models import Run
from webapp.runs.trials import trying
from webapp.work import scheduling, sweeper
from webapp.work.sending import TaskName
from webapp.work.slots import slots

TRIALS_SECONDS = 60
"""How often a worker looks for corpora whose questions are to be tried."""

for _profile, _kind in run_leases.KINDS.items():
    scheduling.register(_kind, TaskName.EXECUTE_RUN, partial(run_leases.waiting_keys, _profile))
sweeper.register_take_back(run_leases.take_back)
sweeper.register_upkeep(trying.deliver_untried, TRIALS_SECONDS, at_start=True)


@shared_task
def execute_run(run_id: int) -> None:
    """Work on a run, or leave it to wait for a slot."""
    run = Run.objects.filter(pk=run_id).only("profile").first()
    if run is not None:
        scheduling.take(run_leases.KINDS.get(run.profile, Kind.STANDARD), run_id, services.execute)


@shared_task
def try_corpus(corpus_id: int) -> None:
    """Try what a corpus can answer; a second delivery finds it leased or done, or no slot."""
    with slots().hold(Kind.TRIALS) as is_held:
        if is_held:
            trying.try_corpus(corpus_id)
