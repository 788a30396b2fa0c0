"""A language model behind any provider that pydantic-ai knows, with retries where it allows them."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event

from pydantic_ai.messages import ModelResponse

from agents.errors import ModelUnavailable
from agents.models.base import NEVER, DeltaKind, Deltas, Prompt
from agents.models.capabilities import capabilities_of
from agents.models.connection import Connection
from agents.models.failures import FAILURES, failure_of
from agents.models.json_calls import storable
from agents.models.providers import provider_model
from agents.models.spec import ModelSpec
from agents.models.wire import Load, WireRequest, reply_from, wire_request
from agents.types import ModelReply

logger = logging.getLogger(__name__)

ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 60.0
"""A provider that asks for a longer wait than this is given up at once."""

Sleep = Callable[[Event, float], object]
"""Sleeps for so many seconds, or until the flag is set."""


class PydanticModel:
    """A model of pydantic-ai. Safe to share between threads; its connections stay open between requests."""

    def __init__(self, spec: ModelSpec, load: Load, sleep: Sleep = Event.wait) -> None:
        """No request is made yet. Raises ConfigurationError for a setting that cannot work."""
        model = provider_model(spec)
        self.name = spec.name
        self.capabilities = capabilities_of(spec, model.profile)
        self._spec = spec
        self._profile = model.profile
        self._load = load
        self._sleep = sleep
        self._connection = Connection(model)

    def request(self, prompt: Prompt, on_delta: Deltas, stopped: Event = NEVER) -> ModelReply:
        """The whole reply. Raises ModelUnavailable with a sentence that says what to check, or Abandoned.

        After a stream that broke off, `on_delta` is given the pieces of the next attempt from its beginning.
        """
        request = wire_request(prompt, self._spec, self.capabilities, self._profile, self._load)
        started = time.monotonic()
        deadline = started + self._spec.total_seconds
        response, attempts = self._persist(request, on_delta, deadline, stopped)
        reply = reply_from(response, request, prompt, self._spec, self.capabilities)
        return replace(reply, attempts=attempts, seconds=time.monotonic() - started)

    def close(self) -> None:
        """Close the connections. No request may follow."""
        self._connection.close()

    def _persist(
        self, request: WireRequest, on_delta: Deltas, deadline: float, stopped: Event
    ) -> tuple[ModelResponse, int]:
        """The response and which attempt brought it. `deadline` is a time of the monotonic clock."""
        watcher = _Watcher(on_delta, hides_text=request.calls_by_json)
        attempt = 1
        while True:
            try:
                left_seconds = deadline - time.monotonic()
                return self._connection.stream(request, watcher.tell, left_seconds, stopped), attempt
            except FAILURES as error:
                wait_seconds = self._wait_or_give_up(error, attempt, deadline - time.monotonic())
            self._sleep(stopped, wait_seconds)
            attempt += 1

    def _wait_or_give_up(self, error: Exception, attempt: int, left_seconds: float) -> float:
        failure = failure_of(error, self._spec)
        wait_seconds = failure.wait_seconds
        if wait_seconds is None:
            # Doubling, each shortened by chance: clients that failed together come back apart.
            wait_seconds = 2.0 ** (attempt - 1) * random.uniform(0.5, 1.0)
        if (
            failure.may_pass
            and attempt < ATTEMPTS
            and wait_seconds <= min(LONGEST_WAIT_SECONDS, left_seconds)
        ):
            logger.warning("%s %s; asked again in %.1f s.", self.name, failure.said, wait_seconds)
            return wait_seconds
        asked_wait = f" It asks to wait {wait_seconds:.0f} s." if failure.wait_seconds else ""
        tries = f" ({attempt} attempts)" if attempt > 1 else ""
        raise ModelUnavailable(
            f"The model {self.name} {failure.said}{tries}.{asked_wait} {failure.advice}"
        ) from None


class _Watcher:
    """Passes pieces on until whoever listens fails; calls written as JSON are no text for people."""

    def __init__(self, on_delta: Deltas, *, hides_text: bool) -> None:
        self._on_delta = on_delta
        self._hides_text = hides_text
        self._has_failed = False

    def tell(self, kind: DeltaKind, piece: str) -> None:
        if self._has_failed or (kind == "text" and self._hides_text):
            return
        try:
            self._on_delta(kind, storable(piece))
        except Exception:
            # The reply is paid for: no bug of a listener may lose it, and the log keeps the bug.
            self._has_failed = True
            logger.exception("A listener failed on a piece of a reply; the reply goes on without it.")
