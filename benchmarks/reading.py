"""How fast small Markdown files are read, and how far a hostile page holds up others: before and after.

`python benchmarks/reading.py`. Before, readers worked in threads of the importing process, HTML was parsed by
html.parser under BeautifulSoup, and each PDF had a process of its own; now a pool of two processes has all.
"""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parent.parent))

from bs4 import BeautifulSoup  # noqa: E402

from agents.documents.document import DocumentSource  # noqa: E402
from agents.documents.parsing import parse_document  # noqa: E402
from agents.documents.pool import ReaderPool  # noqa: E402

FILES = 500
NOTE = (
    "# Grey Head\n\nIt was *lit* in 1854.\n\n- red\n- white\n\n" + "The tower stands on a reef. " * 40
).encode()
HOSTILE = "<b>t " * 20_000
"""100 kB."""
TICK_SECONDS = 0.01


def main() -> None:
    """Print both tables."""
    with ThreadPoolExecutor(2) as threads:
        notes = [DocumentSource(NOTE, f"{number}.md") for number in range(FILES)]
        pool = ReaderPool(2)
        pool.read(notes[0])
        print("small Markdown files a second")
        print(
            f"  in two threads of the process   {rate(lambda: list(threads.map(parse_document, notes))):8.0f}"
        )
        print(f"  in the pool of two processes    {rate(lambda: list(threads.map(pool.read, notes))):8.0f}")
        print(f"  in a process for each           {rate(lambda: starts(20), 20):8.1f}")
        print("100 kB of <b>t                       seconds   longest pause of another thread, ms")
        page = DocumentSource(HOSTILE.encode(), "hostile.html")
        print_pause(
            "  html.parser in a thread     ",
            lambda: read_as_before(HOSTILE),
        )
        print_pause("  lexbor in a thread          ", lambda: parse_document(page))
        print_pause("  lexbor in the pool          ", lambda: pool.read(page))
        pool.close()


def read_as_before(source: str) -> None:
    """What the first reader of HTML did: parse, and look for each string whether it stands in a `pre`."""
    for string in BeautifulSoup(source, "html.parser").find_all(string=True):
        string.find_parent("pre")


def rate(work: Callable[[], object], files: int = FILES) -> float:
    """Files a second."""
    began = perf_counter()
    work()
    return files / (perf_counter() - began)


def starts(count: int) -> None:
    """A fresh interpreter with the readers, as often."""
    for _ in range(count):
        subprocess.run(
            [sys.executable, "-c", "import agents.documents.worker, agents.documents.readers.markdown"],
            check=True,
        )


def print_pause(label: str, work: Callable[[], object]) -> None:
    """Do the work, and measure how late a thread wakes meanwhile that sleeps for TICK_SECONDS."""
    done, late = Event(), [0.0]

    def tick() -> None:
        while not done.is_set():
            began = perf_counter()
            sleep(TICK_SECONDS)
            late[0] = max(late[0], perf_counter() - began - TICK_SECONDS)

    ticking = Thread(target=tick)
    ticking.start()
    began = perf_counter()
    work()
    seconds = perf_counter() - began
    done.set()
    ticking.join()
    print(f"{label}{seconds:14.2f}{1000 * late[0]:14.0f}", flush=True)


if __name__ == "__main__":
    main()
