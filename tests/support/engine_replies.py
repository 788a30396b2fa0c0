"""Replies of search engines in the shapes that their documentation shows, with what is to be read in them.

SearXNG: docs.searxng.org/dev/search_api.html and the results of its own templates. MediaWiki:
mediawiki.org/wiki/API:Search and API:Imageinfo. Openverse: api.openverse.org/v1/. Brave:
api-dashboard.search.brave.com/app/documentation. Serper: serper.dev/playground. Tavily:
docs.tavily.com/documentation/api-reference/endpoint/search. Exa: docs.exa.ai/reference/search. SerpApi:
serpapi.com/search-api, /google-images-api and /news-results.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.web.engines.protocol import SearchKind, WebPicture, WebResult
from agents.web.engines.protocol import SearchKind as Kind

KEY = "k3y-very-secret"
NOW = 1_796_083_200.0
"""1 December 2026, 00:00 UTC."""

PAGE = "https://tides.example/low"
PICTURE = "https://img.example/low.jpg"
THUMBNAIL = "https://img.example/t/low.jpg"


@dataclass(frozen=True)
class Replay:
    """A kind of search of an engine: where it is asked, with what, and what comes back."""

    engine: str
    kind: SearchKind
    path: str
    reply: Mapping[str, Any]
    empty: Mapping[str, Any]
    found: WebResult
    sent: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the address, or values of the body, that have to be among those that arrive."""
    key_header: str = ""
    picture: str = ""
    """What is searched by instead of words."""

    @property
    def name(self) -> str:
        return f"{self.engine}-{'like' if self.picture else self.kind}"


def text(snippet: str = "The moon pulls.", date: str = "2026-11-29", **changes: Any) -> WebResult:
    return WebResult("Low tide", PAGE, snippet, date, **changes)


def picture(**facts: Any) -> WebResult:
    return WebResult("Low tide", PAGE, picture=WebPicture(PICTURE, page=PAGE, **facts))


def searxng(*results: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "query": "low tide",
        "number_of_results": 0,
        "results": list(results),
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": ["tide table"],
        "unresponsive_engines": [],
    }


SEARXNG_PAGE = {
    "url": PAGE,
    "title": "Low tide",
    "content": "The moon pulls.",
    "publishedDate": "2026-11-29T10:00:00",
    "engine": "brave",
    "engines": ["brave", "bing"],
    "positions": [1, 3],
    "score": 4.0,
    "thumbnail": "",
    "parsed_url": ["https", "tides.example", "/low", "", "", ""],
    "template": "default.html",
    "category": "general",
    "img_src": "",
    "priority": "",
}
SEARXNG_IMAGE = {
    **SEARXNG_PAGE,
    "content": "",
    "publishedDate": None,
    "img_src": PICTURE,
    "thumbnail_src": THUMBNAIL,
    "resolution": "1600 x 900",
    "source": "tides.example",
    "author": "Ann Lee",
    "img_format": "jpeg",
    "template": "images.html",
    "category": "images",
}

WIKIPEDIA_PAGE = {
    "pageid": 30718,
    "ns": 0,
    "title": "Low tide",
    "index": 1,
    "contentmodel": "wikitext",
    "pagelanguage": "en",
    "touched": "2026-11-30T01:02:03Z",
    "lastrevid": 1,
    "length": 9000,
    "fullurl": PAGE,
    "editurl": f"{PAGE}?action=edit",
    "canonicalurl": PAGE,
    "extract": "The moon pulls.",
    "revisions": [{"timestamp": "2026-11-29T10:00:00Z"}],
}
COMMONS_PAGE = {
    "pageid": 77,
    "ns": 6,
    "title": "File:Low tide.jpg",
    "index": 1,
    "imagerepository": "local",
    "imageinfo": [
        {
            "timestamp": "2026-11-29T10:00:00Z",
            "size": 512000,
            "width": 1600,
            "height": 900,
            "mime": "image/jpeg",
            "thumburl": THUMBNAIL,
            "thumbwidth": 320,
            "thumbheight": 180,
            "url": PICTURE,
            "descriptionurl": PAGE,
            "descriptionshorturl": "https://commons.wikimedia.org/w/?curid=77",
            "extmetadata": {
                "ObjectName": {"value": "Low tide", "source": "mediawiki-metadata", "hidden": ""},
                "ImageDescription": {"value": "<p>The moon <b>pulls</b>.</p>", "source": "commons-desc-page"},
                "Artist": {"value": '<a href="//example/Ann" title="Ann">Ann Lee</a>'},
                "LicenseShortName": {"value": "CC BY-SA 4.0"},
                "LicenseUrl": {"value": "https://creativecommons.org/licenses/by-sa/4.0"},
            },
        }
    ],
}
OPENVERSE_IMAGE = {
    "id": "4bc43a04-ef46-4544-a0c1-63c63f56e276",
    "indexed_on": "2020-01-01T00:00:00Z",
    "title": "Low tide",
    "foreign_landing_url": PAGE,
    "url": PICTURE,
    "creator": "Ann Lee",
    "creator_url": "https://p.example/ann",
    "license": "by-sa",
    "license_version": "2.0",
    "category": None,
    "filesize": None,
    "filetype": "jpg",
    "license_url": "https://creativecommons.org/licenses/by-sa/2.0/",
    "provider": "flickr",
    "tags": [],
    "source": "flickr",
    "attribution": '"Low tide" by Ann Lee is licensed under CC BY-SA 2.0.',
    "fields_matched": ["title"],
    "mature": False,
    "height": 900,
    "width": 1600,
    "thumbnail": THUMBNAIL,
    "detail_url": "https://api.openverse.org/v1/images/4bc/",
    "unstable__sensitivity": [],
}

