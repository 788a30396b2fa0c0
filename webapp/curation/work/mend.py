"""A corpus, brought up to this version."""

from webapp.corpora.indexing import services as indexing
from webapp.corpora.mending import mend
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Mend what is left to mend, then have it indexed. Raises MediaStoreUnavailable."""
    job.report = mend(job.corpus, progress).to_json()
    indexing.enqueue(job.corpus, job.corpus.encoder or None)
