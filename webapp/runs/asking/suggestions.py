"""What a person might ask: questions that were answered well, each day others; one click asks.

Those in the language of the page, where there are any.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from random import Random

from django.utils import timezone
from django.utils.translation import get_language

from agents.assessment import Level
from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from agents.questions.languages import UNKNOWN, identify
from agents.questions.weights import weights
from webapp import access
from webapp.corpora.models import CorpusImage, Document
from webapp.runs import run_access
from webapp.runs.models import Run, RunEvent, TriedQuestion
from webapp.runs.presenting.presenters import RunView
from webapp.runs.trials.rounds import untried_corpora

COUNT = 6
MAX_OWN = 3
"""Of the person's own questions among them."""

MAX_RELATED = 3
_ANSWERS_LOOKED_THROUGH = 40
"""The newest of a person."""

_TRIED_LOOKED_THROUGH = 400


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """A question with the UIDs of its pictures, and the keys of the corpora that answered it."""

    question: str
    uids: tuple[str, ...]
    corpora: tuple[int, ...]


def suggestions(person: access.Person) -> Sequence[SuggestedQuestion]:
    """Own questions that were answered well, then some that the corpora can answer; the same for a day."""
    chance = Random(f"{person.pk} {timezone.now():%Y-%m-%d}")
    answered = list(_answered(person))
    kept = list(_kept(access.askable_corpora(person).values_list("pk", flat=True)))
    readable = _in_language_of_page([*(a.question for a in answered), *(row.question for row in kept)])
    own = [each for each in answered if each.question in readable]
    chosen = chance.sample(own, min(MAX_OWN, len(own)))
    tried = [each for each in kept if each.question in readable]
    chance.shuffle(tried)
    asked = {(each.question, each.uids) for each in own}
    others = (each for each in _by_turns(tried) if (each.question, each.uids) not in asked)
    return list(islice(_in_other_words([*chosen, *others]), COUNT))


def related(view: RunView) -> Sequence[SuggestedQuestion]:
    """What the corpora of a run can answer about the documents and pictures that its answer rests on."""
    cited = [citation.evidence for citation in view.answer.citations] if view.answer else []
    documents = {evidence.document for evidence in cited if evidence.document}
    uids = {evidence.uid for evidence in cited if evidence.uid} | set(view.run.images)
    corpora = view.run.corpora.filter(pk__in=run_access.askable_by_owner(view.run).values("pk"))
    near = [
        row
        for row in _kept(corpora.values_list("pk", flat=True))
        if (documents & {pk for pk, _ in row.documents} or uids & {*row.images})
        and (row.question, row.images) != (view.run.question, view.run.images)
    ]
    readable = _in_language_of_page(row.question for row in near)
    found = _by_turns(row for row in near if row.question in readable)
    return list(islice(_in_other_words(found), MAX_RELATED))


def are_being_tried(person: access.Person) -> bool:
    """Whether questions of a corpus that the person may ask are still to be tried."""
    return access.askable_corpora(person).filter(pk__in=untried_corpora().values("pk")).exists()


def _in_language_of_page(questions: Iterable[str]) -> Collection[str]:
    """Those of the questions that are, or may be, in the language of the page; all where there is none."""
    every, page = {*questions}, (get_language() or "en").partition("-")[0]
    return {each for each in every if _language_of(each) in (page, UNKNOWN)} or every


@lru_cache(maxsize=4096)
def _language_of(question: str) -> str:
    return identify(question, weights().known)


def _kept(corpora: Iterable[int]) -> Iterator[TriedQuestion]:
    """Tried questions that were answered, of these corpora, while what they are about is there."""
    rows = TriedQuestion.objects.filter(corpus__in=list(corpora)).exclude(answer="")
    newest = list(rows.order_by("-pk")[:_TRIED_LOOKED_THROUGH])
    about = {pk for row in newest for pk, _digest in row.documents}
    there = set(Document.objects.filter(pk__in=about).values_list("pk", "sha256"))
    pictures = CorpusImage.objects.searchable().filter(uid__in={uid for row in newest for uid in row.images})
    shown = set(pictures.values_list("corpus", "uid"))
    for row in newest:
        has_documents = all((pk, digest) in there for pk, digest in row.documents)
        if has_documents and all((row.corpus_id, uid) in shown for uid in row.images):
            yield row


def _by_turns(rows: Iterable[TriedQuestion]) -> Iterator[SuggestedQuestion]:
    """One of each kind after the other, so that they differ."""
    kinds: dict[str, list[TriedQuestion]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    for turn in range(max(map(len, kinds.values()), default=0)):
        for of_kind in kinds.values():
            for row in of_kind[turn : turn + 1]:
                yield SuggestedQuestion(row.question, tuple(row.images), (row.corpus_id,))


def _in_other_words(found: Iterable[SuggestedQuestion]) -> Iterator[SuggestedQuestion]:
    """The first of those that are in the same words, about whatever pictures."""
    words: set[str] = set()
    for each in found:
        if each.question not in words:
            words.add(each.question)
            yield each


def _answered(person: access.Person) -> Iterator[SuggestedQuestion]:
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
        yield SuggestedQuestion(run.question, tuple(run.images), corpora)


def _is_good(event: RunEvent) -> bool:
    """It answers the question, cites something, and no check of it found anything wrong."""
    try:
        given = from_payload(event.kind, event.payload)
    except JournalError:
        return False
    if not isinstance(given, AnswerGiven):
        return False
    answer = given.answer
    does_answer = answer.answers is not None and answer.answers.level is Level.YES
    is_checked = does_answer and answer.is_supported and not answer.is_from_model
    return is_checked and bool(answer.citations) and not any(c.verdict.is_against for c in answer.citations)