BRAVE_PAGE = {
    "type": "search_result",
    "title": "Low tide",
    "url": PAGE,
    "is_source_local": False,
    "description": "The <strong>moon</strong> pulls.",
    "page_age": "2026-11-29T10:00:00",
    "language": "en",
    "age": "November 29, 2026",
    "family_friendly": True,
    "meta_url": {"hostname": "tides.example"},
}
BRAVE_IMAGE = {
    "type": "image_result",
    "title": "Low tide",
    "url": PAGE,
    "source": "tides.example",
    "page_fetched": "2026-11-29T10:00:00Z",
    "thumbnail": {"src": THUMBNAIL, "width": 500, "height": 281},
    "properties": {"url": PICTURE, "placeholder": THUMBNAIL, "width": 1600, "height": 900},
    "confidence": "high",
}

SERPER = {"searchParameters": {"q": "low tide", "type": "search", "engine": "google"}, "credits": 1}
SERPER_IMAGE = {
    "title": "Low tide",
    "imageUrl": PICTURE,
    "imageWidth": 1600,
    "imageHeight": 900,
    "position": 1,
    "thumbnailUrl": THUMBNAIL,
    "thumbnailWidth": 300,
    "thumbnailHeight": 168,
    "source": "Tides",
    "domain": "tides.example",
    "link": PAGE,
    "googleUrl": "https://www.google.com/imgres?x",
    "creator": "Ann Lee",
}

TAVILY = {
    "query": "low tide",
    "answer": None,
    "follow_up_questions": None,
    "images": [],
    "results": [],
    "response_time": 0.8,
    "request_id": "123e4567",
}
TAVILY_PAGE = {
    "title": "Low tide",
    "url": PAGE,
    "content": "The moon pulls.",
    "score": 0.9,
    "raw_content": None,
    "published_date": "Sun, 29 Nov 2026 10:00:00 GMT",
}

EXA = {
    "requestId": "b5947044",
    "resolvedSearchType": "neural",
    "results": [],
    "costDollars": {"total": 0.005},
}
EXA_PAGE = {
    "id": PAGE,
    "title": "Low tide",
    "url": PAGE,
    "publishedDate": "2026-11-29T10:00:00.000Z",
    "author": "Ann Lee",
    "image": PICTURE,
    "favicon": PICTURE,
    "text": "The moon\n\npulls.",
    "score": 0.4,
}

SERPAPI = {
    "search_metadata": {"id": "65a", "status": "Success", "json_endpoint": "https://serpapi.com/x.json"},
    "search_parameters": {"engine": "google", "q": "low tide"},
    "search_information": {"organic_results_state": "Results for exact spelling"},
}
SERPAPI_EMPTY = {**SERPAPI, "error": "Google hasn't returned any results for this query."}

