"""Workers look after what others left: runs and jobs whose process was killed are delivered again.

What there is to look after is registered by modules of tasks, which every worker imports: this module knows
no kind of work.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from typing import Any

from celery.signals import worker_init, worker_ready
from django.db import Error, connection
from kombu.exceptions import KombuError

from agents.errors import SightlineError
from media_store import MediaError
from webapp.celery import app
from webapp.work import scheduling

SWEEP_SECONDS = 5
"""How often a worker looks for what a killed one left."""

_OUTAGES = (Error, OSError, KombuError, SightlineError, MediaError)
"""What passes by itself, or is an operator's to mend: the next look may find it gone."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a worker does every so many seconds, and when it starts if that is said."""

    work: Callable[[], object]
    seconds: float
    is_at_start: bool


_take_backs: list[Callable[[], object]] = []
_upkeep: list[Upkeep] = []


def register_take_back(take_back: Callable[[], object]) -> None:
    """Have workers call this every few seconds: it queues what killed ones left of one kind of work."""
    _take_backs.append(take_back)


def register_upkeep(work: Callable[[], object], seconds: float, *, at_start: bool = False) -> None:
    """Have workers call this at most every so many seconds, and when they start if `at_start`."""
    _upkeep.append(Upkeep(work, seconds, at_start))


@worker_ready.connect
def take_over(**_kwargs: object) -> None:
    """A worker that starts takes over what the one before it may have left, lost messages included."""
    try:
        recover()
        for upkeep in _upkeep:
            if upkeep.is_at_start:
                upkeep.work()
    finally:
        connection.close()  # The thread that starts a worker has no other use for it.


@worker_init.connect
def start_sweeping(sender: Any = None, **_kwargs: object) -> None:
    """A worker that lives takes over what others leave when they are killed."""
    warn_of_few_threads(sender.concurrency if sender else 0)
    Thread(target=_sweep, name="sweeper", daemon=True).start()


def warn_of_few_threads(count: int) -> None:
    """Say so where a worker has fewer threads than slots; 0: it was not asked for a number."""
    needed = app.conf.worker_concurrency
    if 0 < count < needed:
        _log.warning(
            "This worker has %s threads for %s slots, so one kind of work may wait for another: start it "
            "without --concurrency, or lower SIGHTLINE_SLOTS.", count, needed,
        )  # fmt: skip


def recover() -> None:
    """What killed workers left waits again, and what waits is sent for each slot that is free here."""
    for take_back in _take_backs:
        take_back()
    scheduling.fill()


def keep_up(done: dict[Upkeep, float]) -> None:
    """Do what was done too long ago, by when each was done last, in seconds of `monotonic`."""
    for upkeep, last in done.items():
        if monotonic() - last > upkeep.seconds:
            upkeep.work()
            done[upkeep] = monotonic()


def _sweep() -> None:
    done = dict.fromkeys(_upkeep, monotonic())
    while True:
        sleep(SWEEP_SECONDS)
        try:
            recover()
            keep_up(done)
        except _OUTAGES as error:
            _log.warning("Abandoned work could not be looked for: %s", error)
        finally:
            connection.close()
