"""A change of many pictures, taken back."""

from webapp.curation.changes.services import take_back
from webapp.curation.jobs import Progress
from webapp.curation.models import Change, CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Do what is left of it. Raises VectorsUnavailable."""
    take_back(Change.objects.select_related("corpus").get(pk=job.detail["change"]), progress)
