"""A web of a few pages with an engine in front of it that speaks as SearXNG does, on one real server."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.parsing import parse_document
from agents.libraries.in_memory import InMemoryLibrary
from agents.libraries.web import InMemoryWeb
from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from agents.web.engines.protocol import EngineSetting
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.support.engine_replies import searxng
from tests.support.web_server import Page, WebServer, page, redirect

RENEWED = "The lamp of Cape Orr was renewed in 1931 by the engineer Ines Okafor."
KEPT = "In the keeper's book of 1944 a red kite is said to have nested on the gallery."
FILLER = "The path along the cliff was mended again and nobody wrote down who had paid for the gravel. "
LIGHT = f"""<!doctype html><html lang=en><head><title>The light of Cape Orr</title></head><body><main>
<h1>The light of Cape Orr</h1><p>{RENEWED} Since then it has turned without a pause, and ships see it from
twenty miles away when the night is clear.</p>
<figure><img src="/lamp.png" alt="A lamp"><figcaption>The lamp in its room</figcaption></figure>
<p>More is told in <a href="/book">the keeper's book</a> and by <a href="/moved">the harbour</a>.</p>
</main></body></html>"""
BOOK = (
    "<!doctype html><html lang=en><head><title>The keeper's book</title></head><body><main>"
    "<h1>The keeper's book</h1>"
    + "".join(f"<p>{FILLER * 5}</p>" for _ in range(40))
    + f"<p>{KEPT}</p>"
    + "".join(f"<p>{FILLER * 5}</p>" for _ in range(40))
    + "</main></body></html>"
)


def drawn(colour: str = "darkred") -> bytes:
    """The bytes of a picture."""
    target = BytesIO()
    Image.new("RGB", (320, 200), colour).save(target, "PNG")
    return target.getvalue()


class Readers:
    """Reads in this process."""

    def read(self, source: DocumentSource, /) -> ParsedDocument:
        return parse_document(source)


@dataclass
class SmallWeb:
    """Pages by path; `results` are what the engine finds, by kind, whatever is asked; None: it fails."""

    server: WebServer
    folder: Path
    results: dict[str, list[Mapping[str, Any]] | None]
    pages: dict[str, Page]

    def address(self, path: str) -> str:
        return f"http://{self.server.host}{path}"

    def found(self, title: str, path: str, content: str = "") -> dict[str, Any]:
        """A result as the engine gives it."""
        return {"url": self.address(path), "title": title, "content": content, "engine": "x"}

    def picture(self, title: str, path: str, page_path: str) -> dict[str, Any]:
        return {
            **self.found(title, page_path),
            "img_src": self.address(path),
            "resolution": "320 x 200",
            "template": "images.html",
        }

    def get(self, path: str, default: Page) -> Page:
        """What the server answers."""
        parts = urlsplit(path)
        if parts.path != "/search":
            return self.pages.get(parts.path if not parts.query else path, default)
        kind = parse_qs(parts.query).get("categories", ["general"])[0]
        results = self.results.get(kind, [])
        if results is None:
            return page(b"away", status="503 Service Unavailable")
        content = json.dumps(searxng(*results)).encode()
        return page(content, media_type="application/json")

    @property
    def opened(self) -> list[str]:
        """The paths that were requested, beside those of searches."""
        paths = [head.split(" ")[1] for head in self.server.requests]
        return [path for path in paths if not path.startswith("/search")]

    @property
    def searched(self) -> list[str]:
        """What the engine was asked, with its kind."""
        asked = [
            parse_qs(urlsplit(head.split(" ")[1]).query)
            for head in self.server.requests
            if " /search" in head
        ]
        return [f"{each['categories'][0]}: {each['q'][0]}" for each in asked]

    def fetcher(self, *further_hosts: str) -> Fetcher:
        """The door to this web, and to other servers of a test."""
        limits = FetchLimits(max_bytes=4_000_000, total_seconds=20, host_interval_seconds=0)
        return Fetcher(limits, allowed_private_hosts=frozenset({self.server.host, *further_hosts}))

    def web(self, library: InMemoryLibrary, hours: float = 0) -> InMemoryWeb:
        """The web as a run over a library may use it; replies of the engine are kept for so long."""
        fetcher = self.fetcher()
        setting = EngineSetting("searxng", f"http://{self.server.host}", interval_seconds=0)
        engines = WebSearch.of(
            [setting], fetcher, EnginePace(self.folder / "pace"),
            KeptReplies(self.folder / "replies", hours * 3600, 1_000_000),
        )  # fmt: skip
        return InMemoryWeb(library, engines, fetcher, Readers())


@contextmanager
def small_web(folder: Path) -> Iterator[SmallWeb]:
    """The light of Cape Orr, a long book, pictures, a page that moved, and an engine that finds them."""
    with WebServer() as server:
        made = SmallWeb(server, folder, {}, {})
        html = "text/html; charset=utf-8"
        made.pages |= {
            "/light": page(LIGHT.encode(), media_type=html),
            "/book": page(BOOK.encode(), media_type=html),
            "/moved": redirect("/light"),
            "/lamp.png": page(drawn(), media_type="image/png"),
            "/copy.png": page(drawn(), media_type="image/png"),
        }
        made.results |= {
            "general": [
                made.found("Gravel paths", "/gravel", "Nothing of lamps."),
                made.found("The light of Cape Orr", "/light", "The lamp was renewed in 1931."),
                made.found("The keeper's book", "/book", "A book of 1944."),
            ],
            "images": [
                made.picture("The lamp", "/lamp.png", "/light"),
                made.picture("The lamp again", "/copy.png", "/book"),
            ],
        }
        server.pages = made  # type: ignore[assignment]  # Answers like a dictionary.
        yield made
