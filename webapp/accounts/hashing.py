"""Hashing passwords, beside the threads that serve pages: few at a time, and none while too many wait.

A hash is made to take long. Everybody may ask for one, at the sign-in; without a bound, thirty who guess take
the processor from all who read.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore
from typing import TypeVar

from django.contrib.auth.hashers import PBKDF2PasswordHasher

MAX_WAITING = 8
"""Hashes that wait or are made, in one process."""

KEPT_PLACES = 3
"""Of these, how many are kept from addresses whose sign-ins have failed lately."""

RETRY_SECONDS = 3
_NICENESS = 10

Result = TypeVar("Result")


class HashingBusy(Exception):
    """As many hashes wait as may."""


def _yield_to_pages() -> None:
    """On Linux each thread has a niceness of its own: hashes take what pages leave of the processor."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


class _Queue:
    """One hash at a time, and as many places for those that wait and the one that is made."""

    def __init__(self, places: int) -> None:
        self.places = BoundedSemaphore(places)
        self.pool = ThreadPoolExecutor(1, "hashing", initializer=_yield_to_pages)


_shared, _kept = _Queue(MAX_WAITING - KEPT_PLACES), _Queue(KEPT_PLACES)
_is_doubtful: ContextVar[bool] = ContextVar("is_doubtful", default=False)


@contextmanager
def asked_by(*, is_doubtful: bool) -> Iterator[None]:
    """Who asks for the hashes of the block: one whose guesses have failed lately gets no kept place."""
    token = _is_doubtful.set(is_doubtful)
    try:
        yield
    finally:
        _is_doubtful.reset(token)


def has_room() -> bool:
    """Whether a hash would be taken at this moment, from whoever asks."""
    taken = _take_place()
    if taken:
        taken.places.release()
    return taken is not None


def beside_pages(work: Callable[[], Result]) -> Result:
    """The result of work that only computes. Raises HashingBusy at once when too much of it waits."""
    taken = _take_place()
    if taken is None:
        raise HashingBusy
    try:
        return taken.pool.submit(work).result()
    finally:
        taken.places.release()


def _take_place() -> _Queue | None:
    """The queue that a place was taken in, to be released afterwards; None when there is none.

    Kept places come first: whoever may have one does not wait behind a flood in the other queue.
    """
    queues = (_shared,) if _is_doubtful.get() else (_kept, _shared)
    return next((queue for queue in queues if queue.places.acquire(blocking=False)), None)


class BoundedPBKDF2(PBKDF2PasswordHasher):
    """Django's usual hash, with the same names and values; only where it is computed is different."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Raises HashingBusy."""
        return beside_pages(lambda: super(BoundedPBKDF2, self).encode(password, salt, iterations))
