"""Making and executing runs. The only place that writes their rows."""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from agents.errors import SightlineError, UnreadablePicture
from agents.events import CallFinished, Event, Outcome, RunEnded
from agents.observations import PictureSeen
from agents.profile import profile_named
from agents.types import ImageRef, Question
from media_store import MediaError
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus, MediaUse
from webapp.media.stores import open_media_store
from webapp.runs import journal, wiring
from webapp.runs.models import Run

LEASE = timedelta(seconds=120)
"""A run whose lease is over may be taken by another worker. Every event renews it."""

MAX_PICTURES = 8
MAX_QUESTION = 10_000

_NOT_QUEUED = (
    "The question could not be queued, since the message broker does not answer. "
    "Check it with manage.py doctor, then ask again."
)
_STATUS = {
    Outcome.FINISHED: Run.Status.FINISHED,
    Outcome.DECLINED: Run.Status.DECLINED,
    Outcome.FAILED: Run.Status.FAILED,
}

_log = logging.getLogger(__name__)


class AlreadyClaimed(SightlineError):
    """Somebody else is working on this run, or it has ended."""


def create(
    *,
    owner: User | None,
    question: str,
    pictures: Sequence[bytes],
    corpora: Collection[Corpus],
    profile: str = "standard",
    enqueue: bool = True,
) -> Run:
    """Store a question with its pictures and queue the run. Access to the corpora is the caller's to check.

    Raises what `check` raises, and ConfigurationError for an unknown profile, before anything is written.
    When no broker takes the run, it ends as failed with a sentence.
    """
    check(question, pictures)
    limits = profile_named(profile)
    images = [open_media_store().put(picture).uid for picture in pictures]
    with transaction.atomic():
        run = Run.objects.create(
            owner=owner, question=question.strip(), images=images, profile=limits.name,
            policy=settings.ENV.policy,
        )  # fmt: skip
        run.corpora.set(corpora)
        MediaUse.objects.bulk_create(MediaUse(uid=uid, run=run) for uid in dict.fromkeys(images))
        if enqueue:
            transaction.on_commit(lambda: _enqueue(run.pk))
    return run


def execute(run_id: int, on_event: Callable[[Event], None] = lambda event: None) -> Run:
    """Work on a run until it ends, from wherever its journal stops. Safe to deliver twice.

    Each event is stored before `on_event` sees it and before its effect. Raises AlreadyClaimed; whatever else
    goes wrong marks the run as failed, with a sentence, and is raised on.
    """
    with _claimed(run_id) as run:
        events = [event for _, event in journal.read(run)]
        agent = wiring.search_agent(run)
        for seq, event in enumerate(agent.run(_question(run), events), start=len(events) + 1):
            _record(run, seq, event)
            on_event(event)
    run.refresh_from_db()
    return run


def check(question: str, pictures: Sequence[bytes]) -> None:
    """Raise BadInput for what cannot be asked, UnreadablePicture for what the media store would refuse."""
    if not question.strip() and not pictures:
        raise BadInput("There is nothing to answer: give a question, a picture, or both.")
    if len(question) > MAX_QUESTION:
        raise BadInput(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} can be asked."
        )
    if len(pictures) > MAX_PICTURES:
        raise BadInput(
            f"The question has {len(pictures)} pictures; at most {MAX_PICTURES} can be asked about."
        )
    for number, picture in enumerate(pictures, start=1):
        try:
            open_media_store().decode(picture)
        except MediaError as refusal:
            raise UnreadablePicture(f"Picture {number} cannot be used. {refusal}") from refusal


def requeue_interrupted() -> None:
    """Queue again what a worker that is gone may have left behind; a worker calls it when it starts.

    A run whose lease is over counts as interrupted. One whose lease still runs is delivered when that is
    over, and one that has waited for long is delivered once more: its message may have been lost. Whatever is
    done or worked on by then, the delivery leaves alone.
    """
    now = timezone.now()
    running = Run.objects.filter(status=Run.Status.RUNNING)
    running.filter(lease_until__lt=now).update(
        status=Run.Status.INTERRUPTED, lease_owner="", lease_until=None
    )
    left = Q(status__in=[Run.Status.RUNNING, Run.Status.INTERRUPTED])
    waiting = Q(status=Run.Status.QUEUED, created__lt=now - LEASE)
    for run in Run.objects.filter(left | waiting).order_by("pk"):
        remaining = (run.lease_until - now).total_seconds() + 1 if run.lease_until else 0
        _enqueue(run.pk, countdown_seconds=remaining)


def _enqueue(run_id: int, countdown_seconds: float = 0) -> None:
    from webapp.runs.tasks import execute_run  # the task imports this module

    try:
        execute_run.apply_async((run_id,), countdown=countdown_seconds)
    except (OperationalError, OSError) as error:  # OSError: the folder that is the embedded broker
        _log.error("Run %s could not be queued: %s", run_id, error)
        queued = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED)
        queued.update(status=Run.Status.FAILED, message=_NOT_QUEUED, finished=timezone.now())


def _question(run: Run) -> Question:
    facts = (open_media_store().facts(uid) for uid in run.images)
    return Question(run.question, tuple(ImageRef(f.uid, f.width, f.height) for f in facts))


@contextmanager
def _claimed(run_id: int) -> Iterator[Run]:
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    open_ = Q(status__in=[Run.Status.QUEUED, Run.Status.RUNNING, Run.Status.INTERRUPTED])
    claim: dict[str, Any] = {
        "status": Run.Status.RUNNING,
        "lease_owner": owner,
        "lease_until": timezone.now() + LEASE,
    }
    if not Run.objects.filter(free, open_, pk=run_id).update(**claim):
        raise AlreadyClaimed(f"Run {run_id} is being worked on elsewhere, or has ended.")
    run = Run.objects.get(pk=run_id)
    try:
        yield run
    except AlreadyClaimed:
        raise
    except BaseException as error:
        _release(run, error)
        raise


def _release(run: Run, error: BaseException) -> None:
    """A person's interruption leaves the run to be resumed; any other error fails it, with its reason."""
    stopped = isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit)
    changes: dict[str, Any] = {"status": Run.Status.INTERRUPTED}
    if not stopped:
        is_ours = isinstance(error, SightlineError | MediaError)
        message = str(error) if is_ours else f"Internal error: {error!r}"
        changes = {"status": Run.Status.FAILED, "message": message, "finished": timezone.now()}
    mine = Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner)
    mine.update(**changes, lease_until=None, lease_owner="")


@transaction.atomic
def _record(run: Run, seq: int, event: Event) -> None:
    # The lease comes first: whoever lost it must not get as far as the journal, where another writes now.
    _renew(run, event)
    journal.append(run, seq, event)
    if isinstance(event, CallFinished) and isinstance(event.observation.data, PictureSeen):
        # A cut made by the run belongs to no corpus: without this row no page may show it.
        MediaUse.objects.get_or_create(uid=event.observation.data.uid, run=run)


def _renew(run: Run, event: Event) -> None:
    changes: dict[str, Any] = {"lease_until": timezone.now() + LEASE}
    if isinstance(event, RunEnded):
        changes = {
            "status": _STATUS[event.outcome], "message": event.message, "finished": timezone.now(),
            "lease_owner": "", "lease_until": None,
        }  # fmt: skip
    if not Run.objects.filter(pk=run.pk, lease_owner=run.lease_owner).update(**changes):
        raise AlreadyClaimed(f"Run {run.pk} was taken over by another worker.")
