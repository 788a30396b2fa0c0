"""Wikipedia: articles, through the action API of MediaWiki (https://www.mediawiki.org/wiki/API:Search)."""

import re
from datetime import datetime
from typing import Any

from agents.web.engines.mediawiki import PARAMETERS, found_pages
from agents.web.engines.protocol import (
    EngineRequest,
    SearchFilter,
    SearchKind,
    WebEngine,
    WebQuery,
    WebResult,
)
from agents.web.engines.replies import day_of, title_words, web_address, words

_MAX_COUNT = 20
"""Extracts of introductions come for 20 articles at most."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Wikipedia(WebEngine):
    title = "Wikipedia"
    own_address = "https://en.wikipedia.org"
    kinds = frozenset({SearchKind.TEXT})
    filters = frozenset({SearchFilter.LANGUAGE})
    interval_seconds = 0.5

    def request(self, query: WebQuery, now: datetime) -> EngineRequest:
        parameters = PARAMETERS | {
            "gsrsearch": query.text,
            "gsrlimit": min(query.count, _MAX_COUNT),
            "prop": "info|extracts|revisions",
            "inprop": "url",
            "exintro": 1,
            "explaintext": 1,
            "exchars": 600,
            "exlimit": "max",
            "rvprop": "timestamp",
        }
        return EngineRequest.get(f"{self._edition(query)}/w/api.php", parameters)

    def _edition(self, query: WebQuery) -> str:
        """The encyclopedia of a language; one that the setting gives an address has just that one."""
        language = (query.language or self.setting.language).lower().partition("-")[0]
        if self.setting.address or not _LANGUAGE.fullmatch(language):
            return self.address
        return f"https://{language}.wikipedia.org"

    def results(self, reply: Any, query: WebQuery, now: datetime) -> list[WebResult]:
        return [
            WebResult(
                title_words(page.get("title")),
                web_address(page.get("canonicalurl")) or web_address(page.get("fullurl")),
                words(page.get("extract")),
                # The day of its last change: an article has no other.
                day_of((page.get("revisions") or [{}])[0].get("timestamp"), now),
            )
            for page in found_pages(reply)
        ]


ENGINE = Wikipedia
