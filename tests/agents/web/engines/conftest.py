"""A server that gives one reply to every request, and engines that take it for their own."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from socket import socket
from threading import Event
from typing import Any

import pytest

from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch, WebSearchDone
from agents.web.engines import engine_named
from agents.web.engines.protocol import EngineSetting, Freshness, SearchKind, WebQuery
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.support.engine_replies import KEY, NOW
from tests.support.web_server import Page, WebServer, page

Ask = Callable[..., WebSearchDone]


class Everywhere(dict[str, Page]):
    """The same page under every address."""

    def __init__(self, same: Page) -> None:
        super().__init__()
        self.same = same

    def get(self, path: str, default: Any = None) -> Any:
        return self.same


def json_page(reply: Any, *headers: str, status: str = "200 OK") -> bytes:
    content = json.dumps(reply).encode()
    return page(content, *headers, status=status, media_type="application/json; charset=utf-8")


def silence(_connection: socket, closing: Event) -> None:
    closing.wait(5)


@pytest.fixture
def ask(server: WebServer, tmp_path: Path) -> Ask:
    """`ask("brave", kind, reply)`: what comes of asking an engine whose server answers with this page."""

    def run(
        name: str, kind: SearchKind, answer: Page, *, freshness: Freshness | None = None,
        language: str = "", site: str = "", picture: str = "", seconds: float = 20,
    ) -> WebSearchDone:  # fmt: skip
        server.pages = Everywhere(answer)
        key = KEY if engine_named(name).needs_key else ""
        setting = EngineSetting(name, f"http://{server.host}", key)
        limits = FetchLimits(max_bytes=1_000_000, total_seconds=seconds, host_interval_seconds=0)
        search = WebSearch.of(
            [setting],
            Fetcher(limits, allowed_private_hosts=frozenset({server.host})),
            EnginePace(tmp_path / "pace", lambda: NOW, lambda seconds: None),
            KeptReplies(tmp_path / "replies", 0, 0),
        )
        return replace(search, clock=lambda: NOW).search(
            WebQuery("low tide", kind, 5, freshness, language, site, picture)
        )

    return run
