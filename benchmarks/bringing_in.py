"""20,000 pictures brought in through a real browser, by drag and as a ZIP, while somebody reads and asks.

    python benchmarks/bringing_in.py [--pictures 20000] [--ways drag zip]

All processes run in a throw-away home with the hashing encoder and without OCR. The folder is dropped on the
page as a person drops it; then what was found is brought in and indexed. Meanwhile ordinary pages are asked
for and questions go through the queue. The archive goes into a second corpus. Printed: seconds, files that
failed, memory of each process by phase, and the pages' times.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, look_after, prepare  # noqa: E402
from benchmarks.watching.site import ROLES, memory_mib, seconds_for, served  # noqa: E402
from benchmarks.watching.web import chromium  # noqa: E402
from tests.support.dragging import drop  # noqa: E402

PER_FOLDER, PATIENCE_SECONDS = 1_000, 3_600
CORPORA = {"drag": "dragged", "zip": "archived"}
PAGES = (
    "/",
    "/runs/",
    "/corpora/",
    "/corpora/dragged/",
    "/corpora/dragged/jobs/",
    "/corpora/dragged/?text=1",
)


@dataclass
class Watch:
    """What was seen during a phase: memory of each role in MiB, and seconds of pages by path."""

    memory: list[dict[str, float]] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)


def main() -> None:
    """Draw, drag, index, send an archive; print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--ways", nargs="+", choices=list(CORPORA), default=list(CORPORA))
    options = parser.parse_args()
    count = options.pictures
    # The browser is driven from a loop in this thread, and the database is read beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-", ignore_cleanup_errors=True) as folder:
        pictures = Path(folder) / "pictures"
        draw_all(pictures, count)
        prepare(Path(folder), "")
        make_corpora()
        with served() as (address, pid), chromium(f"http://{address}", cookie_of()) as page:
            wait_until(lambda: memory_mib(pid)["vectors"] > 0)
            print("| phase | seconds | a second | web MiB | worker MiB | vectors MiB |")
            print("|---|---|---|---|---|---|")
            if "drag" in options.ways:
                measure_drag(page, pid, pictures, count)
                measure_indexing(address, pid, count)
            if "zip" in options.ways:
                measure_archive(page, pid, pictures, count)


def measure_drag(page: Any, pid: int, pictures: Path, count: int) -> None:
    """Drop the folder, look at what it would bring, bring it in."""
    page.goto("/corpora/dragged/imports/")
    with phase("dragged into the page", pid, count):
        drop(page, pictures)
        page.wait_for_url("**/imports/*/", timeout=PATIENCE_SECONDS * 1000)
    bring(page, pid, count, "dragged")


def measure_archive(page: Any, pid: int, pictures: Path, count: int) -> None:
    """The same files as one archive, into another corpus."""
    archive = pictures.parent / "pictures.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(pictures.rglob("*.jpg")):
            packed.write(file, file.relative_to(pictures))
    page.goto("/corpora/archived/imports/")
    with phase("sent as a ZIP", pid, count):
        drop(page, archive)
        page.wait_for_url("**/imports/*/", timeout=PATIENCE_SECONDS * 1000)
    bring(page, pid, count, "archived")


def bring(page: Any, pid: int, count: int, slug: str) -> None:
    """Wait for the dry run, then for the import, by what the page says."""
    patience = PATIENCE_SECONDS * 1000
    button = page.locator("button:has-text('Bring in')")
    with phase("looked through", pid, count):
        button.wait_for(timeout=patience)
    with phase("brought in", pid, count):
        button.click()
        page.locator("a.action:has-text('See the pictures')").wait_for(timeout=patience)
    from webapp.curation.models import Import

    report = Import.objects.filter(corpus__slug=slug).latest("pk").report
    print(f"\nadded {report['added']:,}, refused {report['problem_count']}\n")


