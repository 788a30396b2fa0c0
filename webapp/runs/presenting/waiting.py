"""What a run is waiting for, in words, and since when: the line that always says what is happening."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.orders import Pause
from webapp.runs.execution import orders, run_leases
from webapp.runs.models import Run
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.wording import at_work, verb_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """The status as a page shows it, a sentence, and the moment it has been true since."""

    status: str
    words: str
    since: datetime | None


def waiting_for(notebook: Notebook) -> Waiting:
    """What is under way, or what keeps it from being so; no words for a run that has ended."""
    run, state = notebook.run, notebook.state
    since = notebook.newest or run.created
    match run.status:
        case Run.Status.QUEUED:
            before = runs_before(run)
            words = ngettext(
                "Waiting for a worker; %(count)d run before yours",
                "Waiting for a worker; %(count)d runs before yours",
                before,
            ) % {"count": before}
            return Waiting(run.status, words if before else _("Waiting for a worker; yours is next"), since)
        case Run.Status.PAUSED:
            return Waiting(run.status, _("Paused. It goes on where it was when you resume it"), since)
        case Run.Status.INTERRUPTED:
            return Waiting(run.status, _abandoned(), since)
        case Run.Status.RUNNING if is_abandoned(run):
            return Waiting(Run.Status.INTERRUPTED, _abandoned(), since)
        case Run.Status.RUNNING:
            words = _("Deciding the next step")
            if asked := next(reversed(state.in_flight.values()), None):
                words = at_work(asked.role, asked.model)
            elif state.steps and (pending := state.steps[-1].pending):
                words = f"{verb_of(pending[0].name)}: {state.steps[-1].intent}"
            if any(isinstance(order.wish, Pause) for order in orders.after(run, state.last_order)):
                words = _("Pausing after this: %(words)s") % {"words": words}
            return Waiting(run.status, words, since)
    return Waiting(run.status, "", None)


def runs_before(run: Run) -> int:
    """How many runs wait that are taken before this one: others of its profile that were asked before."""
    return run_leases.waiting().filter(profile=run.profile, pk__lt=run.pk).count()


def is_abandoned(run: Run) -> bool:
    """True once the worker of a running run has not been heard of for longer than its lease."""
    return bool(run.lease_until and run.lease_until < timezone.now())


def _abandoned() -> str:
    return _("Its worker stopped. Another one takes it over and repeats nothing that was finished")
