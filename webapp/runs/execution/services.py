"""Making runs, executing them, and queueing again what was left behind."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from kombu.exceptions import OperationalError

from agents.errors import UnreadablePicture
from agents.events import CallFinished, Event, ModelReplied, OrderTaken, Outcome, RunEnded, StepDecided
from agents.messages import message as _
from agents.messages import sentence_of
from agents.models.role_models import LiveDeltas, ignore
from agents.observations import Observation
from agents.orders import Order, Pause
from agents.parsing.storable import storable
from agents.profile import profile_named
from agents.questions.words import is_babble
from agents.types import ImageRef, Question, SourcePolicy, Usage
from media_store import MediaError, MediaStoreUnavailable, Prepared
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.media.stores import open_media_store
from webapp.runs import run_access
from webapp.runs.execution import bell, journal, lifecycle, run_leases, spending, tallying, threads, wiring
from webapp.runs.execution import pictures as run_pictures
from webapp.runs.execution.scope import NOTHING_TO_SEARCH
from webapp.runs.execution.source_policies import source_policy
from webapp.runs.models import Run
from webapp.work.sending import TaskName, send

MAX_PICTURES = 8
MAX_QUESTION = 10_000

_NOT_QUEUED = _(
    "The question could not be queued, since the message broker does not answer. Check "
    "it with manage.py doctor, then ask again."
)

_log = logging.getLogger(__name__)


def create(  # noqa: PLR0913  A question has these parts.
    *,
    owner: User | None,
    question: str,
    pictures: Sequence[bytes | str | Prepared],
    corpora: Collection[Corpus],
    profile: str = "standard",
    sources: str = "",
    enqueue: bool = True,
) -> Run:
    """Store a question with its pictures and queue the run. A picture that is stored already goes by its UID.

    Access to corpora and stored pictures is the caller's to check. Without `sources` it looks where the
    setting says; on the web alone, it is about none of the corpora.

    Raises what `check`, `source_policy` and `prepare` raise, ConfigurationError for an unknown profile, and
    NothingLeft for a user whose month is used up, before anything is written.
    When no broker takes the run, it ends as failed with a sentence.
    """
    check(question, pictures)
    looks_in = source_policy(sources)
    limits = profile_named(profile)
    policy = wiring.policy_name()
    if policy == wiring.MODEL:
        spending.require_allowance(owner)
    prepared = [
        prepare(number, picture) if isinstance(picture, bytes) else picture
        for number, picture in enumerate(pictures, start=1)
    ]
    images = [
        picture if isinstance(picture, str) else open_media_store().keep(picture).uid for picture in prepared
    ]
    with transaction.atomic():
        run = Run.objects.create(
            owner=owner, question=storable(question.strip()), images=images, profile=limits.name,
            policy=policy, sources=looks_in,
        )  # fmt: skip
        run.corpora.set([] if looks_in is SourcePolicy.WEB else corpora)
        uploaded = [uid for uid, given in zip(images, pictures, strict=True) if not isinstance(given, str)]
        run_pictures.bring(run, images, uploaded)
        if enqueue:
            transaction.on_commit(lambda: queue(run.pk))
    return run


def execute(
    run_id: int, on_event: Callable[[Event], None] = lambda event: None, on_delta: LiveDeltas = ignore
) -> Run:
    """Work on a run until it ends, from wherever its journal stops. Safe to deliver twice.

    Each event is stored before `on_event` sees it and before its effect; `on_delta` is told pieces of model
    replies from other threads. Raises Busy; whatever else goes wrong marks the run as failed, with
    a sentence, and is raised on.
    """
    with run_leases.leased(run_id) as run:
        events = [event for _, event in journal.read(run)]
        for seq, event in enumerate(_work(run, events, on_delta), start=len(events) + 1):
            _record(run, seq, event)
            on_event(event)
    run.refresh_from_db()
    return run


def check(question: str, pictures: Sequence[bytes | str | Prepared]) -> None:
    """Raise BadInput for what cannot be asked; no picture is opened."""
    if not any(map(str.isalnum, question)) and not pictures:
        raise BadInput(_("There is nothing to answer: give a question, a picture, or both."))
    if len(question) > MAX_QUESTION:
        raise BadInput(
            _(
                "The question has %(count)s characters; at most %(limit)s can be asked.",
                count=len(question),
                limit=MAX_QUESTION,
            )
        )
    if is_babble(question) and not pictures:
        raise BadInput(_("These letters make no word. Write what you want to know, or add a picture."))
    if len(pictures) > MAX_PICTURES:
        raise BadInput(
            _(
                "The question has %(count)s pictures; at most %(limit)s can be asked about.",
                count=len(pictures),
                limit=MAX_PICTURES,
            )
        )


def prepare(number: int, picture: bytes) -> Prepared:
    """A picture of a question, decoded and not stored yet.

    Raises UnreadablePicture, which names it by its number from 1, for what the media store would refuse, and
    MediaStoreUnavailable.
    """
    try:
        return open_media_store().prepare(picture)
    except MediaStoreUnavailable:
        raise  # Nobody who asks can mend that.
    except MediaError as refusal:
        raise UnreadablePicture(
            _("Picture %(number)s cannot be used. %(reason)s", number=number, reason=sentence_of(refusal))
        ) from refusal


def queue(run_id: int) -> None:
    """Give the run to a worker. When no broker takes it, it ends as failed with a sentence."""
    try:
        send(TaskName.EXECUTE_RUN, run_id)
    except (OperationalError, OSError) as error:  # OSError: the folder that is the embedded broker
        _log.error("Run %s could not be queued: %s", run_id, error)
        waiting = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED)
        lifecycle.end(waiting, Run.Status.FAILED, _NOT_QUEUED)


def _work(run: Run, events: list[Event], on_delta: LiveDeltas) -> Iterator[Event]:
    """The events that follow; at once the last one when its owner may read nothing of what it is about."""
    if run_access.corpora_of(run).exists() or not run.corpora.exists():
        facts = (open_media_store().facts(uid) for uid in run.images)
        images = tuple(ImageRef(f.uid, f.width, f.height) for f in facts)
        question = Question(run.question, images, tuple(threads.exchanges_before(run)))
        yield from wiring.search_agent(run, on_delta).run(question, events)
    elif events:
        yield RunEnded(Outcome.DECLINED, NOTHING_TO_SEARCH)
    else:  # A journal does not begin with its end.
        run_leases.end(run, status=Run.Status.DECLINED, message=NOTHING_TO_SEARCH)
        bell.ring()


@transaction.atomic
def _record(run: Run, seq: int, event: Event) -> None:
    # Whoever lost the lease must not write: another does now. A heartbeat keeps it between these lines.
    if not journal.append_as(run.lease_owner, run, seq, event):
        raise run_leases.lost(run)
    transaction.on_commit(bell.ring, robust=True)
    match event:
        case StepDecided():
            tallying.count(run, event)
        case CallFinished(observation=Observation(data=data)) if data:
            # Pictures made by the run belong to no corpus: without these rows no page may show them.
            run_pictures.take(run, data)
            if data.usd:
                spending.charge(run, Usage(cost_usd=data.usd))
        case ModelReplied(reply=reply):
            spending.charge(run, reply.usage)
        case OrderTaken(order=Order(wish=Pause())):
            run_leases.pause(run)
        case RunEnded(outcome=outcome, message=message):
            run_leases.end(run, status=Run.Status(outcome), message=message)
            tallying.count_pictures(run)
