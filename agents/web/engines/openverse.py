"""Openverse: openly licensed pictures (https://api.openverse.org/v1/); once a second without an account."""

from datetime import datetime
from typing import Any

from agents.web.engines.protocol import (
    EngineRequest,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebPicture,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import pixels, rows, title_words, web_address

_MAX_COUNT = 20
"""More are answered 401 without an account."""


class Openverse(WebEngine):
    title = "Openverse"
    own_address = "https://api.openverse.org"
    kinds = frozenset({SearchKind.IMAGE})
    filters = frozenset[SearchFilter]()
    interval_seconds = 1.0

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        parameters: dict[str, str | int | None] = {
            "q": query.text[:200],
            "page_size": min(query.count, _MAX_COUNT),
            "format": "json",
        }
        return EngineRequest.get(f"{self.address}/v1/images/", parameters)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        return [_result(row) for row in rows(reply["results"])]


def _result(row: dict[str, Any]) -> WebResult:
    address, page = web_address(row.get("url")), web_address(row.get("foreign_landing_url"))
    picture = WebPicture(
        address,
        thumbnail=web_address(row.get("thumbnail")),
        width=pixels(row.get("width")),
        height=pixels(row.get("height")),
        page=page,
        author=title_words(row.get("creator")),
        licence=_licence(title_words(row.get("license")), title_words(row.get("license_version"))),
        licence_address=web_address(row.get("license_url")),
    )
    return WebResult(title_words(row.get("title")), page or address, picture=picture if address else None)


def _licence(code: str, version: str) -> str:
    """ "by-sa" and "2.0" are CC BY-SA 2.0; "pdm" is no licence of Creative Commons but a mark."""
    match code.lower():
        case "":
            return ""
        case "cc0":
            return f"CC0 {version}".strip()
        case "pdm":
            return f"Public Domain Mark {version}".strip()
        case other:
            return f"CC {other.upper()} {version}".strip()


ENGINE = Openverse
