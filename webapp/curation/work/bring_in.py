"""An import."""

from webapp.curation.imports.services import import_now
from webapp.curation.jobs import Progress
from webapp.curation.models import CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Do what is left of it. Raises BadInput, MissingPath and MediaStoreUnavailable."""
    import_now(job, progress)
