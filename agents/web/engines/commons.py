"""Wikimedia Commons: pictures with author and licence (https://www.mediawiki.org/wiki/API:Imageinfo)."""

from datetime import datetime
from typing import Any

from agents.web.engines.mediawiki import PARAMETERS, found_pages
from agents.web.engines.protocol import (
    EngineRequest,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebPicture,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import (
    MAX_TITLE_CHARACTERS,
    day_of,
    marked_words,
    pixels,
    title_words,
    web_address,
)

_FILES = 6
"""The namespace of files."""
_THUMBNAIL_PIXELS = 320


class Commons(WebEngine):
    title = "Wikimedia Commons"
    own_address = "https://commons.wikimedia.org"
    kinds = frozenset({SearchKind.IMAGE})
    filters = frozenset[SearchFilter]()
    interval_seconds = 0.5

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        parameters = PARAMETERS | {
            "gsrsearch": f"{query.text} filetype:bitmap|drawing",
            "gsrnamespace": _FILES,
            "gsrlimit": query.count,
            "prop": "imageinfo",
            "iiprop": "url|size|mime|timestamp|extmetadata",
            "iiurlwidth": _THUMBNAIL_PIXELS,
            "iiextmetadatafilter": "Artist|LicenseShortName|LicenseUrl|ImageDescription|ObjectName",
        }
        return EngineRequest.get(f"{self.address}/w/api.php", parameters)

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        return [_result(page, info, now) for page in found_pages(reply) for info in page["imageinfo"][:1]]


def _result(page: dict[str, Any], info: dict[str, Any], now: datetime) -> WebResult:
    facts: dict[str, Any] = info.get("extmetadata") or {}

    def fact(name: str, most: int = MAX_TITLE_CHARACTERS) -> str:
        return marked_words((facts.get(name) or {}).get("value"), most)

    address, shown_on = web_address(info.get("url")), web_address(info.get("descriptionurl"))
    picture = WebPicture(
        address,
        thumbnail=web_address(info.get("thumburl")),
        width=pixels(info.get("width")),
        height=pixels(info.get("height")),
        page=shown_on,
        author=fact("Artist"),
        licence=fact("LicenseShortName"),
        licence_address=web_address((facts.get("LicenseUrl") or {}).get("value")),
    )
    # "File:Low tide.jpg" is called "Low tide".
    title = title_words(page.get("title")).partition(":")[2].rpartition(".")[0]
    title = fact("ObjectName") or title or title_words(page.get("title"))
    snippet, date = fact("ImageDescription", 1_000), day_of(info.get("timestamp"), now)
    return WebResult(title, shown_on or address, snippet, date, picture if address else None)


ENGINE = Commons
