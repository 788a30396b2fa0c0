"""A language model behind any provider that pydantic-ai knows, with retries where it allows them."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Lock

from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.models.openai import OpenAIChatModel

from agents.errors import ModelUnavailable
from agents.messages import joined
from agents.messages import message as _
from agents.models.adapter import Load, probe_request, provider_request, reply_from
from agents.models.base import NEVER, DeltaKind, Deltas, Prompt
from agents.models.capabilities import capabilities_of
from agents.models.concessions import Concessions
from agents.models.connection import Connection
from agents.models.failures import FAILURES, failure_of, refused_words
from agents.models.held import FORMS, NATIVE, is_held
from agents.models.providers import provider_model
from agents.models.spec import ModelSpec
from agents.parsing.storable import storable
from agents.types import ModelReply

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 4
MAX_WAIT_SECONDS = 60.0
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
        self._concessions = Concessions()
        self._can_probe = isinstance(model, OpenAIChatModel)
        self._probing = Lock()
        self._form: str | None = None

    def request(self, prompt: Prompt, on_delta: Deltas, stopped: Event = NEVER) -> ModelReply:
        """The whole reply. Raises ModelUnavailable with a sentence that says what to check, or Abandoned.

        After a stream that broke off, `on_delta` is given the pieces of the next attempt from its beginning.
        """
        started = time.monotonic()
        deadline = started + self._spec.total_seconds
        attempt, watcher, request = 1, _Watcher(on_delta), None
        while True:
            try:
                held = self._held(deadline, stopped) if self._spec.holds_json and prompt.tools else ""
                asked, capabilities = self._concessions.applied(prompt, self.capabilities)
                profile = self._profile if self._concessions.may_format else {}
                request = provider_request(asked, self._spec, capabilities, profile, self._load, held=held)
                watcher.hides_text = request.calls_by_json
                response = self._connection.stream(request, watcher, deadline - time.monotonic(), stopped)
                break
            except FAILURES as error:
                wait_seconds = 0.0
                if not (request and self._concessions.yield_to(error, request, self.name)):
                    wait_seconds = self._wait_or_give_up(error, attempt, deadline - time.monotonic())
            if wait_seconds:
                self._sleep(stopped, wait_seconds)
            attempt += 1
        reply = reply_from(response, request, prompt, self._spec, self.capabilities)
        notes, seconds = self._concessions.notes(self.name), time.monotonic() - started
        return replace(reply, attempts=attempt, seconds=seconds, notes=notes)

    def held_form(self) -> str | None:
        """The form in which its server holds replies to a schema, empty when it does not; None if not wanted.

        Asks the server once, for a few tokens. Raises ModelUnavailable.
        """
        if not self._spec.holds_json:
            return None
        try:
            return self._held(time.monotonic() + self._spec.total_seconds, NEVER)
        except FAILURES as error:
            failure = failure_of(error, self._spec)
            raise ModelUnavailable(joined(_("%(failure)s.", failure=failure.said), failure.advice)) from None

    def close(self) -> None:
        """Close the connections. No request may follow."""
        self._connection.close()

    def _held(self, deadline: float, stopped: Event) -> str:
        """The form in which the server holds replies to a schema: found by a probe, once in a process."""
        with self._probing:
            if self._form is not None:
                return self._form
            has_native = not self._can_probe and self._profile.get("supports_json_schema_output", False)
            found = NATIVE if has_native else ""
            for form in FORMS if self._can_probe else ():
                request = probe_request(form, self._spec, self.capabilities)
                try:
                    response = self._connection.stream(
                        request, lambda _kind, _piece: None, deadline - time.monotonic(), stopped
                    )
                except ModelHTTPError as error:
                    if not refused_words(error):
                        raise
                    continue  # This form is refused; the next may not be.
                if is_held(response.text or ""):
                    found = form
                    break
            if not found:
                logger.warning("%s holds replies to no schema: json=schema has no effect.", self.name)
            self._form = found
            return found

    def _wait_or_give_up(self, error: Exception, attempt: int, left_seconds: float) -> float:
        failure = failure_of(error, self._spec)
        wait_seconds = failure.wait_seconds
        if wait_seconds is None:
            # Doubling, each shortened by chance: clients that failed together come back apart.
            wait_seconds = 2.0 ** (attempt - 1) * random.uniform(0.5, 1.0)
        if (
            failure.may_pass
            and attempt < MAX_ATTEMPTS
            and wait_seconds <= min(MAX_WAIT_SECONDS, left_seconds)
        ):
            logger.warning("%s; asked again in %.1f s.", failure.said, wait_seconds)
            return wait_seconds
        said = [_("%(failure)s.", failure=failure.said)]
        if attempt > 1:
            said = [_("%(failure)s (%(count)s attempts).", failure=failure.said, count=attempt)]
        if failure.wait_seconds:
            said.append(_("It asks to wait %(seconds)s s.", seconds=f"{wait_seconds:.0f}"))
        raise ModelUnavailable(joined(*said, failure.advice)) from None


class _Watcher:
    """Passes pieces on until whoever listens fails; calls written as JSON are no text for people."""

    def __init__(self, on_delta: Deltas) -> None:
        self.hides_text = False
        self._on_delta = on_delta
        self._has_failed = False

    def __call__(self, kind: DeltaKind, piece: str) -> None:
        if self._has_failed or (kind == "text" and self.hides_text):
            return
        try:
            self._on_delta(kind, storable(piece))
        except Exception:
            # The reply is paid for: no bug of a listener may lose it, and the log keeps the bug.
            self._has_failed = True
            logger.exception("A listener failed on a piece of a reply; the reply goes on without it.")
