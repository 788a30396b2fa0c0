"""Jobs as their page shows them: how far, how fast, how long still."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.corpora.models import Corpus, IndexJob
from webapp.curation.models import CurationJob
from webapp.work.models import Work

LISTED = 40


@dataclass(frozen=True, slots=True)
class JobView:
    """One job; `rate` is rows or pictures a second since it, or its second pass, began.

    `left` is empty where it cannot be told how long it takes.
    """

    job: Work
    table: str
    corpus: Corpus
    what: str
    who: str
    rate: float
    left: str

    @property
    def can_pause(self) -> bool:
        return self.is_active and not self.job.wish

    @property
    def in_details(self) -> bool:
        """Whether it is in its second pass over pictures."""
        return self.is_active and _in_details(self.job)

    @property
    def is_active(self) -> bool:
        return self.job.is_active


def jobs_of(corpora: Iterable[Corpus]) -> list[JobView]:
    """The newest jobs of these corpora, of the index and of curators, those under way first."""
    ids = [corpus.pk for corpus in corpora]
    index = IndexJob.objects.filter(corpus__in=ids).select_related("corpus")[:LISTED]
    curation = CurationJob.objects.filter(corpus__in=ids).select_related("corpus", "person")[:LISTED]
    found = [_view(job, "index", job.corpus, index_words(job), "") for job in index]
    found += [
        _view(job, "curation", job.corpus, kind_words(job.kind), str(job.person or "")) for job in curation
    ]
    found.sort(key=lambda view: (not view.is_active, -view.job.created.timestamp()))
    return found[:LISTED]


def kind_words(kind: str) -> str:
    """What a kind of curators' job does."""
    return {
        "change": _("Change of many pictures"),
        "undo": _("Change taken back"),
        "purge": _("Trash emptied"),
        "check_import": _("Import looked through"),
        "bring_in": _("Import"),
        "scan_duplicates": _("Search for duplicates"),
        "mend": _("Brought up to this version"),
    }.get(kind, kind)


def index_words(job: IndexJob) -> str:
    """What an index job does."""
    if job.goes_live:
        return _("Index, with %(encoder)s") % {"encoder": job.encoder}
    return _("Index beside the live one, with %(encoder)s") % {"encoder": job.encoder}


def _view(job: Work, table: str, corpus: Corpus, what: str, who: str) -> JobView:
    is_running, now = job.status == Work.Status.RUNNING, timezone.now()
    began, done, total = job.started, job.done, job.total
    if is_running and isinstance(job, IndexJob) and _in_details(job):
        began, done, total = job.details_started, job.details_done, job.details_total
    seconds = ((job.finished or now) - (began or now)).total_seconds()
    rate = done / seconds if seconds > 0 else 0.0
    left = duration((total - done) / rate) if rate and is_running else ""
    return JobView(job, table, corpus, what, who, rate, left)


def _in_details(job: Work) -> bool:
    return isinstance(job, IndexJob) and job.details_started is not None


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 20 min`: as exact as a guess about work can be."""
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": max(1, round(seconds))}
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
