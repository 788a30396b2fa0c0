"""Tavily: search for agents (https://docs.tavily.com/documentation/api-reference/endpoint/search)."""

from datetime import datetime
from typing import Any

from agents.web.engines.protocol import (
    EngineRequest,
    EngineState,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebPicture,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import day_of, rows, title_words, web_address, words
from agents.web.errors import BadStatus

_MAX_COUNT = 20
_MAX_CHARACTERS = 400
_LIMITS = {432, 433}
"""Statuses of its own: the limit of a plan, and that of what is paid for beyond it."""


class Tavily(WebEngine):
    title = "Tavily"
    own_address = "https://api.tavily.com"
    kinds = frozenset(SearchKind)
    filters = frozenset({SearchFilter.FRESHNESS, SearchFilter.SITE})
    needs_key = True
    interval_seconds = 0.6

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        wants_pictures = query.kind is SearchKind.IMAGE
        body: dict[str, Any] = {
            "query": query.text[:_MAX_CHARACTERS],
            "topic": "news" if query.kind is SearchKind.NEWS else "general",
            "search_depth": "basic",
            "max_results": min(query.count, _MAX_COUNT),
            "include_images": wants_pictures,
            "include_image_descriptions": wants_pictures,
        }
        if query.freshness:
            body["time_range"] = query.freshness.value
        if query.site:
            body["include_domains"] = [query.site]
        headers = {"Authorization": f"Bearer {self.setting.key}"}
        return EngineRequest(f"{self.address}/search", headers=headers, body=body)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        pages = rows(reply["results"])
        if query.kind is SearchKind.IMAGE:
            return [_picture(each) for each in reply["images"]]
        return [
            WebResult(
                title_words(row.get("title")),
                web_address(row.get("url")),
                words(row.get("content")),
                day_of(row.get("published_date"), now),
            )
            for row in pages
        ]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        return EngineState.OUT_OF_CREDIT if refused.status in _LIMITS else None


def _picture(found: Any) -> WebResult:
    """A picture whose page is not told: an object with its description, or its bare address."""
    row = found if isinstance(found, dict) else {"url": found}
    address, told = web_address(row.get("url")), words(row.get("description"))
    return WebResult(title_words(told), address, told, picture=WebPicture(address) if address else None)


ENGINE = Tavily
