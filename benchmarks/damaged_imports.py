"""Damages archives and manifests at random and brings them in, on both databases.

`python benchmarks/damaged_imports.py [COUNT]` takes fresh seeds each time; the first is printed, and `--seed`
repeats it. Exits with 1 when one ended its job, or came to nothing without a reason.
"""

import argparse
import logging
import os
import secrets
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402

from tests.support.damaged_imports import IMPORTS, bring, outcome  # noqa: E402
from tests.support.databases import DATABASES, database  # noqa: E402
from webapp.corpora.models import Corpus  # noqa: E402

OUTCOMES = ("rows", "reason", "nothing", "ended")


def main() -> None:
    """Print a line for each kind on each database, and each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    options = parser.parse_args()
    print(f"{options.count} imports of each kind, seeds from {options.seed}")
    print(
        f"{'database':10}{'damaged':22}" + "".join(f"{name:>9}" for name in OUTCOMES) + f"{'slowest s':>11}"
    )
    logging.disable(logging.CRITICAL)
    seeds, faults = range(options.seed, options.seed + options.count), 0
    for where in DATABASES:
        with database(where):
            corpus = Corpus.objects.create(slug="coast", name="Coast")
            for name in IMPORTS:
                counts, slowest = bring_all(corpus, name, seeds)
                row = "".join(f"{counts[each]:9}" for each in OUTCOMES)
                print(f"{where:10}{name:22}{row}{slowest:11.2f}", flush=True)
                faults += counts["nothing"] + counts["ended"]
    sys.exit(1 if faults else 0)


def bring_all(corpus: Corpus, name: str, seeds: range) -> tuple[Counter[str], float]:
    """What came of a kind of import with each seed, and the seconds of the slowest."""
    counts, slowest = Counter[str](), 0.0
    for seed in seeds:
        began = perf_counter()
        with transaction.atomic():  # What one brings in, the next does not find.
            try:
                what = outcome(bring(corpus, name, seed))
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                what = "ended"
                print(f"    {name}, seed {seed}: {error!r}")
            transaction.set_rollback(True)
        if what == "nothing":
            print(f"    {name}, seed {seed}: neither rows nor a reason")
        counts[what] += 1
        slowest = max(slowest, perf_counter() - began)
    return counts, slowest


if __name__ == "__main__":
    main()
