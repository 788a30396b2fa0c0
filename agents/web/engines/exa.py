"""Exa: search by meaning (https://docs.exa.ai/reference/search)."""

from datetime import datetime, timedelta
from typing import Any

from agents.web.engines.protocol import (
    EngineRequest,
    EngineState,
    Freshness,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import day_of, rows, said, title_words, web_address, words
from agents.web.errors import BadStatus

_DAYS = {Freshness.DAY: 1, Freshness.WEEK: 7, Freshness.MONTH: 31, Freshness.YEAR: 366}
_SNIPPET_CHARACTERS = 600


class Exa(WebEngine):
    title = "Exa"
    own_address = "https://api.exa.ai"
    kinds = frozenset({SearchKind.TEXT, SearchKind.NEWS})
    filters = frozenset({SearchFilter.FRESHNESS, SearchFilter.SITE})
    needs_key = True
    interval_seconds = 0.2

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        body: dict[str, Any] = {
            "query": query.text,
            "type": "auto",
            "numResults": query.count,
            "contents": {"text": {"maxCharacters": _SNIPPET_CHARACTERS}},
        }
        if query.kind is SearchKind.NEWS:
            body["category"] = "news"
        if query.freshness:
            since = now - timedelta(days=_DAYS[query.freshness])
            body["startPublishedDate"] = since.strftime("%Y-%m-%dT00:00:00.000Z")
        if query.site:
            body["includeDomains"] = [query.site]
        headers = {"x-api-key": self.setting.key}
        return EngineRequest(f"{self.address}/search", headers=headers, body=body)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        return [
            WebResult(
                title_words(row.get("title")),
                web_address(row.get("url")),
                words(row.get("text"), _SNIPPET_CHARACTERS),
                day_of(row.get("publishedDate"), now),
            )
            for row in rows(reply["results"])
        ]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        return EngineState.OUT_OF_CREDIT if "credits" in said(refused) else None


ENGINE = Exa
