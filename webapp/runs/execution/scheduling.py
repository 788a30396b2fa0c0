"""Which run a worker takes next: the oldest of a kind, as soon as this worker has a slot for one.

A message says that a run waits. The worker that gets it begins the run, or, where it has as many of its kind
as it may, puts the message down: the row waits on. Whoever ends a run sends the oldest that waits of the same
kind, and each worker looks every few seconds for what it has slots for, so that nothing depends on a message.
"""

import logging
from contextlib import suppress

from django.db.models import QuerySet
from kombu.exceptions import OperationalError

from agents.profile import PROFILES
from webapp.runs.execution import claims, services
from webapp.runs.models import Run
from webapp.work.sending import TaskName, send
from webapp.work.slots import Kind, slots

KINDS = {name: Kind(name) for name in PROFILES}
"""The kind of a run is that of its profile."""

_log = logging.getLogger(__name__)


def take(run_id: int) -> None:
    """Work on a run if this worker has a slot for it; a second delivery finds it claimed and does nothing."""
    run = Run.objects.filter(pk=run_id).only("profile").first()
    if run is None:
        return
    with slots().hold(KINDS.get(run.profile, Kind.STANDARD)) as is_held:
        if not is_held:
            return
        with suppress(claims.AlreadyClaimed):
            services.execute(run_id)
    # After an error nothing is sent: where the database is away, a worker would take up one run after another
    # only to put it down. What waits is looked for anyway.
    _send_oldest(run.profile, 1)


def fill() -> None:
    """Send, for each slot that is free in this process, a run that waits for one."""
    for profile, kind in KINDS.items():
        _send_oldest(profile, slots().free(kind))


def waiting() -> QuerySet[Run]:
    """Runs that wait for a worker. Of one profile, they are taken in this order."""
    states = [Run.Status.QUEUED, Run.Status.INTERRUPTED]
    return Run.objects.filter(status__in=states, lease_until=None).order_by("pk")


def _send_oldest(profile: str, count: int) -> None:
    for pk in waiting().filter(profile=profile).values_list("pk", flat=True)[:count]:
        try:
            send(TaskName.EXECUTE_RUN, pk)
        except (OperationalError, OSError) as error:
            _log.warning("Run %s waits on, since the broker takes nothing: %s", pk, error)
