"""The page of a run of 1,000 steps with 500 pictures, in a real browser.

    python benchmarks/long_trajectory.py [--steps 1000] [--pictures 500]

Prints how long the first view takes, what it loads, and the longest task of the page while somebody scrolls
through all steps. The journal is written into a throw-away home, pages are served by `manage.py web`.
"""

import argparse
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import begin, cookie_of, prepare  # noqa: E402
from benchmarks.watching.web import chromium, serving  # noqa: E402

HITS = 5
WATCH_TASKS = """() => { window.longest = 0; new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
}).observe({type: "longtask", buffered: true}); }"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--pictures", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        run = begin("A long one")
        write_run(run, options.steps, keep_pictures(run, options.pictures))
        with serving() as (address, _process):
            measure(f"http://{address}", run, options.steps)


def keep_pictures(run_id: int, count: int) -> list[str]:
    """UIDs of drawn pictures that the run may show."""
    from PIL import Image

    from webapp.corpora.models import MediaUse
    from webapp.media.stores import open_media_store

    uids = []
    for number in range(count):
        data = BytesIO()
        colour = (number % 250, number // 250 * 40 % 256, number * 31 % 256)
        Image.new("RGB", (640, 480), colour).save(data, "JPEG")
        uids.append(open_media_store().put(data.getvalue()).uid)
    MediaUse.objects.bulk_create(MediaUse(uid=uid, run_id=run_id) for uid in uids)
    return uids


def write_run(run_id: int, steps: int, uids: list[str]) -> None:
    """Each step searches and finds five of the pictures; then the run ends."""
    from agents.events import (
        CallFinished,
        CallStarted,
        Event,
        Outcome,
        RunEnded,
        StepDecided,
        kind_of,
        to_payload,
    )
    from agents.observations import ChannelScore, HitsFound, Observation, SeenHit
    from agents.types import ToolCall
    from webapp.runs.models import Run, RunEvent

    events: list[Event] = []
    for number in range(1, steps + 1):
        found = [uids[(number * HITS + place) % len(uids)] for place in range(HITS)]
        hits = tuple(
            SeenHit(
                f"image:{uids.index(uid)}", "image", f"Picture {uid[-4:]}", "A plain colour, as drawn.",
                f"{uid}.jpg", "drawn", 0.03, 0.7, (ChannelScore("looks", 1, 0.7),), uid=uid,
            )
            for uid in found
        )  # fmt: skip
        call = ToolCall(f"c{number}", "search_images", {"query": f"colour number {number}"})
        observation = Observation(call.id, HitsFound(f"colour number {number}", hits), seconds=0.2)
        events += [
            StepDecided(number, f"Look for colour number {number}", (call,)),
            CallStarted(number, call.id),
            CallFinished(number, observation),
        ]
    events.append(RunEnded(Outcome.DECLINED, "It was a long one."))
    RunEvent.objects.bulk_create(
        RunEvent(run_id=run_id, seq=seq, kind=kind_of(event), payload=to_payload(event))
        for seq, event in enumerate(events, start=2)
    )
    Run.objects.filter(pk=run_id).update(status=Run.Status.DECLINED)


def measure(address: str, run: int, steps: int) -> None:
    """Print the figures of the page."""
    with chromium(address, cookie_of()) as page:
        page.goto("/")  # What every page shares, and a warm process.
        loaded: list[tuple[str, int]] = []
        page.on("response", lambda response: loaded.append((response.url, size_of(response))))
        times = []
        for _ in range(3):
            loaded.clear()
            begun = time.perf_counter()
            page.goto(f"/runs/{run}/", wait_until="load")
            times.append(time.perf_counter() - begun)
        html = page.content()
        print(f"first view: {sorted(times)[1]:.2f} s (median of 3), {len(loaded)} requests,", end=" ")
        print(f"{sum(size for _, size in loaded) / 1e6:.2f} MB, base64 in the page: {'base64' in html}")
        page.evaluate(WATCH_TASKS)
        begun = time.perf_counter()
        while page.locator(".step").count() < steps:
            page.mouse.wheel(0, 4_000)
            page.wait_for_timeout(60)
        took = time.perf_counter() - begun
        longest = page.evaluate("window.longest")
        print(f"scrolled through {steps} steps in {took:.0f} s; longest task {longest:.0f} ms")


def size_of(response: Any) -> int:
    """Bytes of a response's body; 0 for one that has none."""
    return int(response.headers.get("content-length", 0))


if __name__ == "__main__":
    main()
