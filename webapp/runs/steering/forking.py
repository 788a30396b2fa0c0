"""Forks: a new run that shares the beginning of another one's journal, and pays for none of it."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction

from agents.events import CallFinished, RunEnded, StepDecided
from agents.messages import message as _
from webapp.corpora.errors import BadInput
from webapp.runs import run_access
from webapp.runs.execution import journal, pictures, tallying
from webapp.runs.models import Run, RunEvent
from webapp.snapshots import services as snapshots


@transaction.atomic
def fork(run: Run, *, seq: int, owner: User | None, enqueue: Callable[[int], None] | None = None) -> Run:
    """A queued run whose journal begins with the first `seq` events of `run`.

    It is about those corpora of the run that its owner may read now.

    Access is the caller's to check.
    Raises BadInput when there is nothing to share, or nothing left to do after it.
    """
    shared = list(RunEvent.objects.filter(run=run, seq__lte=seq).order_by("seq"))
    if not 0 < seq == len(shared):
        raise BadInput(_("Run %(run)s has no event %(event)s to fork at.", run=str(run.pk), event=str(seq)))
    if any(row.kind == "run_ended" for row in shared):
        raise BadInput(
            _(
                "Run %(run)s had ended by event %(event)s; choose an earlier one.",
                run=str(run.pk),
                event=str(seq),
            )
        )
    corpora = list(run_access.corpora_about(run, owner.pk if owner else None))
    if not corpora and run.corpora.exists():
        raise BadInput(
            _(
                "None of the corpora of run %(run)s may be read any more, so a fork has nothing to search.",
                run=str(run.pk),
            )
        )
    forked = Run.objects.create(
        owner=owner, question=run.question, images=run.images, profile=run.profile, policy=run.policy,
        sources=run.sources, parent=run, fork_seq=seq,
    )  # fmt: skip
    forked.corpora.set(corpora)
    RunEvent.objects.bulk_create(
        RunEvent(run=forked, seq=row.seq, kind=row.kind, payload=row.payload) for row in shared
    )
    tallying.count_again(forked)
    pictures.share(run, forked)
    snapshots.share(run.pk, forked.pk)
    if enqueue:
        transaction.on_commit(lambda: enqueue(forked.pk))
    return forked


def seq_after(run: Run, step: int) -> int:
    """The event that ends a step: the last of its calls, or the decision when it has none.

    Raises BadInput for a step that the run does not have.
    """
    last = 0
    for seq, event in journal.read(run):
        match event:
            case StepDecided(step=number) | CallFinished(step=number) if number == step:
                last = seq
            case RunEnded():
                break
            case _:
                pass
    if not last:
        raise BadInput(_("Run %(run)s has no step %(step)s.", run=str(run.pk), step=str(step)))
    return last
