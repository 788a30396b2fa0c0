"""The only code of Sightline that requests an address somebody else chose.

docs/adr/0009-the-one-door-out.md says what it promises and why. No other module may import an HTTP client:
pyproject.toml lists the few exceptions, which talk to servers that the operator chose.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import certifi
import httpcore

from agents.messages import message as _
from agents.web.admission import Admission
from agents.web.deadline import Clock, Deadline
from agents.web.errors import FetchFailed, FetchRefused, TookTooLong
from agents.web.exchange import ServerRequest, ServerResponse
from agents.web.fetched import NO_HEADERS, Fetched
from agents.web.hosts import PrivateHosts
from agents.web.limits import FetchLimits
from agents.web.line import GuardedConnection
from agents.web.pace import Pace
from agents.web.resolver import Resolve, system_addresses
from agents.web.sending import NO_QUERY, Sent, user_agent
from agents.web.targets import Target, read_target, redirected


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
        contact: str = "",
        wire: Wire | None = None,
    ) -> None:
        """Hosts are written `host` or `host:port`, `contact` is a mail address or a page.

        Raises ConfigurationError for those that are none.
        """
        self._limits = limits
        self._wire = wire or Wire()
        self._admission = Admission(PrivateHosts.named(allowed_private_hosts), self._wire.resolve)
        self._agent = user_agent(contact)
        self._pace = Pace(limits.host_interval_seconds, self._wire.clock, self._wire.sleep)

    def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        secret_query: Mapping[str, str] = NO_QUERY,
    ) -> Fetched:
        """GET `url` and whatever it redirects to; raises FetchRefused and FetchFailed.

        `headers` may be keys: they are sent encrypted, or to a host that is allowed by name, and to the
        server of `url` alone, whatever it redirects to. `secret_query` is added to `url` for the one request
        that is made of it: no redirect repeats it, and no address that is shown has it.
        """
        return self._fetch(url, Sent.of(headers, self._limits, secret_query))

    def post_json(self, url: str, body: Any, *, headers: Mapping[str, str] = NO_HEADERS) -> Fetched:
        """POST `body` as JSON to `url`, with `headers` as in `fetch`; raises FetchRefused and FetchFailed.

        A redirect that asks for the same again (307, 308) is followed on the same server only; any other is
        followed by a GET.
        """
        return self._fetch(url, Sent.json(body, headers, self._limits))

    def require_public(self, url: str) -> None:
        """Make sure that others can fetch `url`, too; raises FetchRefused and FetchFailed.

        A host of one's own network is none, though it be allowed by name. Nothing is requested.
        """
        target = read_target(url)
        deadline = Deadline(self._wire.clock() + self._limits.total_seconds, self._wire.clock)
        try:
            Admission(PrivateHosts(frozenset()), self._wire.resolve).addresses(target, deadline)
        except TimeoutError as error:
            raise self._too_long(target) from error

    def _fetch(self, url: str, sent: Sent) -> Fetched:
        target = read_target(url)
        is_named = self._admission.private_hosts.allow(target.host, target.port)
        if sent.has_keys and target.url.scheme != "https" and not is_named:
            # Everybody on the way could read them.
            raise FetchRefused(
                _("Keys are sent encrypted only: write https:// before %(server)s.", server=target.shown)
            )
        started = self._wire.clock()
        deadline = Deadline(started + self._limits.total_seconds, self._wire.clock)
        try:
            final, answer = self._follow(target, sent, deadline)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise self._too_long(target) from error
        seconds = self._wire.clock() - started
        return Fetched(
            url, str(final.url), answer.status, answer.media_type, answer.content, seconds,
            answer.declared_encoding,
        )  # fmt: skip

    def _too_long(self, target: Target) -> TookTooLong:
        return TookTooLong(
            _(
                "%(server)s took longer than %(limit)s seconds.",
                server=target.shown,
                limit=f"{self._limits.total_seconds:g}",
            )
        )

    def _follow(self, first: Target, sent: Sent, deadline: Deadline) -> tuple[Target, ServerResponse]:
        target = first
        for _hop in range(self._limits.max_redirects + 1):
            addresses = self._admission.addresses(target, deadline)
            self._pace.wait(target, deadline)
            line = GuardedConnection(self._wire.network, addresses, deadline)
            try:
                answer = ServerRequest(
                    target, line, _trusting(certifi.where()), self._limits, sent, self._agent
                ).answer()
            finally:
                line.close()
            if not answer.location:
                return target, answer
            # The name that a server sends on to may be one of its own network, and is not passed on.
            shown = _("What %(server)s redirects to", server=first.host)
            following = redirected(target, answer.location, shown=shown)
            stays = following.is_on_server_of(target)
            target, sent = following, sent.after_redirect(answer.status, stays=stays, shown=shown)
        sentence = _(
            "%(server)s redirects more than %(limit)s times.",
            server=first.host,
            limit=self._limits.max_redirects,
        )
        raise FetchFailed(sentence, retryable=False)


@cache
def _trusting(authorities: str) -> ssl.SSLContext:
    """Of all fetchers: to read the file of authorities takes longer than most requests."""
    return ssl.create_default_context(cafile=authorities)
