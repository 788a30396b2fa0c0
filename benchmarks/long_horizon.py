"""A hundred turns over 300 pictures: what prompts hold, what the harness costs, how runs share a process.

    python benchmarks/long_horizon.py [--turns 100] [--runs 16]

Runs are those of the product: created, then executed with the durable journal in SQLite, over pictures that
were imported and indexed in a throw-away home. The model is a script behind a real HTTP server in another
process, which counts tokens by itself: characters / 4, and (w // 28) * (h // 28) for each picture. The
encoder is `hashing` and OCR is off, for it is the harness that is measured. Nothing is asserted.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.horizon.loops import transcripts  # noqa: E402
from benchmarks.horizon.product import LongRun, create, execute, measure, prepare  # noqa: E402
from benchmarks.horizon.server import serving  # noqa: E402

BUDGETS_TOKENS = (32_000, 128_000)

NEWEST = 4
"""Pictures that a plain loop keeps in view."""

EARLY, LATE = range(5, 16), range(90, 100)
"""Turns after whose replies the harness is timed."""

SHORT_TURNS, THINKING_SECONDS = 12, 1.0
"""Of each of the runs at once."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--runs", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder, serving() as model:
        prepare(Path(folder), model.url)
        execute(create("warm", SHORT_TURNS, BUDGETS_TOKENS[0]))  # What is loaded lazily, is loaded then.
        runs = [measure(model, options.turns, budget) for budget in BUDGETS_TOKENS]
        print_prompts(runs)
        for run in runs:
            print_run(run)
        print_throughput(options.runs)


def print_prompts(runs: Sequence[LongRun]) -> None:
    """Tokens of the prompts of each turn; what other loops would have sent is made of the first run."""
    above = "".join(f"{f'> {budget:,}':>11}" for budget in BUDGETS_TOKENS)
    print(f"{'prompts, in tokens':38}{'median':>10}{'largest':>10}{'sum':>12}{'pictures':>10}{above}")
    for run in runs:
        most = max(turn.pictures for turn in run.served)
        print_row(f"ours, budget {run.budget_tokens:,}", [turn.tokens for turn in run.served], most)
    told = list(transcripts(runs[0].journal))
    plain = [text + sum(pictures[-NEWEST:]) for text, pictures in told]
    print_row(f"plain loop, text and newest {NEWEST} pictures", plain, NEWEST)
    whole = [text + sum(pictures) for text, pictures in told]
    print_row("plain loop, every picture inline", whole, max(len(pictures) for _, pictures in told))


def print_row(name: str, tokens: Sequence[int], pictures: int) -> None:
    """`pictures` is the most of one prompt; the last columns count the prompts above each budget."""
    above = "".join(f"{sum(each > budget for each in tokens):11}" for budget in BUDGETS_TOKENS)
    print(f"{name:38}{median(tokens):10,.0f}{max(tokens):10,}{sum(tokens):12,}{pictures:10}{above}")


def print_run(run: LongRun) -> None:
    """What is left of the first turn in the last one, and what the harness takes."""
    uids, took = run.first_uids, run.harness_seconds()
    counts = [own / served.tokens for own, served in zip(run.own_counts, run.served, strict=True)]
    print(f"\nbudget {run.budget_tokens:,}: {len(run.served)} turns, {run.pictures_met} pictures met")
    print(f"  of the {len(uids)} pictures of turn 1, in the last prompt: {run.count_listed(uids)}")
    print(f"  and on the pages that can be asked for: {run.count_pageable(uids)}; last look: {run.last_look}")
    print(f"  journal's count of a prompt, of the server's: {min(counts):.1%} to {max(counts):.1%}")
    for turns in (EARLY, LATE):
        times = [took[turn] * 1000 for turn in turns if turn in took]
        if times:
            print(f"  harness in turns {turns[0]} to {turns[-1]}, median: {median(times):.1f} ms")
    print(f"  memory grew by {run.grown_mib:.0f} MiB")


def print_throughput(count: int) -> None:
    """How many times more runs end in a second when so many are worked on at once, by threads."""
    alone = seconds_of(["alone"])
    together = seconds_of([f"together-{number}" for number in range(count)])
    print(f"\n{SHORT_TURNS} turns with a model that takes {THINKING_SECONDS:.0f} s for each")
    print(f"  one run: {alone:.1f} s; {count} runs at once: {together:.1f} s")
    print(f"  throughput: {count * alone / together:.1f} times one run's")


def seconds_of(names: Sequence[str]) -> float:
    """How long runs take that are executed at once."""
    ids = [create(name, SHORT_TURNS, BUDGETS_TOKENS[0], THINKING_SECONDS) for name in names]
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(ids)) as pool:
        list(pool.map(execute, ids))
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
