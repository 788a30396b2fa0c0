"""Which pages may open a socket: those of the same origin, and of SIGHTLINE_ORIGINS, as for forms."""

import logging
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from agents.parsing.storable import is_storable
from webapp.logs import ORIGINS_ADVICE

MAX_LOGGED = 200

_log = logging.getLogger(__name__)
_PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]
"""Scheme, host and port."""


class SameOrigin:
    """Lets a socket through whose Origin has the scheme, host and port that it is asked of, or is trusted.

    Browsers always send an Origin with a socket; what has none, or more than one, is refused.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        is_ours = is_allowed(scope)
        if not is_ours:
            # The origins that the page gave, as far as a line of the log should hold them.
            told = ", ".join(_headers(scope, b"origin"))[:MAX_LOGGED]
            _log.warning("No socket for %r, which is no origin of this site. %s", told, ORIGINS_ADVICE)
        # A session is looked for by its cookie: quoted, one may hold any character by its number.
        is_ours = is_ours and is_storable([parse_cookie(each) for each in _headers(scope, b"cookie")])
        handler = self.application if is_ours else WebsocketDenier()
        return await handler(scope, receive, send)


def is_allowed(scope: Any) -> bool:
    """Whether the page that asks for the socket may have it."""
    origins, hosts = _headers(scope, b"origin"), _headers(scope, b"host")
    if len(origins) != 1 or (origin := parse_origin(origins[0])) is None:
        return False
    trusted = {parse_origin(each) for each in settings.CSRF_TRUSTED_ORIGINS}
    return origin in trusted or (len(hosts) == 1 and origin == _own(scope, hosts[0]))


def parse_origin(written: str) -> Origin | None:
    """The origin of an address, with the port that its scheme implies; None for what has none."""
    try:
        parts = urlsplit(written)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not (parts.scheme in _PORTS and parts.hostname) or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port


def _own(scope: Any, host: str) -> Origin | None:
    """The origin that the socket is asked of, by its Host header; None for a host that is not served."""
    domain, _port = split_domain_port(host)
    if not (domain and validate_host(domain, settings.ALLOWED_HOSTS)):
        return None
    # As for pages: the header counts only where a proxy in front is said to set it.
    forwarded = _headers(scope, b"x-forwarded-proto") if settings.ENV.https else []
    is_secure = scope.get("scheme") == "wss" or (
        bool(forwarded) and forwarded[0].partition(",")[0].strip() == "https"
    )
    return parse_origin(f"{'https' if is_secure else 'http'}://{host}")


def _headers(scope: Any, name: bytes) -> list[str]:
    return [value.decode("latin1") for key, value in scope["headers"] if key.lower() == name]
