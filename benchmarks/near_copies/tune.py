"""The search that chose the thresholds of near copies. Prints what each value does; asserts nothing.

Usage: python -m benchmarks.near_copies.tune [--kept FILE] [--every N]

Only the half for tuning is asked. Each value is changed by itself while the others are as they are in the
product, then the product's own pipeline searches again. First in the order of what is printed: percent of
whole pictures and of 70 % pieces that stand first, and how many pictures that are not there are claimed.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from agents.policies import subjects
from agents.retrieval import by_picture, windows
from agents.retrieval import search as pipeline
from benchmarks.near_copies.changes import PARTS, WHOLE
from benchmarks.near_copies.pictures import tuning
from benchmarks.near_copies.trial import Trial, by_change, share

VALUES: Mapping[tuple[ModuleType, str], Sequence[Any]] = {
    (by_picture, "MIN_PLACES"): (6, 8, 10, 12, 16),
    (by_picture, "MIN_AGREEMENT"): (0.0, 0.4, 0.5, 0.6, 0.7),
    (by_picture, "CLEAR_PLACES"): (12, 20, 30, 50),
    (by_picture, "TWIN_PLACES"): (0, 20, 40),
    (by_picture, "SHAPE_PLACES"): (0, 5, 12),
    (by_picture, "SURE"): (0.7, 0.85, 0.92, 0.97, 1.01),
    (by_picture, "FEW"): (3, 5, 8, 12),
    (by_picture, "MANY"): (16, 24, 32, 40),
    (by_picture, "VARIANT_SHARE"): (0.85, 0.9, 0.95, 1.0),
    (windows, "SHARE"): (0.85, 0.9, 0.95, 1.0),
    (subjects, "ALONE"): ((0.5, 0.12), (0.55, 0.15), (0.55, 0.2), (0.6, 0.25), (0.7, 0.3), (2.0, 0.0)),
}
RANGES = ((0.4, 0.9), (0.45, 0.95), (0.5, 0.95), (0.5, 0.98), (0.55, 0.98), (0.6, 1.0))
"""Of `looks`: cosines of unrelated pictures and of a clear match."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kept", type=Path, help="A file to keep what was computed in.")
    parser.add_argument("--every", type=int, default=3, help="Ask with one in so many pictures.")
    options = parser.parse_args()
    pictures = tuning()
    trial = Trial(pictures, len(pictures), options.kept, options.every)
    print(f"{'':36s}  whole   70 %   50 %   35 %   claimed  of absent  another first")
    print(f"{'as it is':36s}{outcome(trial)}", flush=True)
    for (module, name), values in VALUES.items():
        for value in values:
            with changed(module, name, value):
                print(f"{f'{name} {value}':36s}{outcome(trial)}", flush=True)
    usual = trial.encoder.similarity_ranges
    for value in RANGES:
        trial.encoder.encoder.similarity_ranges = {**usual, "looks": value}
        print(f"{f'looks {value}':36s}{outcome(trial)}", flush=True)
    trial.memory.keep()


@contextmanager
def changed(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """The product with another value, wherever it was imported."""
    places = [each for each in (module, pipeline, by_picture) if hasattr(each, name)]
    if module is not by_picture:
        places = [module]
    before = getattr(module, name)
    for place in places:
        setattr(place, name, value)
    try:
        yield
    finally:
        for place in places:
            setattr(place, name, before)


def outcome(trial: Trial) -> str:
    """One line of the table."""
    found = [trial.ours(question) for question in trial.questions]
    ranks = [trial.rank(question, each) for question, each in zip(trial.questions, found, strict=True)]
    parted = by_change(trial.questions, ranks)
    whole = share([rank for change in WHOLE for rank in parted[change]])
    pieces = "".join(f"{share(parted[change]):7.1f}" for change in PARTS)
    claimed = share([int(each.is_claimed) for each in found])
    absent = sum(trial.ours(question, is_absent=True).is_claimed for question in trial.absent())
    wrong = sum(each.is_claimed and rank != 1 for each, rank in zip(found, ranks, strict=True))
    return f"{whole:7.1f}{pieces}{claimed:10.1f}{absent:11d}{wrong:15d}"


if __name__ == "__main__":
    main()
