"""Damages a valid file of every format at random and reads what comes out.

`python benchmarks/damaged_files.py [COUNT]` takes fresh seeds each time; the first is printed, and `--seed`
repeats it. A pool that ended would end this program.
"""

import argparse
import secrets
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.documents.document import DocumentSource  # noqa: E402
from agents.documents.errors import UnreadableDocument  # noqa: E402
from agents.documents.pool import ReaderPool  # noqa: E402
from tests.support.damage import damaged  # noqa: E402
from tests.support.office import every_format  # noqa: E402

OUTCOMES = ("read", "reason", "unforeseen", "too long", "memory", "broke")


def main() -> None:
    """Print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    options = parser.parse_args()
    print(f"{options.count} files of each format, seeds from {options.seed}")
    print(f"{'format':8}" + "".join(f"{name:>12}" for name in OUTCOMES) + f"{'slowest s':>12}")
    pool = ReaderPool(2)
    with ThreadPoolExecutor(2) as threads:
        for name, data in every_format().items():
            seeds = range(options.seed, options.seed + options.count)
            found = list(threads.map(partial(outcome, pool, name, data), seeds))
            counts = Counter(what for what, _ in found)
            slowest = max(seconds for _, seconds in found)
            row = "".join(f"{counts[each]:12}" for each in OUTCOMES)
            print(f"{Path(name).suffix:8}{row}{slowest:12.2f}", flush=True)
    pool.close()


def outcome(pool: ReaderPool, name: str, data: bytes, seed: int) -> tuple[str, float]:
    """What came of one damaged file, and after how many seconds."""
    began = perf_counter()
    try:
        pool.read(DocumentSource(damaged(data, seed), name))
        what = "read"
    except UnreadableDocument as error:
        what = kind_of(str(error))
    return what, perf_counter() - began


def kind_of(reason: str) -> str:
    """The column of a reason."""
    telling = {
        "not read here (": "unforeseen", "takes too long": "too long", "more memory": "memory",
        "broke the": "broke",
    }  # fmt: skip
    return next((kind for words, kind in telling.items() if words in reason), "reason")


if __name__ == "__main__":
    main()
