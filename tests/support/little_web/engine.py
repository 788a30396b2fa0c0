"""An engine for the little web that speaks SearXNG's JSON.

It ranks by BM25 over titles and texts, and is not perfect on purpose: it knows the first words of a page
alone, folds no forms of words, favours and slights each page a little by chance (the same chance each time),
knows a page in thirty not at all, and lists near copies beside what they copy.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from random import Random
from urllib.parse import urlsplit

from tests.support.little_web.pages import Answer, Request, ShownPicture, Site, SitePage, html

TODAY = date(2026, 11, 30)
RESULTS = 10
MAX_WORDS = 150
_K1, _B, _TITLE = 1.2, 0.75, 3
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
_WORD = re.compile(r"\w+")
_SITE = re.compile(r"\bsite:(\S+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the engine knows of a page, or of a picture of it."""

    site: Site
    page: SitePage
    counts: Counter[str]
    favour: float
    picture: ShownPicture | None = None

    @property
    def length(self) -> int:
        return self.counts.total()


class Index:
    """Entries of one kind, by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self._entries):
            for word in entry.counts:
                self._postings[word].append(place)
        lengths = [entry.length for entry in self._entries]
        self._mean = sum(lengths) / max(1, len(lengths))

    def search(self, words: list[str], is_wanted: Callable[[Entry], bool]) -> list[tuple[float, Entry]]:
        """Entries that have any of the words, the best first."""
        scores: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(words):
            places = self._postings.get(word, ())
            rarity = log(1 + (len(self._entries) - len(places) + 0.5) / (len(places) + 0.5))
            for place in places:
                entry = self._entries[place]
                times = entry.counts[word]
                share = 1 - _B + _B * entry.length / self._mean
                scores[place] += rarity * times * (_K1 + 1) / (times + _K1 * share)
        ranked = sorted(scores, key=lambda place: (-scores[place] * self._entries[place].favour, place))
        return [(scores[place], self._entries[place]) for place in ranked if is_wanted(self._entries[place])]


class Engine:
    """Answers `/search` as a SearXNG does whose `search.formats` have `json`."""

    def __init__(self, sites: Iterable[Site], address: Callable[[str], str]) -> None:
        pages = [
            (site, page)
            for site in sites
            for page in site.pages.values()
            if page.is_indexed and Random(f"unknown {site.key}{page.path}").random() > 1 / 30
        ]
        self._address = address
        news = [(site, page) for site, page in pages if site.kind == "paper"]
        self._indexes = {
            "general": Index(_entry(site, page) for site, page in pages),
            "news": Index(_entry(site, page) for site, page in news),
            "images": Index(_entry(site, page, picture) for site, page in pages for picture in page.pictures),
        }

    def answer(self, request: Request) -> Answer:
        """What it says to a request."""
        asked = {**request.query, **request.form}
        if request.path != "/search":
            form = "<form action=/search><input name=q><button>Search</button></form>"
            return Answer(html("en", "Little search", form), status=200 if request.path == "/" else 404)
        if not asked.get("q", "").strip():
            return Answer(html("en", "Little search", "<p>No query.</p>"), status=400)
        if asked.get("format") != "json":
            listed = "".join(
                f"<li><a href='{row['url']}'>{row['title']}</a></li>" for row in self.rows(asked)
            )
            return Answer(html("en", asked["q"], f"<ol>{listed}</ol>"))
        reply = {
            "query": asked["q"],
            "number_of_results": 0,
            "results": self.rows(asked),
            "answers": [],
            "corrections": [],
            "infoboxes": [],
            "suggestions": [],
            "unresponsive_engines": [],
        }
        return Answer(json.dumps(reply).encode(), "application/json")

    def rows(self, asked: dict[str, str]) -> list[dict[str, object]]:
        """Results of one page, in SearXNG's form."""
        category = asked.get("categories", "general")
        index = self._indexes.get(category, self._indexes["general"])
        site = _SITE.search(asked["q"])
        words = words_of(_SITE.sub(" ", asked["q"]))
        language = asked.get("language", "").split("-")[0]
        since = str(TODAY - timedelta(_DAYS[asked["time_range"]])) if asked.get("time_range") in _DAYS else ""

        def is_wanted(entry: Entry) -> bool:
            parts = urlsplit(self._address(entry.site.home))
            is_there = site is None or site[1] in (parts.hostname, parts.netloc)
            speaks = language in ("", "all", "auto", entry.page.language)
            return is_there and speaks and entry.page.date >= since

        start = RESULTS * (max(1, int(asked.get("pageno", "1") or 1)) - 1)
        found = index.search(words, is_wanted)[start : start + RESULTS]
        return [self._row(score, entry, words, place) for place, (score, entry) in enumerate(found, start=1)]

    def _row(self, score: float, entry: Entry, words: list[str], place: int) -> dict[str, object]:
        address = self._address(entry.site.home + entry.page.path)
        row: dict[str, object] = {
            "url": address,
            "title": entry.page.title,
            "content": snippet(entry.page.text, words),
            "publishedDate": f"{entry.page.date}T10:00:00" if entry.page.date else None,
            "engine": "little",
            "engines": ["little"],
            "positions": [place],
            "score": round(score, 3),
            "category": "general",
            "template": "default.html",
            "img_src": "",
            "thumbnail": "",
        }
        if entry.picture:
            shown = self._address(entry.site.home + entry.picture.path)
            row |= {"title": entry.picture.caption, "content": "", "img_src": shown, "thumbnail_src": shown,
                    "resolution": "640 x 480", "source": entry.site.title, "category": "images",
                    "img_format": "png", "template": "images.html"}  # fmt: skip
        return row


def words_of(text: str) -> list[str]:
    """Words in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def snippet(text: str, words: list[str]) -> str:
    """The sentence that has most of the words, and the next one."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    wanted = set(words)
    best = max(range(len(sentences)), key=lambda place: len(wanted & set(words_of(sentences[place]))))
    return " ".join(sentences[best : best + 2])[:240]


def _entry(site: Site, page: SitePage, picture: ShownPicture | None = None) -> Entry:
    title = words_of(f"{picture.caption} {page.title}" if picture else page.title)
    text = [] if picture else words_of(page.text)[:MAX_WORDS]
    favour = Random(f"favour {site.key}{page.path}").uniform(0.6, 1.4)
    return Entry(site, page, Counter(_TITLE * title + text), favour, picture)
