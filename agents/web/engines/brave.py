"""Brave Search API (https://api-dashboard.search.brave.com/app/documentation)."""

from datetime import datetime
from typing import Any

from agents.web.engines.protocol import (
    EngineRequest,
    EngineState,
    Freshness,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebPicture,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import day_of, marked_words, pixels, rows, said, title_words, web_address
from agents.web.errors import BadStatus

_PATHS = {
    SearchKind.TEXT: "/res/v1/web/search",
    SearchKind.IMAGE: "/res/v1/images/search",
    SearchKind.NEWS: "/res/v1/news/search",
}
_TYPES = {SearchKind.TEXT: "search", SearchKind.IMAGE: "images", SearchKind.NEWS: "news"}
_FRESHNESS = {Freshness.DAY: "pd", Freshness.WEEK: "pw", Freshness.MONTH: "pm", Freshness.YEAR: "py"}
_LANGUAGES = {"zh": "zh-hans", "ja": "jp", "pt": "pt-pt", "no": "nb"}
"""Codes of its own; all others are those of ISO 639-1."""
_MAX_COUNT = 20
"""Of pages; there may be more pictures and news, and nobody looks at them."""
_MAX_CHARACTERS, _MAX_WORDS = 400, 50


class Brave(WebEngine):
    title = "Brave Search"
    own_address = "https://api.search.brave.com"
    kinds = frozenset(SearchKind)
    filters = frozenset(SearchFilter)
    needs_key = True
    interval_seconds = 1.0

    def offers(self, kind: SearchKind) -> frozenset[SearchFilter]:
        return self.filters - {SearchFilter.FRESHNESS} if kind is SearchKind.IMAGE else self.filters

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        freshness = query.freshness if SearchFilter.FRESHNESS in self.offers(query.kind) else None
        language = query.language or self.setting.language
        parameters: dict[str, str | int | None] = {
            "q": " ".join(query.text_with_site[:_MAX_CHARACTERS].split()[:_MAX_WORDS]),
            "count": min(query.count, _MAX_COUNT),
            "freshness": _FRESHNESS[freshness] if freshness else None,
            "search_lang": _LANGUAGES.get(language, language),
        }
        headers = {"X-Subscription-Token": self.setting.key, "Accept": "application/json"}
        return EngineRequest.get(f"{self.address}{_PATHS[query.kind]}", parameters, headers=headers)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        if reply["type"] != _TYPES[query.kind]:
            raise ValueError("another kind of reply")
        if query.kind is SearchKind.TEXT:
            # A search without results has no `web` at all.
            return [_page(row, now) for row in rows((reply.get("web") or {"results": []})["results"])]
        found = rows(reply["results"])
        return [_picture(row) if query.kind is SearchKind.IMAGE else _page(row, now) for row in found]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        words = said(refused)
        if "subscription_token" in words or "subscription-token" in words:
            return EngineState.KEY_REFUSED  # With status 422, like a query that it does not take.
        return EngineState.OUT_OF_CREDIT if "quota_limited" in words else None


def _page(row: dict[str, Any], now: datetime) -> WebResult:
    return WebResult(
        title_words(marked_words(row.get("title"))),
        web_address(row.get("url")),
        marked_words(row.get("description")),
        day_of(row.get("page_age"), now) or day_of(row.get("age"), now),
    )


def _picture(row: dict[str, Any]) -> WebResult:
    page, facts, thumbnail = (
        web_address(row.get("url")), row.get("properties") or {}, row.get("thumbnail") or {},
    )  # fmt: skip
    picture = WebPicture(
        web_address(facts.get("url")),
        thumbnail=web_address(thumbnail.get("src")),
        width=pixels(facts.get("width")),
        height=pixels(facts.get("height")),
        page=page,
    )
    is_known = bool(picture.address)
    return WebResult(title_words(row.get("title")), page, picture=picture if is_known else None)


ENGINE = Brave
