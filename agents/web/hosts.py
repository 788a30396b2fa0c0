"""Host names in one spelling, and the hosts that an operator allows on private addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Self

from agents.errors import ConfigurationError
from agents.messages import message as _

USUAL_PORTS = frozenset({80, 443, 8080, 8443})

_MAX_CHARACTERS = 253
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
# Resolvers read these as numbers, each in its own way: 127.1, 0x7f.1, 017700000001.
_ENDS_IN_A_NUMBER = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
_ENTRY = re.compile(r"(?P<host>\[[^\[\]]+\]|[^:\[\]]+)(:(?P<port>\d{1,5}))?")


def normal_host(text: str) -> str | None:
    """The one spelling of a host name or IP address (ASCII, no brackets); None if it is neither."""
    host = text.lower().removesuffix(".")
    try:
        address = ip_address(host)
    except ValueError:
        is_name = _NAME.fullmatch(host) and not _ENDS_IN_A_NUMBER.fullmatch(host)
        return host if is_name and len(host) <= _MAX_CHARACTERS else None
    has_zone = isinstance(address, IPv6Address) and address.scope_id is not None
    return None if has_zone else str(address)


@dataclass(frozen=True, slots=True)
class PrivateHosts:
    """Hosts that may have private addresses: on one port, or (None) on the usual ones."""

    entries: frozenset[tuple[str, int | None]]

    @classmethod
    def named(cls, entries: Iterable[str]) -> Self:
        """From `host` and `host:port`; raises ConfigurationError for what is neither."""
        named = set[tuple[str, int | None]]()
        for entry in entries:
            parts = _ENTRY.fullmatch(entry)
            host = normal_host(parts["host"].strip("[]")) if parts else None
            port = int(parts["port"]) if parts and parts["port"] else None
            if host is None or (port is not None and not 0 < port <= 65535):
                raise ConfigurationError(
                    _(
                        "%(entry)s is no host: write names like intranet.example, 10.0.0.7:9000 or "
                        "[fd00::7]:9000",
                        entry=repr(entry),
                    )
                )
            named.add((host, port))
        return cls(frozenset(named))

    def allow(self, host: str, port: int) -> bool:
        """Whether an operator named this host for this port."""
        return (host, port) in self.entries or (port in USUAL_PORTS and (host, None) in self.entries)
