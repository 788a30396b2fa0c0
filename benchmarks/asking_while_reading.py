"""Whether questions slow down while odd files are read: the same question again and again, three ways.

    python benchmarks/asking_while_reading.py [--files 200] [--rounds 2] [--seed 7]

Questions are whole runs by the built-in rules, with their journal, over a small library. In each round they
are asked alone, while two threads of the same process read the files themselves, and while they are read in
the pool of two processes. The ratios of medians compare within the same run of this program.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from agents.documents.document import DocumentSource  # noqa: E402
from agents.documents.errors import UnreadableDocument  # noqa: E402
from agents.documents.parsing import parse_document  # noqa: E402
from agents.documents.pool import ReaderPool  # noqa: E402
from benchmarks.watching.home import prepare  # noqa: E402
from tests.support.damage import damaged  # noqa: E402
from tests.support.office import every_format  # noqa: E402

QUESTIONS = 12
"""How many are asked alone in a round."""

ONE_IN = 10
"""So many files are one that is large and badly nested."""

NESTED = DocumentSource(b"<b>t " * 20_000, "nested.html")
"""100 kB."""

Read = Callable[[DocumentSource], Any]


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        from tests.fixtures.library import made_in

        files, pool = odd_files(options.files, options.seed), ReaderPool(2)
        pool.read(DocumentSource(b"It was lit in 1854.", "a.txt"))
        ways: dict[str, Read | None] = {
            "alone": None,
            "beside readers in threads": parse_document,
            "beside readers in the pool": pool.read,
        }
        with made_in(Path(folder)) as library:
            ask(library)  # The first one loads what all need.
            taken: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(options.rounds):
                for name, read in ways.items():
                    taken[name] += seconds_of_questions(library, files, read)
        pool.close()
    report(taken)


def odd_files(count: int, seed: int) -> list[DocumentSource]:
    """Valid files of every format with random damages, and among them large ones."""
    sound = islice(cycle(every_format().items()), count)
    files = [DocumentSource(damaged(data, seed + place), name) for place, (name, data) in enumerate(sound)]
    files[::ONE_IN] = [NESTED] * len(files[::ONE_IN])
    Random(seed).shuffle(files)
    return files


def seconds_of_questions(library: Any, files: list[DocumentSource], read: Read | None) -> list[float]:
    """What each question took: QUESTIONS of them alone, else as many as fit beside the reading."""
    if read is None:
        return [ask(library) for _ in range(QUESTIONS)]
    done, taken = Event(), []

    def read_all() -> None:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda file: outcome(read, file), files))
        done.set()

    reading = Thread(target=read_all)
    reading.start()
    while not done.is_set():
        taken.append(ask(library))
    reading.join()
    return taken[:-1] or taken  # The last one was asked beside nothing, in part.


def outcome(read: Read, file: DocumentSource) -> str:
    """What came of a file; that none can be read is no news here."""
    try:
        read(file)
    except (UnreadableDocument, ValueError, LookupError, ArithmeticError, RecursionError) as reason:
        return repr(reason)
    return "read"


def ask(library: Any) -> float:
    """Seconds from a question to the end of its run. Raises RuntimeError for one that does not answer."""
    from tests.fixtures.harbour import QUESTION
    from webapp.runs.execution import services

    began = perf_counter()
    run = services.create(
        owner=None, question=QUESTION, pictures=[], corpora=[library.harbour], enqueue=False
    )
    if services.execute(run.pk).status not in ("finished", "declined"):
        raise RuntimeError(f"The question was not answered: {run.message}")
    return perf_counter() - began


def report(taken: dict[str, list[float]]) -> None:
    """Medians, and their ratio to that of questions alone."""
    usual = median(taken["alone"])
    print(f"{'questions':28}{'asked':>7}{'median s':>10}{'p90 s':>8}{'ratio':>7}")
    for name, seconds in taken.items():
        p90 = quantiles(seconds, n=10)[-1] if len(seconds) > 1 else seconds[0]
        print(
            f"{name:28}{len(seconds):7}{median(seconds):10.2f}{p90:8.2f}{median(seconds) / usual:7.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
