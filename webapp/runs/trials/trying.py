"""Trying the questions of a corpus in the background, once it has changed and nobody waits for a run."""

import logging
import re
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from agents.assessment import Form, Level
from agents.errors import SightlineError
from agents.events import AnswerGiven
from agents.types import Answer, ImageRef, Question
from media_store import MediaError
from webapp.corpora.models import Corpus, CorpusImage, Document, IndexJob
from webapp.media.stores import open_media_store
from webapp.runs.execution import wiring
from webapp.runs.models import Run, TrialRound, TriedQuestion
from webapp.runs.trials.candidates import Candidate, candidates
from webapp.runs.trials.rounds import untried_corpora
from webapp.work.sending import TaskName, send

LEASE = timedelta(minutes=10)
"""How long a worker has a corpus; what one leaves that was killed, others take up after that."""

MIN_RIGHT = 0.75
"""Share of the pictures of a grid that have to be of what was asked for."""

_MARKER = re.compile(r"\s*\[\d+\]")
_FORMS = {TriedQuestion.Kind.COMPARISON: Form.TABLE, TriedQuestion.Kind.PICTURES: Form.PICTURES}
_MIN_CITED = {TriedQuestion.Kind.PICTURES: 2}

_log = logging.getLogger(__name__)


def untried() -> list[int]:
    """Keys of corpora that were indexed since they were tried, and that nobody tries now."""
    is_free = Q(trial_round__lease_until=None) | Q(trial_round__lease_until__lt=timezone.now())
    return list(untried_corpora().filter(is_free).values_list("pk", flat=True))


def deliver_untried() -> None:
    """Give each such corpus to a worker; twice is the same as once."""
    for pk in untried():
        send(TaskName.TRY_CORPUS, pk)


def try_corpus(corpus_id: int) -> int:
    """Try what is to be tried of a corpus; how many questions that were.

    Stops as soon as somebody waits for a run, and goes on at the next call. Safe to deliver twice.
    """
    corpus = Corpus.objects.filter(pk=corpus_id, archived=None).first()
    if corpus is None:
        return 0
    TrialRound.objects.get_or_create(corpus=corpus)
    now = timezone.now()
    free = TrialRound.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), corpus=corpus)
    if not free.update(lease_until=now + LEASE):
        return 0
    finished = IndexJob.objects.filter(corpus=corpus, status=IndexJob.Status.FINISHED, goes_live=True)
    newest = finished.aggregate(newest=Max("pk"))["newest"] or 0
    count = 0
    try:
        _drop_outdated(corpus)
        rows = corpus.tried_questions.values_list("question", "images")
        tried = {(question, tuple(images)) for question, images in rows}
        for candidate in candidates(corpus):
            if (candidate.question, candidate.images) in tried:
                continue
            if Run.objects.filter(status__in=[Run.Status.QUEUED, Run.Status.RUNNING]).exists():
                return count
            _try(corpus, candidate)
            count += 1
        TrialRound.objects.filter(corpus=corpus).update(job=newest)
    except (SightlineError, MediaError) as error:
        _log.warning("Questions of the corpus %s could not be tried: %s", corpus.slug, error)
    finally:
        TrialRound.objects.filter(corpus=corpus).update(lease_until=None)
    return count


def _drop_outdated(corpus: Corpus) -> None:
    """What was made from documents and pictures that are not there any more, or read otherwise now."""
    texts = dict(_digests(corpus))
    uids = set(CorpusImage.objects.searchable().filter(corpus=corpus).values_list("uid", flat=True))
    for row in corpus.tried_questions.all():
        if any(texts.get(pk) != digest for pk, digest in row.documents) or not uids.issuperset(row.images):
            row.delete()


def _digests(corpus: Corpus, pks: Iterable[int] | None = None) -> list[tuple[int, str]]:
    rows = Document.objects.filter(corpus=corpus)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    return list(rows.values_list("pk", "sha256"))


def _try(corpus: Corpus, candidate: Candidate) -> None:
    """Ask, and write down what came of it; no run is made of it."""
    facts = (open_media_store().facts(uid) for uid in candidate.images)
    images = tuple(ImageRef(f.uid, f.width, f.height) for f in facts)
    events = wiring.trial_agent(corpus).run(Question(candidate.question, images))
    given = [event.answer for event in events if isinstance(event, AnswerGiven)]
    answer = given[-1] if given else None
    is_good = answer is not None and answers(candidate, answer)
    TriedQuestion.objects.create(
        corpus=corpus,
        kind=candidate.kind,
        question=candidate.question,
        images=list(candidate.images),
        documents=[list(each) for each in _digests(corpus, candidate.documents)],
        answer=_MARKER.sub("", answer.text) if answer and is_good else "",
    )


def answers(candidate: Candidate, answer: Answer) -> bool:
    """Whether the answer is whole, of the form that was asked for, and says what its text says."""
    level = answer.answers.level if answer.answers else None
    if level is not Level.YES or not answer.is_supported or answer.is_from_model:
        return False
    if len(answer.citations) < _MIN_CITED.get(TriedQuestion.Kind(candidate.kind), 1):
        return False
    if any(citation.is_quoted is False for citation in answer.citations):
        return False
    if candidate.shown:
        uids = [citation.evidence.uid for citation in answer.citations if citation.evidence.uid]
        if not len({*uids}.intersection(candidate.shown)) >= MIN_RIGHT * len(uids) > 0:
            return False
    form = _FORMS.get(TriedQuestion.Kind(candidate.kind))
    said = answer.text.casefold()
    return (form is None or answer.form is form) and all(
        each.casefold() in said for each in candidate.expected
    )
