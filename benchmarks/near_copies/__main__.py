"""How high a picture stands when it is searched by a changed copy of it. Prints a table, asserts nothing.

Usage: python -m benchmarks.near_copies [--held-out FOLDER] [--kept FILE] [--every N] [--misses]

Thresholds were chosen by `python -m benchmarks.near_copies.tune` on the half for tuning; the other half, of
other backgrounds, stamps and drawings, is asked with --held-out and searched among all of both. FOLDER is
where packages with backgrounds were unpacked, see `pictures.py`. `vector` and `hash` are plain baselines: the
nearest by the encoder's vector of the whole picture, and by perceptual hash.
`claimed` is how often the first hit is taken for the very picture; of pictures that the collection does not
have, where it stands below the table, each of them is a mistake.
"""

import argparse
import statistics
import time
from pathlib import Path

from benchmarks.near_copies.changes import PARTS, WHOLE
from benchmarks.near_copies.pictures import held_out, tuning
from benchmarks.near_copies.trial import Trial, by_change, share


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held-out", type=Path, metavar="FOLDER", help="With the packages, unpacked.")
    parser.add_argument("--kept", type=Path, help="A file to keep what was computed in.")
    parser.add_argument("--misses", action="store_true", help="Name the pictures that did not stand first.")
    parser.add_argument("--every", type=int, default=1, help="Ask with one in so many pictures.")
    options = parser.parse_args()
    asked = held_out(options.held_out) if options.held_out else tuning()
    pictures = [*asked, *tuning()] if options.held_out else asked
    trial = Trial(pictures, len(asked), options.kept, options.every)
    half = "the half held out" if options.held_out else "the half for tuning"
    print(f"{len(pictures)} pictures, {len(asked)} of them asked with: {half}")
    table(trial, names_misses=options.misses)
    trial.memory.keep()


def table(trial: Trial, *, names_misses: bool) -> None:
    """Ask everything, and print."""
    found, seconds = [], []
    for question in trial.questions:
        started = time.perf_counter()
        found.append(trial.ours(question))
        seconds.append(time.perf_counter() - started)
    columns = {
        "vector": [trial.rank(q, trial.by_vector(q)) for q in trial.questions],
        "hash": [trial.rank(q, trial.by_hash(q)) for q in trial.questions],
        "ours": [trial.rank(q, each) for q, each in zip(trial.questions, found, strict=True)],
    }
    ranks = {name: by_change(trial.questions, column) for name, column in columns.items()}
    claimed = by_change(trial.questions, [int(each.is_claimed) for each in found])
    print(f"{'change':14s}" + "".join(f"{name:>10s} @1   @5" for name in columns) + "   claimed")
    rows = [(change, (change,)) for change in ranks["ours"]]
    for name, changes in (*rows, ("whole", tuple(WHOLE)), ("pieces", tuple(PARTS))):
        cells = [[rank for change in changes for rank in column[change]] for column in ranks.values()]
        shares = "".join(f"{share(cell):13.1f} {share(cell, 5):5.1f}" for cell in cells)
        print(f"{name:14s}{shares}{share([c for change in changes for c in claimed[change]]):9.1f}")
    absent = [trial.ours(question, is_absent=True).is_claimed for question in trial.absent()]
    wrong = sum(e.is_claimed and r != 1 for e, r in zip(found, columns["ours"], strict=True))
    print(f"claimed of {len(absent)} pictures that are not there: {sum(absent)}")
    print(f"claimed of {len(found)} that are there, and another stood first: {wrong}")
    print(f"median {1000 * statistics.median(seconds):.0f} ms a search by the product")
    if names_misses:
        for question, each, rank in zip(trial.questions, found, columns["ours"], strict=True):
            if rank != 1:
                print(question.change, trial.pictures[question.number][0], rank, each.names[:2], sep="\t")
        for question in trial.absent():
            each = trial.ours(question, is_absent=True)
            if each.is_claimed:
                print("absent", question.change, trial.pictures[question.number][0], each.names[:1], sep="\t")


if __name__ == "__main__":
    main()
