"""A site about tides and a SearXNG in front of it, on one local server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import override_settings

from tests.support.engine_replies import SEARXNG_IMAGE, SEARXNG_PAGE, searxng
from tests.support.web_server import Page, WebServer, page
from webapp.fetching import engine_fetcher, fetcher
from webapp.web_search import web_search

QUOTE = "The lamp of Grey Head was renewed in 1931 by Ines Okafor."
TITLE = "The lamp of Grey Head"
AUTHOR, SIZE = "Ann Lee", "64 x 48"

_ARTICLE = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title></head><body><article>
<h1>{TITLE}</h1>
<p>Ships have steered by this tower for as long as anybody on the coast can remember, in fog and in snow.</p>
<p>{QUOTE} She came from the works at Southport with two fitters and stayed for the whole of that winter.</p>
<figure><img src="/lamp.png" alt="A lamp"><figcaption>The lamp in its room.</figcaption></figure>
<p>Since then it has been lit on every evening of the year, and its keepers write down each ship.</p>
</article></body></html>"""


class Tides(WebServer):
    """One article with a picture, which is all that its engine finds; not `online`, nothing answers."""

    def __init__(self, picture: bytes) -> None:
        super().__init__()
        self.online = True
        self.pages = _Paths(self, picture)

    @property
    def article(self) -> str:
        return f"http://{self.host}/lamp"

    @property
    def picture(self) -> str:
        return f"http://{self.host}/lamp.png"

    @property
    def asked(self) -> list[str]:
        """The paths that were requested, without their queries and what robots may read."""
        paths = [head.split(" ")[1].partition("?")[0] for head in self.requests]
        return [path for path in paths if path != "/robots.txt"]

    def settings(self) -> dict[str, str]:
        """As an operator sets it, by the names of the fields."""
        return {"web_engines": f"searxng:http://{self.host} interval=0", "web_allow": self.host}


class _Paths(dict[str, Page]):
    def __init__(self, owner: Tides, picture: bytes) -> None:
        super().__init__()
        self.owner, self.content = owner, picture

    def get(self, path: str, default: Any = None) -> Any:
        if not self.owner.online:
            return page(status="503 Service Unavailable")
        where, _mark, query = path.partition("?")
        if where == "/search":
            return page(json.dumps(self._found(query)).encode(), media_type="application/json")
        if where == "/lamp":
            return page(_ARTICLE.encode(), media_type="text/html; charset=utf-8")
        if where == "/lamp.png":
            return page(self.content, media_type="image/png")
        return default

    def _found(self, query: str) -> dict[str, Any]:
        result = {"url": self.owner.article, "title": TITLE, "content": QUOTE[:40]}
        if "categories=images" in query:
            shown = {"img_src": self.owner.picture, "thumbnail_src": "", "resolution": SIZE, "author": AUTHOR}
            return searxng({**SEARXNG_IMAGE, **result, **shown})
        return searxng({**SEARXNG_PAGE, **result})


@contextmanager
def tides_of(picture: bytes) -> Iterator[Tides]:
    """The site, which is all of the web to this process until the end of the block."""
    with Tides(picture) as tides, override_settings(ENV=settings.ENV.model_copy(update=tides.settings())):
        _forget()
        yield tides
    _forget()


def _forget() -> None:
    for kept in (engine_fetcher, fetcher, web_search):
        kept.cache_clear()
