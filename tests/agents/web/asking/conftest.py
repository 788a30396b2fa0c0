"""Two engines on one server of the web, a day that stands still, and a folder for what processes share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest

from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from agents.web.engines.protocol import EngineSetting, WebQuery
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.agents.web.engines.conftest import Everywhere, json_page
from tests.support.engine_replies import NOW, SEARXNG_PAGE, searxng
from tests.support.web_server import WebServer

QUERY = WebQuery("low tide", count=5)
FOUND = json_page(searxng(SEARXNG_PAGE))
NOTHING = json_page(searxng())


@dataclass
class Moment:
    """A clock that moves when it is told to, or slept on."""

    now: float = NOW
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def servers() -> Iterator[tuple[WebServer, WebServer]]:
    """Those of the first and the second engine; each finds something until told otherwise."""
    with WebServer() as first, WebServer() as second:
        first.pages = second.pages = Everywhere(FOUND)
        yield first, second


MakeSearch = Callable[..., WebSearch]


@pytest.fixture
def make_search(servers: tuple[WebServer, WebServer], tmp_path: Path, moment: Moment) -> MakeSearch:
    """A process of its own each time, over the same home."""

    def make(*, interval_seconds: float = 0, hours: float = 0, megabytes: float = 1) -> WebSearch:
        settings = [
            EngineSetting("searxng", f"http://{server.host}", "", usd, interval_seconds)
            for server, usd in zip(servers, (Decimal("0.01"), Decimal("0.02")), strict=True)
        ]
        hosts = frozenset(server.host for server in servers)
        limits = FetchLimits(max_bytes=1_000_000, total_seconds=20, host_interval_seconds=0)
        search = WebSearch.of(
            settings,
            Fetcher(limits, allowed_private_hosts=hosts),
            EnginePace(tmp_path / "pace", moment, moment.sleep),
            KeptReplies(tmp_path / "replies", hours * 3600, int(megabytes * 1024 * 1024), moment),
        )
        return replace(search, clock=moment)

    return make
