"""The dry run of an import."""

from webapp.curation.imports.services import check
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Do what is left of it. Raises BadInput, MissingPath and MediaStoreUnavailable."""
    check(job, progress)