REPLAYS = (
    Replay(
        "searxng",
        Kind.TEXT,
        "/search",
        searxng(SEARXNG_PAGE),
        searxng(),
        text(),
        {"q": "low tide", "format": "json", "categories": "general"},
    ),
    Replay(
        "searxng",
        Kind.IMAGE,
        "/search",
        searxng(SEARXNG_IMAGE),
        searxng(),
        picture(thumbnail=THUMBNAIL, width=1600, height=900, author="Ann Lee"),
        {"categories": "images"},
    ),
    Replay("searxng", Kind.NEWS, "/search", searxng(SEARXNG_PAGE), searxng(), text(), {"categories": "news"}),
    Replay(
        "wikipedia",
        Kind.TEXT,
        "/w/api.php",
        {
            "batchcomplete": True,
            "query": {
                "pages": [{**WIKIPEDIA_PAGE, "canonicalurl": f"{PAGE}/neap", "index": 2}, WIKIPEDIA_PAGE]
            },
        },
        {"batchcomplete": True},
        text(),
        {"action": "query", "generator": "search", "gsrsearch": "low tide", "gsrlimit": "5"},
    ),
    Replay(
        "commons",
        Kind.IMAGE,
        "/w/api.php",
        {"batchcomplete": True, "query": {"pages": [COMMONS_PAGE]}},
        {"batchcomplete": True},
        WebResult(
            "Low tide",
            PAGE,
            "The moon pulls.",
            "2026-11-29",
            WebPicture(
                PICTURE,
                THUMBNAIL,
                1600,
                900,
                PAGE,
                "Ann Lee",
                "CC BY-SA 4.0",
                "https://creativecommons.org/licenses/by-sa/4.0",
            ),
        ),
        {"gsrsearch": "low tide filetype:bitmap|drawing", "gsrnamespace": "6", "gsrlimit": "5"},
    ),
    Replay(
        "openverse",
        Kind.IMAGE,
        "/v1/images/",
        {"result_count": 1, "page_count": 1, "page_size": 20, "page": 1, "results": [OPENVERSE_IMAGE]},
        {"result_count": 0, "page_count": 0, "page_size": 20, "page": 1, "results": []},
        picture(
            thumbnail=THUMBNAIL,
            width=1600,
            height=900,
            author="Ann Lee",
            licence="CC BY-SA 2.0",
            licence_address="https://creativecommons.org/licenses/by-sa/2.0/",
        ),
        {"q": "low tide", "page_size": "5"},
    ),
    Replay(
        "brave",
        Kind.TEXT,
        "/res/v1/web/search",
        {
            "type": "search",
            "query": {"original": "low tide"},
            "web": {"type": "search", "results": [BRAVE_PAGE]},
        },
        {"type": "search", "query": {"original": "low tide"}},
        text(),
        {"q": "low tide", "count": "5"},
        "x-subscription-token",
    ),
    Replay(
        "brave",
        Kind.IMAGE,
        "/res/v1/images/search",
        {"type": "images", "query": {}, "results": [BRAVE_IMAGE]},
        {"type": "images", "query": {}, "results": []},
        picture(thumbnail=THUMBNAIL, width=1600, height=900),
        {"q": "low tide", "count": "5"},
        "x-subscription-token",
    ),
    Replay(
        "brave",
        Kind.NEWS,
        "/res/v1/news/search",
        {"type": "news", "query": {}, "results": [BRAVE_PAGE]},
        {"type": "news", "query": {}, "results": []},
        text(),
        {"q": "low tide"},
        "x-subscription-token",
    ),
    Replay(
        "serper",
        Kind.TEXT,
        "/search",
        {
            **SERPER,
            "organic": [
                {
                    "title": "Low tide",
                    "link": PAGE,
                    "snippet": "The moon pulls.",
                    "date": "Nov 29, 2026",
                    "position": 1,
                }
            ],
        },
        {**SERPER, "organic": []},
        text(),
        {"q": "low tide", "num": 5},
        "x-api-key",
    ),
    Replay(
        "serper",
        Kind.IMAGE,
        "/images",
        {**SERPER, "images": [SERPER_IMAGE]},
        {**SERPER, "images": []},
        picture(thumbnail=THUMBNAIL, width=1600, height=900, author="Ann Lee"),
        {"q": "low tide"},
        "x-api-key",
    ),
    Replay(
        "serper",
        Kind.NEWS,
        "/news",
        {
            **SERPER,
            "news": [
                {
                    "title": "Low tide",
                    "link": PAGE,
                    "snippet": "The moon pulls.",
                    "source": "Tides",
                    "date": "2 days ago",
                    "imageUrl": THUMBNAIL,
                    "position": 1,
                }
            ],
        },
        {**SERPER, "news": []},
        text(),
        {"q": "low tide"},
        "x-api-key",
    ),
    Replay(
        "tavily",
        Kind.TEXT,
        "/search",
        {**TAVILY, "results": [TAVILY_PAGE]},
        TAVILY,
        text(),
        {"query": "low tide", "max_results": 5, "topic": "general", "include_images": False},
        "authorization",
    ),
    Replay(
        "tavily",
        Kind.IMAGE,
        "/search",
        {**TAVILY, "results": [TAVILY_PAGE], "images": [{"url": PICTURE, "description": "Low tide"}]},
        {**TAVILY, "results": [TAVILY_PAGE]},
        WebResult("Low tide", PICTURE, "Low tide", picture=WebPicture(PICTURE)),
        {"include_images": True, "include_image_descriptions": True},
        "authorization",
    ),
    Replay(
        "tavily",
        Kind.NEWS,
        "/search",
        {**TAVILY, "results": [TAVILY_PAGE]},
        TAVILY,
        text(),
        {"topic": "news"},
        "authorization",
    ),
    Replay(
        "exa",
        Kind.TEXT,
        "/search",
        {**EXA, "results": [EXA_PAGE]},
        EXA,
        text(),
        {"query": "low tide", "numResults": 5},
        "x-api-key",
    ),
    Replay(
        "exa",
        Kind.NEWS,
        "/search",
        {**EXA, "results": [EXA_PAGE]},
        EXA,
        text(),
        {"category": "news"},
        "x-api-key",
    ),
    Replay(
        "serpapi",
        Kind.TEXT,
        "/search.json",
        {
            **SERPAPI,
            "organic_results": [
                {
                    "position": 1,
                    "title": "Low tide",
                    "link": PAGE,
                    "date": "Nov 29, 2026",
                    "snippet": "The moon pulls.",
                    "source": "Tides",
                }
            ],
        },
        SERPAPI_EMPTY,
        text(),
        {"q": "low tide", "engine": "google", "num": "5", "api_key": KEY},
    ),
    Replay(
        "serpapi",
        Kind.IMAGE,
        "/search.json",
        {
            **SERPAPI,
            "images_results": [
                {
                    "position": 1,
                    "thumbnail": THUMBNAIL,
                    "source": "Tides",
                    "title": "Low tide",
                    "link": PAGE,
                    "original": PICTURE,
                    "original_width": 1600,
                    "original_height": 900,
                    "is_product": False,
                }
            ],
        },
        SERPAPI_EMPTY,
        picture(thumbnail=THUMBNAIL, width=1600, height=900),
        {"engine": "google_images"},
    ),
    Replay(
        "serpapi",
        Kind.NEWS,
        "/search.json",
        {
            **SERPAPI,
            "news_results": [
                {
                    "position": 1,
                    "title": "Low tide",
                    "link": PAGE,
                    "date": "2 days ago",
                    "snippet": "The moon pulls.",
                    "thumbnail": THUMBNAIL,
                    "source": "Tides",
                }
            ],
        },
        SERPAPI_EMPTY,
        text(),
        {"tbm": "nws", "q": "low tide"},
    ),
    Replay(
        "serper",
        Kind.IMAGE,
        "/lens",
        {
            "searchParameters": {"url": PICTURE, "type": "lens", "engine": "google-lens"},
            "organic": [
                {
                    "title": "Low tide",
                    "source": "Tides",
                    "link": PAGE,
                    "imageUrl": PICTURE,
                    "thumbnailUrl": THUMBNAIL,
                }
            ],
            "credits": 3,
        },
        {"searchParameters": {"url": PICTURE, "type": "lens"}, "organic": [], "credits": 3},
        picture(thumbnail=THUMBNAIL),
        {"url": PICTURE},
        "x-api-key",
        PICTURE,
    ),
    Replay(
        "serpapi",
        Kind.IMAGE,
        "/search.json",
        {
            **SERPAPI,
            "visual_matches": [
                {
                    "position": 1,
                    "title": "Low tide",
                    "link": PAGE,
                    "source": "Tides",
                    "source_icon": THUMBNAIL,
                    "thumbnail": THUMBNAIL,
                    "image": PICTURE,
                    "image_width": 1600,
                    "image_height": 900,
                }
            ],
        },
        {**SERPAPI, "error": "Google Lens hasn't returned any results for this query."},
        picture(thumbnail=THUMBNAIL, width=1600, height=900),
        {"engine": "google_lens", "url": PICTURE},
        picture=PICTURE,
    ),
)
