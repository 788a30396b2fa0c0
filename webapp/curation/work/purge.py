"""The trash, emptied."""

from webapp.curation.changes.purging import purge
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Delete what is left to delete. Raises VectorsUnavailable."""
    purge(job, progress)
