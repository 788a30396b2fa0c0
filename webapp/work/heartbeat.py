"""What keeps a lease: whoever works on a row says so again and again, from a thread of its own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from threading import Thread

from django.db import InterfaceError, OperationalError, connection

from webapp.work.leases import LeaseLost

SILENCE = timedelta(minutes=20)
"""Work that reports nothing for so long is stuck, however alive its worker is."""

_BEATS_A_LEASE = 4
_log = logging.getLogger(__name__)


@contextmanager
def beating(renew: Callable[[], None], lease: timedelta, name: str) -> Iterator[None]:
    """Call `renew` four times a lease while the block works, which may say nothing for longer than that.

    It ends when `renew` raises LeaseLost, which is the block's to find out where it can be told; a database
    that is locked or away is tried again.
    """
    done = Flag()

    def beat() -> None:
        while not done.wait(lease.total_seconds() / _BEATS_A_LEASE):
            try:
                renew()
            except LeaseLost:
                return
            except (OperationalError, InterfaceError) as error:
                _log.warning("The lease of %s could not be renewed and is tried again: %s", name, error)
            finally:
                connection.close()

    thread = Thread(target=beat, name=f"heartbeat of {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
