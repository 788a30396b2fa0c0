"""Where a request comes from: the other end of the connection, or whom a trusted proxy names."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from webapp.env import names

_IPV6_PREFIX = 64
"""A household or an office has as many addresses as it wants, all below one of these."""


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as one text for one party; of IPv6 the network of 64 bits.

    X-Forwarded-For is believed from the right, as far as its hops are SIGHTLINE_TRUSTED_PROXIES: what stands
    further left was written by whoever asked.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), peer]
    at = peer
    while hops and (hop := _parsed(hops.pop())) is not None:
        at = str(IPv6Network((hop, _IPV6_PREFIX), strict=False) if isinstance(hop, IPv6Address) else hop)
        if not any(hop in network for network in _trusted(settings.ENV.trusted_proxies)):
            break
    return at


def _parsed(written: str) -> IPv4Address | IPv6Address | None:
    """An address without its zone; an IPv4 one in IPv6's clothes is IPv4. None for what is no address."""
    try:
        address = ip_address(written.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=8)
def _trusted(listed: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in names(listed))
