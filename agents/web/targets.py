"""Addresses as people and servers write them, read once: what is checked is what is requested."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from agents.web.errors import FetchRefused
from agents.web.hosts import normal_host

_MOST_CHARACTERS = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """One address to request. `shown` is what sentences call it, and never a name that nobody typed."""

    url: httpx.URL
    host: str
    port: int
    shown: str


def read_target(text: str) -> Target:
    """What a person's address names; raises FetchRefused."""
    _require_plain(text, "This address")
    with _readable("This address"):
        return _target(httpx.URL(text), subject="This address")


def redirected(target: Target, location: str, *, shown: str) -> Target:
    """Where `target` sends on to, called `shown`; raises FetchRefused."""
    _require_plain(location, shown)
    with _readable(shown):
        following = _target(target.url.join(location), subject=shown, shown=shown)
    if target.url.scheme == "https" and following.url.scheme == "http":
        raise FetchRefused(f"{shown} is no longer encrypted, so it is not fetched.")
    return following


def _target(url: httpx.URL, *, subject: str, shown: str = "") -> Target:
    if url.scheme not in _DEFAULT_PORTS:
        raise FetchRefused(f"{subject} does not start with http:// or https://, and nothing else is fetched.")
    if url.userinfo:
        raise FetchRefused(f"{subject} has a user name or password in it: remove it, up to the @.")
    host = normal_host(url.raw_host.decode("ascii"))
    if host is None:
        raise FetchRefused(
            f"{subject} has no host that can be used: write a name such as example.org, "
            "or an IP address in full, such as 192.0.2.1 or [2001:db8::1]."
        )
    port = _DEFAULT_PORTS[url.scheme] if url.port is None else url.port
    return Target(url.copy_with(host=host, fragment=None), host, port, shown or host)


def _require_plain(text: str, subject: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise FetchRefused(f"{subject} is longer than {_MOST_CHARACTERS:,} characters.")
    # Programs differ in what they drop, so a name hidden behind one of these could mean two hosts.
    if not text.isprintable() or " " in text or "\\" in text:
        raise FetchRefused(
            f"{subject} contains a space, a backslash or an invisible character: "
            "remove it, or write it in the form %20."
        )


@contextmanager
def _readable(subject: str) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL as error:
        raise FetchRefused(f"{subject} cannot be read: check its host name and its port.") from error
