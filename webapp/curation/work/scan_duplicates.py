"""The search of a corpus for pictures that are alike."""

from webapp.curation.duplicates.scanning import scan
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Look through the corpus; again changes nothing. Raises VectorsUnavailable."""
    scan(job.corpus, progress)
