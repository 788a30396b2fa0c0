"""A change of many pictures."""

from webapp.curation.changes.services import carry_out
from webapp.curation.jobs import Progress
from webapp.curation.models import Change, CurationJob


def run(job: CurationJob, progress: Progress) -> None:
    """Do what is left of it. Raises VectorsUnavailable."""
    carry_out(Change.objects.select_related("corpus").get(pk=job.detail["change"]), progress)
