"""Serper: Google's results as JSON (https://serper.dev)."""

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
from agents.web.engines.replies import (
    GOOGLE_FRESHNESS,
    GOOGLE_LANGUAGES,
    day_of,
    pixels,
    rows,
    said,
    title_words,
    web_address,
    words,
)
from agents.web.errors import BadStatus

_PATHS = {SearchKind.TEXT: "/search", SearchKind.IMAGE: "/images", SearchKind.NEWS: "/news"}
_LISTS = {SearchKind.TEXT: "organic", SearchKind.IMAGE: "images", SearchKind.NEWS: "news"}


class Serper(WebEngine):
    title = "Serper"
    own_address = "https://google.serper.dev"
    kinds = frozenset(SearchKind)
    filters = frozenset(SearchFilter)
    needs_key = True
    takes_pictures = True
    interval_seconds = 0.2

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        body: dict[str, Any] = {"q": query.text_with_site, "num": query.count}
        if query.picture:
            body = {"url": query.picture}
        if language := query.language or self.setting.language:
            body["hl"] = GOOGLE_LANGUAGES.get(language, language)
        if query.freshness:
            body["tbs"] = GOOGLE_FRESHNESS[query.freshness]
        headers = {"X-API-KEY": self.setting.key}
        path = "/lens" if query.picture else _PATHS[query.kind]
        return EngineRequest(f"{self.address}{path}", headers=headers, body=body)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        if not isinstance(reply["searchParameters"], dict):
            raise TypeError("no parameters")
        if query.picture:
            return [_picture(row) for row in rows(reply.get("organic", []))]
        found = rows(reply.get(_LISTS[query.kind], []))
        return [_picture(row) if query.kind is SearchKind.IMAGE else _page(row, now) for row in found]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        if "credits" in said(refused):
            return EngineState.OUT_OF_CREDIT  # With status 400, like a query that it does not take.
        return None


def _page(row: dict[str, Any], now: datetime) -> WebResult:
    title, page = title_words(row.get("title")), web_address(row.get("link"))
    return WebResult(title, page, words(row.get("snippet")), day_of(row.get("date"), now))


def _picture(row: dict[str, Any]) -> WebResult:
    title, page, thumbnail = (
        title_words(row.get("title")), web_address(row.get("link")), web_address(row.get("thumbnailUrl")),
    )  # fmt: skip
    picture = WebPicture(
        web_address(row.get("imageUrl")) or thumbnail,
        thumbnail=thumbnail,
        width=pixels(row.get("imageWidth")),
        height=pixels(row.get("imageHeight")),
        page=page,
        author=title_words(row.get("creator")),
    )
    return WebResult(title, page or picture.address, picture=picture if picture.address else None)


ENGINE = Serper
