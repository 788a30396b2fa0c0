"""The only code of Sightline that requests an address somebody else chose.

docs/adr/0009-the-one-door-out.md says what it promises and why. No other module may import an HTTP client:
pyproject.toml lists the few exceptions, which talk to servers that the operator chose.
"""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import httpcore
import httpx

from agents.messages import message as _
from agents.web.admission import Admission
from agents.web.deadline import Clock, Deadline
from agents.web.errors import FetchFailed
from agents.web.exchange import ServerRequest, ServerResponse
from agents.web.hosts import PrivateHosts
from agents.web.limits import FetchLimits
from agents.web.line import GuardedConnection
from agents.web.pace import Pace
from agents.web.resolver import Resolve, system_addresses
from agents.web.targets import Target, read_target, redirected


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an address. `media_type` is what the server claims, so look at the bytes instead.

    `declared_encoding` is the charset of its Content-Type, or "".
    """

    url: str
    final_url: str
    status: int
    media_type: str
    content: bytes
    seconds: float
    declared_encoding: str = ""


@dataclass(frozen=True, slots=True)
class Wire:
    """All that a fetch touches outside of its own process."""

    resolve: Resolve = system_addresses
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    clock: Clock = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Fetcher:
    """Fetches from the public internet, and from private hosts that are allowed by name. Safe in threads."""

    def __init__(
        self,
        limits: FetchLimits,
        *,
        allowed_private_hosts: frozenset[str] = frozenset(),
        wire: Wire | None = None,
    ) -> None:
        """Hosts are written `host` or `host:port`; raises ConfigurationError for those that are not."""
        self._limits = limits
        self._wire = wire or Wire()
        self._admission = Admission(PrivateHosts.named(allowed_private_hosts), self._wire.resolve)
        self._pace = Pace(limits.host_interval_seconds, self._wire.clock, self._wire.sleep)

    def fetch(self, url: str) -> Fetched:
        """GET `url` and whatever it redirects to; raises FetchRefused and FetchFailed."""
        target = read_target(url)
        started = self._wire.clock()
        deadline = Deadline(started + self._limits.total_seconds, self._wire.clock)
        try:
            final, answer = self._follow(target, deadline)
        except (TimeoutError, httpcore.TimeoutException) as error:
            sentence = _(
                "%(server)s took longer than %(limit)s seconds.",
                server=target.shown,
                limit=f"{self._limits.total_seconds:g}",
            )
            raise FetchFailed(sentence, retryable=True) from error
        seconds = self._wire.clock() - started
        return Fetched(
            url, str(final.url), answer.status, answer.media_type, answer.content, seconds,
            answer.declared_encoding,
        )  # fmt: skip

    def _follow(self, first: Target, deadline: Deadline) -> tuple[Target, ServerResponse]:
        target = first
        for _hop in range(self._limits.max_redirects + 1):
            answer = self._ask(target, deadline)
            if not answer.location:
                return target, answer
            # The name that a server sends on to may be one of its own network, and is not passed on.
            target = redirected(
                target, answer.location, shown=_("What %(server)s redirects to", server=first.host)
            )
        sentence = _(
            "%(server)s redirects more than %(limit)s times.",
            server=first.host,
            limit=self._limits.max_redirects,
        )
        raise FetchFailed(sentence, retryable=False)

    def _ask(self, target: Target, deadline: Deadline) -> ServerResponse:
        addresses = self._admission.addresses(target, deadline)
        self._pace.wait(target, deadline)
        line = GuardedConnection(self._wire.network, addresses, deadline)
        try:
            return ServerRequest(target, line, self._ssl_context, self._limits).answer()
        finally:
            line.close()

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)
