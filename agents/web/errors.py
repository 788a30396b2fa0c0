"""Why nothing was fetched. Each sentence says so without naming what the person did not write.

SightlineError
├── FetchRefused    the address will never be fetched: the person must write another one
└── FetchFailed     the address is allowed, and its server did not give what was asked for
    ├── BadStatus       it answered with a status that says no
    └── TookTooLong     it did not answer in time
"""

from agents.errors import SightlineError


class FetchRefused(SightlineError):
    """An address that is not fetched, now or later."""


class FetchFailed(SightlineError):
    """A request that brought nothing; `retryable` says whether the same address may work later."""

    def __init__(self, sentence: str, *, retryable: bool) -> None:
        super().__init__(sentence)
        self.retryable = retryable


class BadStatus(FetchFailed):
    """A status that says no, with what the server said about it.

    `content` is the body, "" where there was none that could be read or where it was long;
    `retry_after_seconds` is None where the server did not say when to come back.
    """

    def __init__(
        self,
        sentence: str,
        *,
        retryable: bool,
        status: int,
        media_type: str = "",
        content: bytes = b"",
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(sentence, retryable=retryable)
        self.status = status
        self.media_type = media_type
        self.content = content
        self.retry_after_seconds = retry_after_seconds


class TookTooLong(FetchFailed):
    """A server that did not answer in time."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, retryable=True)
