"""How an administrator opens somebody else's run: with a reason, which the run's owner sees."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from webapp.runs.models import Opening, Run

MIN_REASON_CHARACTERS, MAX_REASON_CHARACTERS = 10, 500


def open_run(run: Run, person: User, reason: str) -> None:
    """Open the run to an administrator for run_access.OPEN_FOR; who and why stays on record."""
    Opening.objects.create(run=run, person=person, reason=reason)


def openings_of(run: Run) -> QuerySet[Opening]:
    """Who opened the run and why, newest first: `openings` in templates/runs/_admin_access.html."""
    return run.openings.select_related("person")
