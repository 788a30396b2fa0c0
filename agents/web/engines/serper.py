"""Serper: Google's results as JSON (https://serper.dev)."""

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
from agents.web.engines.replies import day_of, pixels, rows, said, title_words, web_address, words
from agents.web.errors import BadStatus

_PATHS = {SearchKind.TEXT: "/search", SearchKind.IMAGE: "/images", SearchKind.NEWS: "/news"}
_LISTS = {SearchKind.TEXT: "organic", SearchKind.IMAGE: "images", SearchKind.NEWS: "news"}
_FRESHNESS = {
    Freshness.DAY: "qdr:d", Freshness.WEEK: "qdr:w", Freshness.MONTH: "qdr:m", Freshness.YEAR: "qdr:y",
}  # fmt: skip


class Serper(WebEngine):
    title = "Serper"
    own_address = "https://google.serper.dev"
    kinds = frozenset(SearchKind)
    filters = frozenset(SearchFilter)
    needs_key = True
    interval_seconds = 0.2

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        body: dict[str, Any] = {"q": query.text_with_site, "num": query.count}
        if language := query.language or self.setting.language:
            body["hl"] = language
        if query.freshness:
            body["tbs"] = _FRESHNESS[query.freshness]
        headers = {"X-API-KEY": self.setting.key}
        return EngineRequest(f"{self.address}{_PATHS[query.kind]}", headers=headers, body=body)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        if not isinstance(reply["searchParameters"], dict):
            raise TypeError("no parameters")
        return [_result(row, now) for row in rows(reply.get(_LISTS[query.kind], []))]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        if "credits" in said(refused):
            return EngineState.OUT_OF_CREDIT  # With status 400, like a query that it does not take.
        return None


def _result(row: dict[str, Any], now: datetime) -> WebResult:
    page = web_address(row.get("link"))
    title, date = title_words(row.get("title")), day_of(row.get("date"), now)
    if "imageWidth" not in row:  # News have an `imageUrl`, too: a small picture of their own.
        return WebResult(title, page, words(row.get("snippet")), date)
    picture = WebPicture(
        web_address(row.get("imageUrl")),
        thumbnail=web_address(row.get("thumbnailUrl")),
        width=pixels(row.get("imageWidth")),
        height=pixels(row.get("imageHeight")),
        page=page,
        author=title_words(row.get("creator")),
    )
    return WebResult(title, page or picture.address, date=date, picture=picture if picture.address else None)


ENGINE = Serper
