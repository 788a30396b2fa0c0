"""SearXNG: one's own metasearch engine, asked for JSON (https://docs.searxng.org/dev/search_api.html)."""

import re
from datetime import datetime
from typing import Any

from agents.web.engines.protocol import (
    EngineRequest,
    EngineState,
    RefusedInReply,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebPicture,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import day_of, pixels, rows, title_words, web_address, words
from agents.web.errors import BadStatus

_CATEGORIES = {SearchKind.TEXT: "general", SearchKind.IMAGE: "images", SearchKind.NEWS: "news"}
_RESOLUTION = re.compile(r"\s*(\d+)\s*[x×*]\s*(\d+)")


class Searxng(WebEngine):
    title = "SearXNG"
    kinds = frozenset(SearchKind)
    filters = frozenset(SearchFilter)
    interval_seconds = 0.5

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        parameters = {
            "q": query.text_with_site,
            "format": "json",
            "categories": _CATEGORIES[query.kind],
            "language": query.language or self.setting.language,
            "time_range": query.freshness,
        }
        return EngineRequest.get(f"{self.address}/search", parameters)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        found = [_result(row, now) for row in rows(reply["results"])]
        if not found and reply.get("unresponsive_engines"):
            # It was asked, and those whom it asks were not there.
            raise RefusedInReply(EngineState.SERVER_FAILED)
        return found

    def refusal(self, refused: BadStatus) -> EngineState | None:
        return EngineState.NO_JSON if refused.status == 403 else None


def _result(row: dict[str, Any], now: datetime) -> WebResult:
    page = web_address(row.get("url"))
    picture = None
    if address := web_address(row.get("img_src")):
        sides = _RESOLUTION.match(words(row.get("resolution"))) or ("", None, None)
        picture = WebPicture(
            address,
            thumbnail=web_address(row.get("thumbnail_src")) or web_address(row.get("thumbnail")),
            width=pixels(sides[1]),
            height=pixels(sides[2]),
            page=page,
            author=title_words(row.get("author")),
        )
    snippet, date = words(row.get("content")), day_of(row.get("publishedDate"), now)
    return WebResult(title_words(row.get("title")), page or address, snippet, date, picture)


ENGINE = Searxng
