"""What a fetch gives, and what a fetcher is to those who are given one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from agents.messages import message as _
from agents.web.errors import FetchFailed

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


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

    def json(self) -> Any:
        """The content as JSON. Raises FetchFailed for what is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise FetchFailed(_("The answer of the server is no JSON."), retryable=False) from error


class WebFetcher(Protocol):
    """Requests addresses that somebody else chose, within its guards: `agents.web.fetcher.Fetcher`."""

    def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        secret_query: Mapping[str, str] = NO_HEADERS,
    ) -> Fetched:
        """GET `url` and whatever it redirects to. Raises FetchRefused and FetchFailed."""

    def post_json(self, url: str, body: Any, *, headers: Mapping[str, str] = NO_HEADERS) -> Fetched:
        """POST `body` as JSON to `url`. Raises FetchRefused and FetchFailed."""
