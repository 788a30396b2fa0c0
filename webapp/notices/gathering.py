"""What ended while somebody looked at another page: their runs, and work on corpora that they look after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from webapp import access
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation.indexing.presenting import index_words, kind_words
from webapp.curation.models import CurationJob
from webapp.runs.models import Run
from webapp.runs.templatetags.words import status_words
from webapp.work.models import Work

MAX_NOTICES = 5
MAX_TITLE = 120
REACHES_BACK = timedelta(days=1)
NOTICEABLE = timedelta(seconds=20)
"""An index that was brought up to date quicker than that, as after a change of a picture, is not told of."""

_WAITED_FOR = (Work.Status.QUEUED, Work.Status.RUNNING)
_TOLD = (Work.Status.READY, Work.Status.FINISHED, Work.Status.FAILED)


JobRow = TypeVar("JobRow", IndexJob, CurationJob)


@dataclass(frozen=True, slots=True)
class Notice:
    """That something ended: in words, when, and the address of the page that it is about."""

    words: str
    ended: datetime
    url: str


def notices(person: access.Person, since: datetime, now: datetime) -> list[Notice]:
    """The newest that ended in `(since, now]`, the last first; nothing of longer than a day ago."""
    begin = max(since, now - REACHES_BACK)
    found = []
    mine = Run.objects.filter(owner=person.pk, finished__gt=begin, finished__lte=now)
    for run in mine.exclude(status=Run.Status.CANCELLED).order_by("-finished")[:MAX_NOTICES]:
        title = Truncator(run.name or run.question or _("A picture")).chars(MAX_TITLE)
        words, url = f"{status_words(run.status)} · {title}", reverse("runs:detail", args=[run.pk])
        if run.finished:
            found.append(Notice(words, run.finished, url))
    found += _of_jobs(person, begin, now)
    return sorted(found, key=lambda notice: notice.ended, reverse=True)[:MAX_NOTICES]


def is_waiting(person: access.Person) -> bool:
    """Whether anything goes on that the person would be told of."""
    return (
        Run.objects.filter(owner=person.pk, status__in=(Run.Status.QUEUED, Run.Status.RUNNING)).exists()
        or IndexJob.objects.filter(corpus__in=access.curated_corpora(person), status__in=_WAITED_FOR).exists()
        or CurationJob.objects.filter(person=person.pk, status__in=_WAITED_FOR).exists()
    )


def _of_jobs(person: access.Person, begin: datetime, now: datetime) -> Iterator[Notice]:
    """Of the corpora that the person looks after: all work on indexes, and what they began themselves."""
    corpora = access.curated_corpora(person)
    for job in _ended(IndexJob.objects.filter(corpus__in=corpora), begin, now):
        is_routine = job.status == Work.Status.FINISHED and job.goes_live
        if is_routine and job.finished and job.finished - (job.started or job.finished) < NOTICEABLE:
            continue
        yield _notice(job, job.corpus, index_words(job), reverse("curation:jobs", args=[job.corpus.slug]))
    mine = CurationJob.objects.filter(person=person.pk, corpus__in=corpora).prefetch_related("imports")
    for begun in _ended(mine, begin, now):
        slug, brought = begun.corpus.slug, begun.imports.first()
        if brought:
            url = reverse("curation:import", args=[slug, brought.pk])
        elif begun.kind == "check_import":
            continue  # Its import has gone on.
        else:
            page = "duplicates" if begun.kind == "scan_duplicates" else "jobs"
            url = reverse(f"curation:{page}", args=[slug])
        yield _notice(begun, begun.corpus, kind_words(begun.kind), url)


def _ended(jobs: QuerySet[JobRow], begin: datetime, now: datetime) -> QuerySet[JobRow]:
    ended = jobs.filter(status__in=_TOLD, finished__gt=begin, finished__lte=now)
    return ended.select_related("corpus").order_by("-finished")[: 4 * MAX_NOTICES]


def _notice(job: Work, corpus: Corpus, what: str, url: str) -> Notice:
    status = _("ready to compare") if job.status == Work.Status.READY else status_words(job.status)
    return Notice(f"{what}: {status} · {corpus.name}", job.finished or job.created, url)
