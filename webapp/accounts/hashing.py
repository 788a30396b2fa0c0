"""Hashing passwords, beside the threads that serve pages: few at a time, and none while too many wait.

A hash is made to take long. Everybody may ask for one, at the sign-in; without a bound, thirty who guess take
the processor from all who read.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from django.contrib.auth.hashers import PBKDF2PasswordHasher

WORKERS = 1
MAX_WAITING = 8
"""Hashes that wait or are made, in one process."""

RETRY_SECONDS = 3
_NICENESS = 10

Result = TypeVar("Result")


class HashingBusy(Exception):
    """As many hashes wait as may."""


def _yield_to_pages() -> None:
    """On Linux each thread has a niceness of its own: hashes take what pages leave of the processor."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_pool = ThreadPoolExecutor(WORKERS, "hashing", initializer=_yield_to_pages)
_places = BoundedSemaphore(MAX_WAITING)


def has_room() -> bool:
    """Whether a hash would be taken at this moment."""
    if not _places.acquire(blocking=False):
        return False
    _places.release()
    return True


def beside_pages(work: Callable[[], Result]) -> Result:
    """The result of work that only computes. Raises HashingBusy at once when too much of it waits."""
    if not _places.acquire(blocking=False):
        raise HashingBusy
    try:
        return _pool.submit(work).result()
    finally:
        _places.release()


class BoundedPBKDF2(PBKDF2PasswordHasher):
    """Django's usual hash, with the same names and values; only where it is computed is different."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Raises HashingBusy."""
        return beside_pages(lambda: super(BoundedPBKDF2, self).encode(password, salt, iterations))
