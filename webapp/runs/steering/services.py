"""What a person may do to a run that has not ended. Access is the caller's to check."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from agents.events import Outcome, RunEnded
from agents.messages import message as _
from agents.orders import Pause, Wish
from webapp.corpora.errors import BadInput
from webapp.runs.execution import bell, journal, lifecycle, orders, run_leases, services
from webapp.runs.models import Run
from webapp.runs.templatetags.words import status_words

MAX_ORDERS = 200
"""Of one run."""

_CANCELLED = _("The run was cancelled. What it had found is kept.")
_CANCELLED_BEFORE = _("The run was cancelled before it had found anything.")


def give(run: Run, wish: Wish, author: User) -> None:
    """Leave an order for the run, which takes it between two calls. Raises BadInput for a run that has ended.

    A run that no worker has begun is paused at once.
    """
    _require_open(run)
    if run.orders.count() >= MAX_ORDERS:
        raise BadInput(
            _(
                "This run has been given %(count)s orders; it takes no more. Cancel it, or let it end.",
                count=MAX_ORDERS,
            )
        )
    waiting = Run.objects.filter(pk=run.pk, status=Run.Status.QUEUED)
    if isinstance(wish, Pause) and lifecycle.pause(waiting):
        return
    orders.add(run, wish, author)
    bell.ring()


@transaction.atomic
def resume(run: Run) -> None:
    """Queue a paused run again. Raises BadInput for any other."""
    if not lifecycle.resume(Run.objects.filter(pk=run.pk)):
        raise BadInput(_("This run is not paused, so there is nothing to resume."))
    transaction.on_commit(lambda: services.queue(run.pk))


@transaction.atomic
def cancel(run: Run) -> None:
    """End the run here and now; its worker finds out soon. Raises BadInput for one that has ended."""
    for left in Run.objects.filter(lifecycle.is_free(), pk=run.pk, status__in=Run.OPEN):
        run_leases.leave_out_rest(left, timezone.now())
    has_found = run.events.filter(kind="call_finished").exists()
    message = _CANCELLED if has_found else _CANCELLED_BEFORE
    if not lifecycle.cancel(Run.objects.filter(pk=run.pk), message):
        _require_open(Run.objects.get(pk=run.pk))
    if last := journal.last_seq(run):  # A journal does not begin with its end.
        journal.append(run, last + 1, RunEnded(Outcome.CANCELLED, message))
    transaction.on_commit(bell.ring, robust=True)


def _require_open(run: Run) -> None:
    if run.status not in Run.OPEN:
        raise BadInput(
            _("This run has ended (%(status)s); fork it or ask on instead.", status=status_words(run.status))
        )
