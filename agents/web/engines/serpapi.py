"""SerpApi: Google's results as JSON (https://serpapi.com/search-api). Its key goes into the address."""

from collections.abc import Mapping
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

_LISTS = {
    SearchKind.TEXT: "organic_results",
    SearchKind.IMAGE: "images_results",
    SearchKind.NEWS: "news_results",
}


class SerpApi(WebEngine):
    title = "SerpApi"
    own_address = "https://serpapi.com"
    kinds = frozenset(SearchKind)
    filters = frozenset(SearchFilter)
    needs_key = True
    takes_pictures = True
    interval_seconds = 0.2

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        language = query.language or self.setting.language
        hl = GOOGLE_LANGUAGES.get(language, language)
        if query.picture:
            return self._get({"engine": "google_lens", "url": query.picture, "hl": hl})
        parameters: dict[str, str | int | None] = {
            "engine": "google_images" if query.kind is SearchKind.IMAGE else "google",
            "tbm": "nws" if query.kind is SearchKind.NEWS else None,
            "q": query.text_with_site,
            "num": None if query.kind is SearchKind.IMAGE else query.count,
            "hl": hl,
            "tbs": GOOGLE_FRESHNESS[query.freshness] if query.freshness else None,
        }
        return self._get(parameters)

    def _get(self, parameters: Mapping[str, str | int | None]) -> EngineRequest:
        key = {"api_key": self.setting.key}
        return EngineRequest.get(f"{self.address}/search.json", parameters, secret_query=key)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        status = reply["search_metadata"]["status"]
        error = words(reply.get("error")).lower()
        if status != "Success" or (error and "returned any results" not in error):
            # Nothing found is told as an error, too, of a search that was a success.
            raise RefusedInReply(EngineState.SERVER_FAILED)
        if query.picture:
            return [_picture(row, "image") for row in rows(reply.get("visual_matches", []))]
        found = rows(reply.get(_LISTS[query.kind], []))
        if query.kind is SearchKind.IMAGE:
            return [_picture(row, "original") for row in found]
        return [_page(row, now) for row in found]

    def refusal(self, refused: BadStatus) -> EngineState | None:
        if "run out of searches" in said(refused):
            return EngineState.OUT_OF_CREDIT  # With status 429, like requests that come too fast.
        return None


def _page(row: dict[str, Any], now: datetime) -> WebResult:
    title, page = title_words(row.get("title")), web_address(row.get("link"))
    return WebResult(title, page, words(row.get("snippet")), day_of(row.get("date"), now))


def _picture(row: dict[str, Any], name: str) -> WebResult:
    """A picture, whose file and sides are under `name`."""
    title, page, thumbnail = (
        title_words(row.get("title")), web_address(row.get("link")), web_address(row.get("thumbnail")),
    )  # fmt: skip
    picture = WebPicture(
        web_address(row.get(name)) or thumbnail,
        thumbnail=thumbnail,
        width=pixels(row.get(f"{name}_width")),
        height=pixels(row.get(f"{name}_height")),
        page=page,
        licence_address=web_address(row.get("license_details_url")),
    )
    return WebResult(title, page or picture.address, picture=picture if picture.address else None)


ENGINE = SerpApi
