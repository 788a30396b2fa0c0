"""What a request sends besides its address: headers, which may be keys, and JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, Self

from agents.errors import ConfigurationError
from agents.messages import message as _
from agents.web.errors import FetchRefused
from agents.web.limits import FetchLimits

Header = tuple[bytes, bytes]

_AGENT = f"Sightline/{version('sightline')}"
_USUAL: Mapping[bytes, bytes] = {
    b"Accept": b"image/*, text/html;q=0.9, */*;q=0.8",
    b"Accept-Encoding": b"gzip, deflate",
    b"Connection": b"close",
}
_OF_JSON: Mapping[bytes, bytes] = {b"Accept": b"application/json", b"Content-Type": b"application/json"}
_KEEPS_METHOD = {307, 308}
NO_QUERY: Mapping[str, str] = MappingProxyType({})
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}|https?://[!-'*-~]{1,200}", re.ASCII)
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
_OURS = {
    "accept-encoding", "connection", "content-length", "content-type", "expect", "host", "keep-alive", "te",
    "trailer", "transfer-encoding", "upgrade",
}  # fmt: skip
"""Headers that say how the exchange itself goes: who could set them could smuggle a second request."""


def user_agent(contact: str) -> bytes:
    """What this program calls itself, with where to reach whoever runs it. Raises ConfigurationError."""
    if not contact:
        return _AGENT.encode()
    if not _CONTACT.fullmatch(contact):
        raise ConfigurationError(
            _("%(contact)s is no mail address and no address of a page", contact=repr(contact))
        )
    return f"{_AGENT} ({contact})".encode()


@dataclass(frozen=True, slots=True)
class Sent:
    """Headers of the caller, which no sentence and no `repr` shows, and a body; without one it is a GET.

    `secret_query` is for servers that take a key in the address alone: it is added when the request is
    written, and no address that anybody sees has it.
    """

    headers: tuple[Header, ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    secret_query: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls, headers: Mapping[str, str], limits: FetchLimits, secret_query: Mapping[str, str] = NO_QUERY
    ) -> Self:
        """What a GET sends. Raises FetchRefused for headers that cannot be sent, without naming values."""
        for name, value in headers.items():
            is_ours = name.lower() in _OURS or name.lower().startswith(("proxy-", "sec-"))
            if is_ours or not _NAME.fullmatch(name):
                raise FetchRefused(_("A header may not be called %(name)s.", name=repr(name)))
            if not _VALUE.fullmatch(value):
                raise FetchRefused(
                    _("The header %(name)s has a value that is empty or not of plain characters.", name=name)
                )
        added = [*headers.items(), *secret_query.items()]
        if sum(len(name) + len(value) for name, value in added) > limits.max_sent_head_bytes:
            raise FetchRefused(
                _("Headers of more than %(limit)s bytes are not sent.", limit=limits.max_sent_head_bytes)
            )
        return cls(
            tuple((name.encode(), value.encode()) for name, value in headers.items()),
            secret_query=tuple(secret_query.items()),
        )

    @classmethod
    def json(cls, body: Any, headers: Mapping[str, str], limits: FetchLimits) -> Self:
        """What a POST of JSON sends. Raises FetchRefused, and TypeError or ValueError for what is no JSON."""
        written = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
        if len(written) > limits.max_sent_bytes:
            raise FetchRefused(_("More than %(limit)s bytes are not sent.", limit=limits.max_sent_bytes))
        return replace(cls.of(headers, limits), body=written)

    @property
    def has_keys(self) -> bool:
        """Whether this is for one server alone."""
        return bool(self.headers or self.secret_query)

    @property
    def method(self) -> str:
        """GET, or POST where there is a body."""
        return "GET" if self.body is None else "POST"

    def all_headers(self, agent: bytes) -> list[Header]:
        """The same few whoever asks, as far as the caller does not set them, and the caller's."""
        own = {name.lower() for name, _value in self.headers}
        usual = {b"User-Agent": agent, **_USUAL, **({} if self.body is None else _OF_JSON)}
        if self.body is not None:
            usual[b"Content-Length"] = str(len(self.body)).encode()
        return [*((name, value) for name, value in usual.items() if name.lower() not in own), *self.headers]

    def after_redirect(self, status: int, *, stays: bool, shown: str) -> "Sent":
        """What goes to the place that an answer sends on to; `stays` if it is the same server.

        Keys are for the server that they were given for: no redirect takes them elsewhere, and none brings
        them back. A body goes nowhere else either; 301, 302 and 303 ask for an answer without sending it.
        """
        if self.body is None or status not in _KEEPS_METHOD:
            return Sent(self.headers if stays else ())
        if not stays:
            raise FetchRefused(
                _("%(server)s is another server, and what is sent goes to no other.", server=shown)
            )
        return self
