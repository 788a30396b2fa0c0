"""Addresses as people and servers write them, read once: what is checked is what is requested."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from agents.messages import message as _
from agents.web.errors import FetchRefused
from agents.web.hosts import normal_host

_MAX_CHARACTERS = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Target:
    """One address to request. `shown` is what sentences call it, and never a name that nobody typed."""

    url: httpx.URL
    host: str
    port: int
    shown: str

    def is_on_server_of(self, other: "Target") -> bool:
        """Whether both are on one server: the same scheme, host and port."""
        return (self.url.scheme, self.host, self.port) == (other.url.scheme, other.host, other.port)


_GIVEN = _("This address")


def read_target(text: str) -> Target:
    """What a person's address names; raises FetchRefused."""
    _require_plain(text, _GIVEN)
    with _readable(_GIVEN):
        return _target(httpx.URL(text), subject=_GIVEN)


def redirected(target: Target, location: str, *, shown: str) -> Target:
    """Where `target` sends on to, called `shown`; raises FetchRefused."""
    _require_plain(location, shown)
    with _readable(shown):
        following = _target(target.url.join(location), subject=shown, shown=shown)
    if target.url.scheme == "https" and following.url.scheme == "http":
        raise FetchRefused(_("%(server)s is no longer encrypted, so it is not fetched.", server=shown))
    return following


def _target(url: httpx.URL, *, subject: str, shown: str = "") -> Target:
    if url.scheme not in _DEFAULT_PORTS:
        raise FetchRefused(
            _(
                "%(subject)s does not start with http:// or https://, and nothing else is fetched.",
                subject=subject,
            )
        )
    if url.userinfo:
        raise FetchRefused(
            _("%(subject)s has a user name or password in it: remove it, up to the @.", subject=subject)
        )
    host = normal_host(url.raw_host.decode("ascii"))
    if host is None:
        raise FetchRefused(
            _(
                "%(subject)s has no host that can be used: write a name such as example.org, or an "
                "IP address in full, such as 192.0.2.1 or [2001:db8::1].",
                subject=subject,
            )
        )
    port = _DEFAULT_PORTS[url.scheme] if url.port is None else url.port
    if not 0 < port <= _MAX_PORT:
        raise _unreadable(subject)
    return Target(url.copy_with(host=host, fragment=None), host, port, shown or host)


def _require_plain(text: str, subject: str) -> None:
    if len(text) > _MAX_CHARACTERS:
        raise FetchRefused(
            _(
                "%(subject)s is longer than %(limit)s characters.",
                subject=subject,
                limit=_MAX_CHARACTERS,
            )
        )
    # Programs differ in what they drop, so a name hidden behind one of these could mean two hosts.
    if not text.isprintable() or " " in text or "\\" in text:
        raise FetchRefused(
            _(
                "%(subject)s contains a space, a backslash or an invisible character: remove it, or "
                "write it in the form %%20.",
                subject=subject,
            )
        )


@contextmanager
def _readable(subject: str) -> Iterator[None]:
    try:
        yield
    except (httpx.InvalidURL, ValueError) as error:  # The latter from `urljoin`, of brackets.
        raise _unreadable(subject) from error


def _unreadable(subject: str) -> FetchRefused:
    return FetchRefused(_("%(subject)s cannot be read: check its host name and its port.", subject=subject))
