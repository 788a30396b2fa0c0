"""What a search of the web costs beside its engine: the door, replies that are kept, the pace.

python -m benchmarks.web_search [--kept 10000] [--processes 4]
"""

import argparse
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agents.web.asking.kept_replies import KeptReplies
from agents.web.asking.pace import EnginePace
from agents.web.asking.search import WebSearch
from agents.web.engines.protocol import EngineSetting, EngineState, WebQuery
from agents.web.fetcher import Fetcher
from agents.web.limits import FetchLimits
from tests.agents.web.engines.conftest import Everywhere
from tests.support.engine_replies import SEARXNG_PAGE, searxng
from tests.support.web_server import WebServer, page

MIB = 1024 * 1024
RESULTS = 10
SEARCHES = 200


def milliseconds(work: Callable[[int], object], times: int) -> str:
    """Median and 95th percentile."""
    took = []
    for place in range(times):
        started = time.perf_counter()
        work(place)
        took.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(took):8.2f} {statistics.quantiles(took, n=20)[-1]:8.2f}"


def take_turns(folder: Path, count: int) -> None:
    pace = EnginePace(folder, sleep=lambda seconds: None)
    for _turn in range(count):
        pace.wait("engine", 0.001, 1e9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kept", type=int, default=10_000, help="replies that lie there already")
    parser.add_argument("--processes", type=int, default=4, help="that take turns at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, WebServer() as server:
        results = [{**SEARXNG_PAGE, "url": f"https://tides.example/{place}"} for place in range(RESULTS)]
        reply = page(json.dumps(searxng(*results)).encode(), media_type="application/json")
        server.pages = Everywhere(reply)
        limits = FetchLimits(max_bytes=MIB, host_interval_seconds=0)
        search = WebSearch.of(
            [EngineSetting("searxng", f"http://{server.host}", interval_seconds=0)],
            Fetcher(limits, allowed_private_hosts=frozenset({server.host})),
            EnginePace(Path(folder, "pace")),
            KeptReplies(Path(folder, "replies"), 3600, 64 * MIB),
        )

        def fresh(place: int) -> None:
            done = search.search(WebQuery(f"tide {time.time_ns()} {place}"))
            assert done.outcomes[0].state is EngineState.FOUND

        print(f"{'':44}  median      p95  ms")
        bare = replace(search, kept=replace(search.kept, max_seconds=0))
        print(
            f"{'asked, nothing is kept':44}",
            milliseconds(lambda place: bare.search(WebQuery(str(place))), SEARCHES),
        )
        print(f"{'asked and kept':44}", milliseconds(fresh, SEARCHES))
        print(
            f"{'kept from before':44}", milliseconds(lambda place: search.search(WebQuery("tide")), SEARCHES)
        )
        [setting] = [engine.setting for engine in search.engines]
        known = search.search(WebQuery("tide")).results
        roomy = replace(search.kept, max_bytes=10**12)
        example = next(Path(folder, "replies").iterdir())
        for place in range(options.kept):
            Path(folder, "replies", f"{place}.json").write_bytes(example.read_bytes())
        name = f"kept where {options.kept:,} lie already"
        print(f"{name:44}", milliseconds(lambda place: roomy.keep(setting, WebQuery(f"n{place}"), known), 50))
        turns = 500
        started = time.perf_counter()
        with multiprocessing.Pool(options.processes) as processes:
            processes.starmap(take_turns, [(Path(folder, "turns"), turns)] * options.processes)
        rate = options.processes * turns / (time.perf_counter() - started)
        print(f"turns of one engine a second, {options.processes} processes: {rate:,.0f}")


if __name__ == "__main__":
    main()
