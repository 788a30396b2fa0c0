"""What a person might ask: questions that were answered well, each day others; one click asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from webapp.corpora.models import CorpusImage
from webapp.corpora.sample.questions import QUESTIONS, SAMPLE_SLUG
from webapp.runs import access
from webapp.runs.models import Run, RunEvent

COUNT = 3
_ANSWERS_LOOKED_THROUGH = 40
"""The newest of a person."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question with the UIDs of its pictures, and the keys of the corpora that answered it."""

    question: str
    uids: tuple[str, ...]
    corpora: tuple[int, ...]


def suggestions(person: access.Person) -> Sequence[Suggestion]:
    """Own questions that were answered well, then those of the sample corpus; the same for a day."""
    chance = Random(f"{person.pk} {timezone.now():%Y-%m-%d}")
    own, given = list(_answered(person)), list(_given(person))
    chosen = chance.sample(own, min(COUNT, len(own)))
    asked = {each.question for each in own}
    rest = [each for each in given if each.question not in asked]
    return [*chosen, *chance.sample(rest, min(COUNT - len(chosen), len(rest)))]


def _answered(person: access.Person) -> Iterator[Suggestion]:
    """Each question once, if every corpus it was asked in can still be asked."""
    runs = Run.objects.filter(owner=person.pk, status=Run.Status.FINISHED).exclude(question="")
    answers = RunEvent.objects.filter(run__in=runs, kind="answer_given").order_by("-run", "-seq")
    newest = answers.select_related("run").prefetch_related("run__corpora")[:_ANSWERS_LOOKED_THROUGH]
    askable = set(access.askable_corpora(person).values_list("pk", flat=True))
    seen: set[str] = set()
    for event in newest:
        run, corpora = event.run, tuple(corpus.pk for corpus in event.run.corpora.all())
        if run.question in seen or not corpora or not askable.issuperset(corpora) or not _is_good(event):
            continue
        seen.add(run.question)
        yield Suggestion(run.question, tuple(run.images), corpora)


def _is_good(event: RunEvent) -> bool:
    """The answer cites something, and no check of it found anything wrong."""
    try:
        given = from_payload(event.kind, event.payload)
    except JournalError:
        return False
    if not isinstance(given, AnswerGiven):
        return False
    answer = given.answer
    is_checked = answer.is_supported and not answer.is_from_model
    return is_checked and bool(answer.citations) and not any(c.verdict.is_against for c in answer.citations)


def _given(person: access.Person) -> Iterator[Suggestion]:
    """Questions of the sample corpus, which were measured to be answered well, for whoever may ask it."""
    sample = access.askable_corpora(person).filter(slug=SAMPLE_SLUG).first()
    if sample is None:
        return
    uids = dict(CorpusImage.objects.kept().filter(corpus=sample).values_list("path", "uid"))
    for question, path in QUESTIONS:
        if not path:
            yield Suggestion(question, (), (sample.pk,))
        elif path in uids:
            yield Suggestion(question, (uids[path],), (sample.pk,))
