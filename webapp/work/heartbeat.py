"""What keeps a lease: whoever works on a row says so again and again, from a thread of its own."""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from threading import Thread

from django.db import InterfaceError, OperationalError, connection

SILENCE = timedelta(minutes=20)
"""Work that reports nothing for so long is stuck, however alive its worker is."""

SEPARATOR = "/"

_BEATS_A_LEASE = 4
_log = logging.getLogger(__name__)


def host_name() -> str:
    """This machine, as owners of leases name it."""
    return socket.gethostname()[:60].replace(SEPARATOR, "-")


def owner_name() -> str:
    """An owner for one claim: `machine/process id/token`, where no two claims have the same token."""
    return SEPARATOR.join((host_name(), str(os.getpid()), secrets.token_hex(4)))


@contextmanager
def beating(renew: Callable[[], None], lease: timedelta, lost: type[Exception], name: str) -> Iterator[None]:
    """Call `renew` four times a lease while the block works, which may say nothing for longer than that.

    It ends when `renew` raises `lost`, which is the block's to find out where it can be told; a database
    that is locked or away is tried again.
    """
    done = Flag()

    def beat() -> None:
        while not done.wait(lease.total_seconds() / _BEATS_A_LEASE):
            try:
                renew()
            except lost:
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