def measure_indexing(address: str, pid: int, count: int) -> None:
    """Until all is in the index; meanwhile pages are asked for, one after the other, and questions asked."""
    from webapp.corpora.models import Corpus

    corpus = Corpus.objects.get(slug="dragged")
    waiting = corpus.images.filter(indexed_by="")
    left = waiting.count()
    with phase(f"{left:,} of them indexed", pid, left) as watch:
        while waiting.exists():
            watch.runs.append(ask_once(corpus, watch, address))
    if not watch.pages:
        return
    pages = sorted(watch.pages)
    print(f"\nwhile indexing, {len(pages)} pages: median {statistics.median(pages) * 1000:.0f} ms,", end=" ")
    print(f"p95 {pages[int(len(pages) * 0.95)] * 1000:.0f} ms, worst {pages[-1] * 1000:.0f} ms;", end=" ")
    print(f"{len(watch.runs)} runs ended, the slowest after {max(watch.runs):.1f} s\n")


def ask_once(corpus: Any, watch: Watch, address: str) -> float:
    """Seconds from a question to the end of its run; pages are read meanwhile."""
    from django.contrib.auth.models import User

    from webapp.runs.execution import services
    from webapp.runs.models import Run

    begun = time.perf_counter()
    run = services.create(
        owner=User.objects.get(username="watcher"),
        question="Which picture is green?",
        pictures=[],
        corpora=[corpus],
    )
    deadline = begun + 300
    while time.perf_counter() < deadline:
        for path in PAGES:
            watch.pages.append(seconds_for(address, path, cookie_of()))
        if Run.objects.get(pk=run.pk).status not in (Run.Status.QUEUED, Run.Status.RUNNING):
            return time.perf_counter() - begun
    raise SystemExit(f"A run is still {Run.objects.get(pk=run.pk).status} after 300 s.")


@contextmanager
def phase(name: str, pid: int, count: int) -> Iterator[Watch]:
    """Print what a phase took: memory as its mean in the first fifth, and the most that it was."""
    watch, is_over = Watch(), threading.Event()
    sampler = threading.Thread(target=_sample, args=(watch, pid, is_over))
    sampler.start()
    begun = time.perf_counter()
    try:
        yield watch
    finally:
        took = time.perf_counter() - begun
        is_over.set()
        sampler.join()
    early = watch.memory[: max(1, len(watch.memory) // 5)]
    columns = []
    for role in ROLES:
        first, most = statistics.mean(each[role] for each in early), max(each[role] for each in watch.memory)
        columns.append(f"{first:.0f} to {most:.0f}")
    print(f"| {name} | {took:.0f} | {count / took:.0f} | {' | '.join(columns)} |", flush=True)


def _sample(watch: Watch, pid: int, is_over: threading.Event) -> None:
    while True:
        watch.memory.append(memory_mib(pid))
        if is_over.wait(1):
            return


def wait_until(is_so: Any, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("The processes did not start.")
        time.sleep(0.5)


def make_corpora() -> None:
    """Two corpora with the encoder that the settings name."""
    from webapp.corpora.models import Corpus

    for slug in CORPORA.values():
        look_after(Corpus.objects.create(slug=slug, name=slug.capitalize()))


def draw_all(folder: Path, count: int) -> None:
    """Pictures of 50 to 200 kB, a thousand in a folder."""
    with ProcessPoolExecutor(2) as pool:
        sizes = list(pool.map(draw, [folder] * count, range(count), chunksize=200))
    print(f"{count:,} pictures of {min(sizes) / 1000:.0f} to {max(sizes) / 1000:.0f} kB\n", flush=True)


def draw(folder: Path, number: int) -> int:
    """A picture of soft colours with as much grain as makes its size; its bytes."""
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(number)
    cells = Image.fromarray(random.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    soft = np.asarray(cells.resize((640, 480), Image.Resampling.BICUBIC), dtype=np.int16)
    grain = random.integers(-1, 2, (480, 640, 1), dtype=np.int16) * int(random.integers(10, 60))
    path = folder / f"{number // PER_FOLDER:03d}" / f"{number}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((soft + grain).clip(0, 255).astype(np.uint8)).save(path, quality=75)
    return path.stat().st_size


if __name__ == "__main__":
    main()
