"""Whether this worker was told to stop.

What it needs stops with it, as after Ctrl+C: an error that comes then is no fault of the work, which goes on
at the next start.
"""

from threading import Event

from celery.signals import worker_shutting_down

_TOLD = Event()


@worker_shutting_down.connect
def _take_notice(**_given: object) -> None:
    _TOLD.set()


def is_stopping() -> bool:
    """True from the signal that ends this worker on; in other processes never."""
    return _TOLD.is_set()
