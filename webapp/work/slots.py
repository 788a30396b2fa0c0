"""How many pieces of work of each kind a worker has under way at once.

Each kind has slots of its own, so work of one kind never waits for work of another: four deep runs and an
import leave a quick question its thread. A delivery that finds no slot is put down at once, and its thread is
free; rows remember what waits.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import Lock

from django.conf import settings

from webapp.kinds_of_work import Kind, parse_slots


class Slots:
    """The slots of one process. Taking one never waits."""

    def __init__(self, sizes: Mapping[Kind, int]) -> None:
        self._free = dict(sizes)
        self._lock = Lock()

    def free(self, kind: Kind) -> int:
        """How many are free now."""
        return self._free[kind]

    @contextmanager
    def hold(self, kind: Kind) -> Iterator[bool]:
        """A slot for the block, or False where all are taken."""
        with self._lock:
            is_held = self._free[kind] > 0
            self._free[kind] -= is_held
        try:
            yield is_held
        finally:
            with self._lock:
                self._free[kind] += is_held


@cache
def slots() -> Slots:
    """Those of this process."""
    return Slots(parse_slots(settings.ENV.slots))
