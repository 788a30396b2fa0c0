"""Why nothing was fetched. Each sentence says so without naming what the person did not write.

SightlineError
├── FetchRefused    the address will never be fetched: the person must write another one
└── FetchFailed     the address is allowed, and its server did not give what was asked for
"""

from agents.errors import SightlineError


class FetchRefused(SightlineError):
    """An address that is not fetched, now or later."""


class FetchFailed(SightlineError):
    """A request that brought nothing; `retryable` says whether the same address may work later."""

    def __init__(self, sentence: str, *, retryable: bool) -> None:
        super().__init__(sentence)
        self.retryable = retryable
