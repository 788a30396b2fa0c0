"""Index jobs: bring an index up to date, or build one with another encoder while the first serves."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agents.messages import message as _
from agents.retrieval.vectors import VectorIndex
from webapp.corpora.curators_encoders import require_loadable
from webapp.corpora.encoders import encoder as load_encoder
from webapp.corpora.errors import BadInput, IndexingFailed
from webapp.corpora.importing.problems import record_problems
from webapp.corpora.indexing.detail_pass import index_details, lacking_details, pending_details
from webapp.corpora.indexing.image_pass import index_images, pending_images
from webapp.corpora.indexing.passage_pass import index_passages, pending_passages
from webapp.corpora.indexing.reconciling import reconcile
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.indexing.word_pass import index_words
from webapp.corpora.models import Corpus, IndexJob, Passage
from webapp.corpora.vectors import open_vectors
from webapp.media.stores import open_media_store
from webapp.work import jobs
from webapp.work.leases import Busy

Progress = Callable[[int, int], None]
"""Is told `(done, total)`."""

_POLL_SECONDS = 0.3


def enqueue(corpus: Corpus, encoder: str | None = None) -> IndexJob:
    """Have a worker bring the index up to date, with another encoder if one is named."""
    job = create_job(corpus, encoder)
    transaction.on_commit(lambda: jobs.deliver(job))
    return job


def create_job(corpus: Corpus, encoder: str | None = None) -> IndexJob:
    """A job that waits; one that waits already with the same encoder is as good."""
    name = encoder or settings.ENV.encoder
    queued = IndexJob.objects.filter(corpus=corpus, status=IndexJob.Status.QUEUED)
    waiting = queued.filter(encoder=name, goes_live=True).first()
    return waiting or IndexJob.objects.create(corpus=corpus, encoder=name)


def index_now(corpus: Corpus, encoder: str | None = None, progress: Progress | None = None) -> IndexJob:
    """Bring the index up to date in this process, or wait while another does. Raises IndexingFailed."""
    job = create_job(corpus, encoder)
    while True:
        try:
            job = execute(job.pk, progress)
        except Busy:
            time.sleep(_POLL_SECONDS)
            continue
        if job.status == IndexJob.Status.FAILED:
            raise IndexingFailed(job.message)
        return job


def execute(job_id: int, progress: Progress | None = None) -> IndexJob:
    """Work on a job until its corpus is indexed; a finished one is left as it is.

    A job that cannot go on ends as failed with a sentence, and the index that serves stays as it was; all
    else is as `jobs.run` has it.
    """
    job = IndexJob.objects.select_related("corpus").get(pk=job_id)
    jobs.run(job, lambda: _work(job, progress))
    return job


def _work(job: IndexJob, progress: Progress | None) -> None:
    if not job.goes_live:
        require_loadable(job.encoder)
    encoder = load_encoder(job.encoder)
    if not job.goes_live and encoder.version == job.corpus.encoder_version:
        raise BadInput(_("This corpus is indexed with %(encoder)s already.", encoder=job.encoder))
    target = IndexTarget(
        job.corpus, encoder, open_vectors(), open_media_store(), settings.ENV.ocr,
        is_beside=not job.goes_live,
    )  # fmt: skip
    if job.goes_live:
        # What was built beside need not be built again, and what has served so far goes beside.
        marks = {"indexed_by": target.version, "prepared_by": F("indexed_by")}
        for rows in (job.corpus.images, Passage.objects.filter(document__corpus=job.corpus)):
            rows.filter(prepared_by=target.version).update(**marks)
        parts = job.corpus.images.filter(prepared_parts_by=target.parts_version)
        parts.update(parts_by=target.parts_version, prepared_parts_by=F("parts_by"))
    reconcile(target)
    job.corpus.problems.filter(job__isnull=False).delete()
    work = _Passes(job, target, progress)
    work.make_searchable()
    job.encoder_version = target.version
    job.save(update_fields=["encoder_version"])
    # An index that was to be replaced by this one serves until the parts of pictures are in this as well.
    if job.goes_live and job.corpus.encoder in ("", job.encoder):
        go_live(job, target)
    work.add_details()
    if job.goes_live:
        go_live(job, target)


@dataclass
class _Passes:
    """The passes of a job: first what makes a corpus searchable, then what is found in single pictures."""

    job: IndexJob
    target: IndexTarget
    progress: Progress | None

    def make_searchable(self) -> None:
        """Passages, words, and whole pictures, until none waits that can be indexed."""
        job, failed = self.job, 0
        job.done, job.details_done, job.details_started = 0, 0, None
        job.details_total = lacking_details(self.target).count()
        while (waiting := self._count_pending()) > failed:
            job.total, failed = job.done + waiting, 0
            passages, words = index_passages(self.target), index_words(self.target)
            pictures = index_images(self.target, settings.ENV.indexing_batch)
            for progressed in chain(passages, words, pictures):
                job.done += progressed.count
                failed += self._note(progressed)
                # Rows may be added while the job runs, which the total learns at the next pass.
                job.total = max(job.total, job.done)
                self._report()
        self._report()

    def add_details(self) -> None:
        """Parts of pictures and the text in them, until none waits that can be looked at."""
        job, failed = self.job, 0
        job.details_total, job.details_started = 0, timezone.now()
        while (waiting := pending_details(self.target).count()) > failed:
            job.details_total, failed = job.details_done + waiting, 0
            self._report()
            for progressed in index_details(self.target):
                job.details_done += progressed.count
                failed += self._note(progressed)
                job.details_total = max(job.details_total, job.details_done)
                self._report()

    def _count_pending(self) -> int:
        corpus, version, mark = self.target.corpus, self.target.version, self.target.mark
        return pending_images(corpus, version, mark).count() + pending_passages(corpus, version, mark).count()

    def _note(self, progressed: Progressed) -> int:
        record_problems(self.job.corpus, progressed.problems, job=self.job)
        return len(progressed.problems)

    def _report(self) -> None:
        job = self.job
        jobs.renew(job, "details_done", "details_total", "details_started")
        if self.progress:
            self.progress(job.done + job.details_done, job.total + job.details_total)


def go_live(job: IndexJob, target: IndexTarget) -> None:
    """Searches use the index that this job built from here on; what others built is dropped after that."""
    corpus = job.corpus
    corpus.encoder, corpus.encoder_version = job.encoder, target.version
    corpus.spaces = list(target.encoder.spaces)
    corpus.lost_vectors = 0  # What was lost when the job began was made again.
    corpus.save(update_fields=["encoder", "encoder_version", "spaces", "lost_vectors"])
    drop_other_versions(corpus, open_vectors())


def build_beside(corpus: Corpus, encoder: str) -> IndexJob:
    """Have a worker build an index with another encoder, which waits for somebody to compare it."""
    job = IndexJob.objects.create(corpus=corpus, encoder=encoder, goes_live=False)
    transaction.on_commit(lambda: jobs.deliver(job))
    return job


def use(job: IndexJob) -> None:
    """Have searches use what was built beside, once what came meanwhile is in it as well.

    The index that serves until then stays beside, ready to be used again, until somebody deletes it.
    """
    with transaction.atomic():
        corpus = Corpus.objects.get(
            pk=job.corpus_id
        )  # As it serves now, whatever the caller has read before.
        IndexJob.objects.filter(pk=job.pk).update(
            goes_live=True, status=IndexJob.Status.QUEUED, finished=None
        )
        if corpus.encoder_version:
            IndexJob.objects.create(
                corpus=corpus, encoder=corpus.encoder, encoder_version=corpus.encoder_version,
                goes_live=False, status=IndexJob.Status.READY, finished=timezone.now(),
            )  # fmt: skip
        transaction.on_commit(lambda: jobs.deliver(job))


def discard(job: IndexJob) -> None:
    """Delete what was built beside. Raises VectorsUnavailable."""
    serving = Corpus.objects.get(pk=job.corpus_id).encoder_version
    if job.encoder_version and job.encoder_version != serving:
        open_vectors().drop(job.corpus_id, encoder_version=job.encoder_version)
    for rows in (job.corpus.images, Passage.objects.filter(document__corpus=job.corpus)):
        rows.filter(prepared_by=job.encoder_version).update(prepared_by="")
    parts = job.corpus.images.filter(prepared_parts_by__startswith=f"{job.encoder_version}.")
    parts.update(prepared_parts_by="")
    IndexJob.objects.filter(pk=job.pk).update(status=IndexJob.Status.CANCELLED)


def drop_other_versions(corpus: Corpus, vectors: VectorIndex) -> None:
    """Delete the collections of encoders that do not serve any more."""
    ready = IndexJob.objects.filter(corpus=corpus, goes_live=False).exclude(encoder_version="")
    kept = set(ready.filter(status=IndexJob.Status.READY).values_list("encoder_version", flat=True))
    for version in vectors.encoder_versions(corpus.pk) - {corpus.encoder_version} - kept:
        vectors.drop(corpus.pk, encoder_version=version)
