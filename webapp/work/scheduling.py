"""Which row a worker takes next: the oldest of a kind, as soon as this worker has a slot for one.

A message says that a row waits. The worker that gets it begins the work, or, where it has as much of the kind
under way as it may, puts the message down: the row waits on. Whoever ends work sends the oldest that waits of
the same kind, and every worker looks every few seconds for what it has slots for: messages are hints, and
rows are the queue.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from kombu.exceptions import OperationalError as BrokerError

from webapp.http.outages import is_passing
from webapp.kinds_of_work import Kind
from webapp.work.leases import Busy
from webapp.work.sending import TaskName, send
from webapp.work.slots import slots
from webapp.work.stopping import is_stopping

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """What waits of a kind: the task that works on it, and the keys of rows that could be begun now, the
    oldest first.
    """

    task: TaskName
    waiting: Callable[[], Iterable[int]]


_LINES: dict[Kind, Line] = {}


def register(kind: Kind, task: TaskName, waiting: Callable[[], Iterable[int]]) -> None:
    """Have workers look for what waits of a kind. Modules of tasks do so, which every worker imports."""
    _LINES[kind] = Line(task, waiting)


def take(kind: Kind, pk: int, work: Callable[[int], object]) -> None:
    """Work on a row if this worker has a slot for it. Twice is the same as once: the second finds it Busy.

    Where the database is locked or away, the row is left to be looked for, and so is what waits behind it. So
    it is after any error while this worker is stopping: what it needs may have stopped first.
    """
    with slots().hold(kind) as is_held:
        if not is_held:
            return
        try:
            work(pk)
        except Busy as busy:
            _log.debug("%s", busy)
        except Exception as error:
            if not (is_passing(error) or is_stopping()):
                raise
            _log.warning("Work on %s (%s) is interrupted and goes on later: %s", pk, kind, error)
            return
    _send(kind, 1)


def fill() -> None:
    """Send, for each slot that is free in this process, a row that waits for one."""
    for kind in _LINES:
        _send(kind, slots().free(kind))


def _send(kind: Kind, count: int) -> None:
    if not (count and kind in _LINES):
        return
    line = _LINES[kind]
    for pk in islice(line.waiting(), count):
        try:
            send(line.task, pk)
        except (BrokerError, OSError) as error:  # OSError: the folder that is the embedded broker
            _log.warning("%s %s waits on, since the broker takes nothing: %s", kind, pk, error)
