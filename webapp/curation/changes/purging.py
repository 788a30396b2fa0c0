"""Deletes for good what lies in the trash: rows, vectors, words, and files that nothing else uses."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from webapp.corpora.indexing import hidden_vectors
from webapp.corpora.models import Corpus, CorpusImage, MediaUse
from webapp.corpora.services.media_uses import release_media
from webapp.curation import jobs
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob

KEPT_FOR = timedelta(days=30)
"""How long the trash can be looked through."""

_AT_ONCE = 200


def trashed(corpus: Corpus) -> QuerySet[CorpusImage]:
    """What lies in the trash of a corpus."""
    return CorpusImage.objects.filter(corpus=corpus, trashed__isnull=False)


def going(corpus: Corpus) -> QuerySet[CorpusImage]:
    """What workers are to delete for good, or are deleting."""
    active = corpus.curation_jobs.filter(kind="purge", status__in=CurationJob.ACTIVE)
    return reduce(or_, map(_named, active), CorpusImage.objects.none())


def purge(job: CurationJob, progress: Progress) -> None:
    """Delete what the job names, or all that has lain there for KEPT_FOR. Raises VectorsUnavailable."""
    rows = _named(job)
    total = job.report.setdefault("total", rows.count())
    report = job.report
    while batch := list(rows.order_by("pk")[:_AT_ONCE]):
        with transaction.atomic():
            uids = [image.uid for image in batch]
            hidden_vectors.forget(job.corpus, batch)
            CorpusImage.objects.filter(pk__in=[image.pk for image in batch]).delete()
            elsewhere = MediaUse.objects.exclude(corpus=job.corpus).filter(uid__in=uids)
            kept = elsewhere.values("uid").distinct().count()
            report["pictures"] = report.get("pictures", 0) + len(batch)
            report["files_kept"] = report.get("files_kept", 0) + kept
            release_media(job.corpus, uids)
            CurationJob.objects.filter(pk=job.pk).update(report=report)
        progress(report["pictures"], total)


def _named(job: CurationJob) -> QuerySet[CorpusImage]:
    rows = trashed(job.corpus)
    if job.detail.get("all"):
        return rows.filter(trashed__lte=job.created)
    if "ids" in job.detail:
        return rows.filter(pk__in=job.detail["ids"])
    return rows.filter(trashed__lt=timezone.now() - KEPT_FOR)


def purge_outdated() -> None:
    """Have workers delete what has lain in the trash for long; not while they are at it."""
    outdated = CorpusImage.objects.filter(trashed__lt=timezone.now() - KEPT_FOR)
    for corpus in Corpus.objects.filter(pk__in=outdated.values("corpus")):
        if not corpus.curation_jobs.filter(kind="purge", status__in=("queued", "running", "paused")).exists():
            jobs.enqueue(corpus, "purge", None, {})
