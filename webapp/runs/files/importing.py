"""Reading a trajectory back as a run of this installation."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from agents.events import CallFinished, kind_of, to_payload
from webapp import access
from webapp.corpora.models import Corpus
from webapp.runs.execution import lifecycle, pictures, tallying
from webapp.runs.files.record import from_json, journal_of
from webapp.runs.models import Run, RunEvent
from webapp.runs.sources.quotes import reach_of

_STOPPED = (Run.Status.FAILED, Run.Status.CANCELLED)


@transaction.atomic
def import_run(text: str, owner: User | None) -> Run:
    """Make a run with the journal of a file; its fold is that of the run that was exported.

    It has ended, whatever state it was in: nobody here works on it. Of its corpora and pictures it has those
    that are here and that the owner may open; a run without an owner, as from the command line, has all that
    are here. Raises BadInput for a file that cannot be read.
    """
    trajectory = from_json(text)
    events, state = journal_of(trajectory)
    if state.ended:
        status, message = Run.Status(state.ended.outcome).value, state.ended.message
    elif trajectory.status in _STOPPED:
        status, message = trajectory.status, trajectory.message
    else:
        status, message = Run.Status.CANCELLED.value, _("It had not ended when it was exported.")
    run = lifecycle.keep(
        status, owner=owner, question=trajectory.question, images=trajectory.images,
        profile=trajectory.profile, policy=trajectory.policy, sources=trajectory.sources, message=message,
        finished=trajectory.finished,
    )  # fmt: skip
    Run.objects.filter(pk=run.pk).update(created=trajectory.created)
    readable = access.corpora(owner) if owner else Corpus.objects.all()
    run.corpora.set(readable.filter(slug__in=trajectory.corpora))
    rows = RunEvent.objects.bulk_create(
        RunEvent(run=run, seq=seq, kind=kind_of(event), payload=to_payload(event))
        for seq, event in enumerate(events, start=1)
    )
    for row, line in zip(rows, trajectory.events, strict=True):
        row.created = line.created
    # Creating sets the time to now, whatever it is told.
    RunEvent.objects.bulk_update(rows, ["created"], batch_size=500)
    tallying.count_again(run)
    # Its pictures open to its owner as before: but naming a picture in a file must not open it.
    reach = reach_of(owner)
    named = dict.fromkeys(run.images)
    for event in events:
        if isinstance(event, CallFinished) and event.observation.data:
            named |= dict.fromkeys(event.observation.data.seen_uids)
    pictures.bring(run, (uid for uid in named if reach.has_picture(uid)))
    run.refresh_from_db()
    return run
