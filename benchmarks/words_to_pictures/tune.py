"""The search that chose how seeing and meaning are weighed. Prints what each pair of values does.

Usage: python -m benchmarks.words_to_pictures.tune [--kept FILE] [--unread] [--most N]

Only the half for tuning is asked, by stamps without a telling name. The lists of the channels are taken from
the product's own pipeline once; they are summed again with each pair of values by its own functions.
`captioned` rows ask for captioned stamps: in the very words of the caption, or of another language.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from benchmarks.words_to_pictures.stamps import Stamp, stamps

SENSES = (0.25, 0.35, 0.5, 0.7)
RANGES = ((0.0, 1.0), (0.0, 1.2), (0.4, 1.2), (0.3, 1.4), (0.6, 1.3), (0.9, 1.3))
OTHERWISE = (1.0, 0.6, 0.4)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kept", type=Path, help="A file (.npz) to keep what was seen in the pictures in.")
    parser.add_argument("--unread", action="store_true", help="Read no text in the pictures: much faster.")
    parser.add_argument("--most", type=int, help="Queries of each kind, the first in the order of paths.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as home:
        os.environ.update(SIGHTLINE_HOME=home, DJANGO_SETTINGS_MODULE="webapp.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        search([*stamps()], options)


def search(found: Sequence[Stamp], options: argparse.Namespace) -> None:
    """Ask once, then sum again and again."""
    from agents.retrieval import search as pipeline
    from benchmarks.words_to_pictures.__main__ import prepared, queries_of, rank_of
    from benchmarks.words_to_pictures.collection import Stored, see
    from webapp.corpora.encoders import encoder

    seen = see(found, encoder("builtin"), options.kept, reads=not options.unread)
    asking = prepared(found, False, seen, Stored())
    asked = {name: queries[: options.most] for name, queries in queries_of(found, False).items()}
    rows = [name for name in asked if asked[name]]
    plain = {name: [rank_of(asking.plain(q.text), q) for q in asked[name]] for name in rows}
    _print_row(f"{'sense':>6s}{'range':>12s}{'otherwise':>10s}", rows)
    _print_row("plain", [cell(plain[name]) for name in rows])
    kept = {name: [asking.lists(q.text) for q in asked[name]] for name in rows}
    for sense, between, otherwise in product(SENSES, RANGES, OTHERWISE):
        pipeline.WRITTEN_SENSE, pipeline.WRITTEN_RANGE, pipeline.SEEN_OTHERWISE = sense, between, otherwise
        ranks = {
            name: [rank_of(asking.summed(lists), q) for lists, q in zip(kept[name], asked[name], strict=True)]
            for name in rows
        }
        values = f"{sense:6.2f}{f'{between[0]}..{between[1]}':>12s}{otherwise:10.2f}"
        _print_row(values, [cell(ranks[name]) for name in rows])


def _print_row(title: str, cells: Sequence[str]) -> None:
    print(f"{title:28s}" + "".join(f"{each:>16s}" for each in cells), flush=True)


def cell(ranks: Sequence[int]) -> str:
    """Percent first, percent among ten, mean reciprocal rank."""
    first, ten = (100 * sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 10))
    return f"{first:.0f}/{ten:.0f} {sum(1 / rank for rank in ranks if rank) / len(ranks):.3f}"


if __name__ == "__main__":
    main()
