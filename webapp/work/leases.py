"""Leases: whoever works on a row has it until a moment, and says again and again that it still does.

A row is leased by a conditional update, so it is safe to deliver it twice. A lease that is not renewed ends
by itself; one of a process of this machine that is gone, or that could not write that it let go, ends at
once, so that work goes on right after a kill or an outage.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agents.errors import SightlineError

_SEPARATOR = "/"
_held: set[str] = set()
"""The owners of this process that work on something."""


class Busy(SightlineError):
    """Somebody else works on the row, or on what it cannot run beside, or it has ended."""


class LeaseLost(Busy):
    """Somebody else works on the row now, or a person ended it."""


@contextmanager
def owning() -> Iterator[str]:
    """An owner to lease a row by and to work on it, which is one of this process until the block ends.

    It is `machine/process id/token`, where no two leases have the same token.
    """
    owner = _SEPARATOR.join((_host_name(), str(os.getpid()), token_hex(4)))
    _held.add(owner)
    try:
        yield owner
    finally:
        _held.discard(owner)


def lapse_dead(running: QuerySet[Any]) -> None:
    """End the leases that workers of this machine have on such rows and that are gone."""
    now = timezone.now()
    live = running.filter(lease_until__gte=now).values_list("pk", "lease_owner")
    for pk, owner in live:
        if _is_gone(owner):
            running.filter(pk=pk, lease_owner=owner).update(lease_until=now)


def _host_name() -> str:
    return socket.gethostname()[:60].replace(_SEPARATOR, "-")


def _is_gone(owner: str) -> bool:
    """Whether an owner is of this machine and works no more; an earlier version named no token."""
    host, _slash, rest = owner.partition(_SEPARATOR)
    if host != _host_name():
        return False
    pid = rest.partition(_SEPARATOR)[0]
    if pid == str(os.getpid()):
        return owner not in _held
    if not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
