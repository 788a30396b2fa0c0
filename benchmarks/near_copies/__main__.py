"""How high a picture stands when it is searched by a changed copy of it. Prints a table, asserts nothing.

Usage: python -m benchmarks.near_copies [--held-out] [--drawn N]

Half of the pictures, by the hash of their names, are for choosing thresholds; the other half is only asked
with --held-out. All of them are in the collection either way.
"""

import argparse
import hashlib
import random
import statistics
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from agents.retrieval import windows
from agents.retrieval.by_picture import CopyFinder
from agents.retrieval.encoders import load_encoder
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.search import Card, CorpusIndex, Search, SearchRequest
from agents.retrieval.vectors import CollectionKey, Vector, VectorHit
from agents.retrieval.writings import Writing
from agents.vision import fingerprint
from benchmarks.near_copies.changes import CHANGES
from benchmarks.near_copies.pictures import all_pictures

CONFUSABLE = ("chessboard", "motorcycle")
"""Packaged pictures that show the same twice: each counts as found by the other."""


@dataclass
class Stored:
    """Pictures with their vectors in memory: what the pipeline needs of a database and a vector store."""

    encoder: Encoder
    pictures: Sequence[tuple[str, Image.Image]]
    spaces: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for start in range(0, len(self.pictures), 8):
            batch = self.encoder.embed_images([image for _, image in self.pictures[start : start + 8]])
            for space, vectors in batch.items():
                known = self.spaces.get(space)
                self.spaces[space] = vectors if known is None else np.concatenate([known, vectors])
        self._cut()
        self.fingerprints = [fingerprint(image) for _, image in self.pictures]

    def _cut(self) -> None:
        """Vectors of windows, in spaces of their own; `windows` has their records."""
        parts = [
            (window, part)
            for number, (_, image) in enumerate(self.pictures)
            if windows.has_windows(*image.size)
            for window, part in zip(
                windows.windows_of([Record(RecordKind.IMAGE, number)]), windows.cut(image), strict=True
            )
        ]
        self.windows = np.array([window.id for window, _ in parts])
        for space in windows.windowed_spaces(self.encoder):
            self.spaces[windows.window_space(space)] = np.concatenate(
                [
                    self.encoder.embed_images([part for _, part in parts[start : start + 8]])[space]
                    for start in range(0, len(parts), 8)
                ]
            )

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        similarities = self.spaces[key.space] @ vector
        order = np.argsort(-similarities)[:limit]
        ids = self.windows if windows.is_of_windows(key.space) else np.arange(len(self.pictures))
        return [VectorHit(Record(RecordKind.IMAGE, int(ids[n])), float(similarities[n])) for n in order]

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        return {
            record: Card(
                record, "all", self.pictures[record.id][0], "", "", uid=str(record.id),
                fingerprint=self.fingerprints[record.id],
            )
            for record in records
        }  # fmt: skip

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        return {}

    def open(self, uid: str) -> Image.Image:
        return self.pictures[int(uid)][1]


class NoWords:
    """Nothing is written about these pictures."""

    def known(self, words: Collection[str], **_scope: object) -> dict[str, int]:
        return {}


@dataclass
class WholeOnly:
    """The same vectors without those of windows."""

    stored: Stored

    def query(self, key: CollectionKey, vector: Vector, *, kind: str | None, limit: int) -> list[VectorHit]:
        is_of_windows = windows.is_of_windows(key.space)
        return [] if is_of_windows else self.stored.query(key, vector, kind=kind, limit=limit)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--drawn", type=int, default=6)
    options = parser.parse_args()
    pictures = all_pictures(options.drawn)
    encoder = load_encoder("builtin")
    stored = Stored(encoder, pictures)
    scope = [CorpusIndex(1, "all", "builtin", encoder.version)]
    asked = [n for n, (name, _) in enumerate(pictures) if _is_held_out(name) == options.held_out]
    half = "the half held out" if options.held_out else "the half for tuning"
    print(f"{len(pictures)} pictures in the collection, {len(asked)} asked with: {half}")
    shared = (NoWords(), stored, stored, lambda _name: encoder)
    # Nothing is left out for want of time: the table tells how long all of it takes.
    finder = CopyFinder(stored.open, clock=lambda: 0.0)
    plain = (NoWords(), WholeOnly(stored), stored, lambda _name: encoder)
    ways = {
        "whole": Search(*plain), "parts": Search(*shared),
        "whole+copies": Search(*plain, copies=finder), "parts+copies": Search(*shared, copies=finder),
    }  # fmt: skip
    print(f"{'change':12s}" + "".join(f"{way:>12s} @1   @5     ms" for way in ways))
    for name, change in CHANGES.items():
        queries = [(n, change(pictures[n][1], random.Random(f"{name} {pictures[n][0]}"))) for n in asked]
        cells = [_cell(_ranks(search, scope, pictures, queries)) for search in ways.values()]
        print(f"{name:12s}" + "".join(cells), flush=True)


def _is_held_out(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def _ranks(
    search: Search,
    scope: Sequence[CorpusIndex],
    pictures: Sequence[tuple[str, Image.Image]],
    queries: Sequence[tuple[int, Image.Image]],
) -> Iterator[tuple[int, float]]:
    """Rank of the right picture (0: not among ten) and seconds, of each query."""
    for number, image in queries:
        started = time.perf_counter()
        hits = search.run(SearchRequest(scope, image=image, kinds=frozenset({RecordKind.IMAGE})))
        seconds = time.perf_counter() - started
        right = pictures[number][0]
        ranks = [hit.rank for hit in hits for card in (hit.card, *hit.duplicates) if _same(card.title, right)]
        yield min(ranks, default=0), seconds


def _same(name: str, other: str) -> bool:
    return name == other or any(word in name and word in other for word in CONFUSABLE)


def _cell(found: Iterator[tuple[int, float]]) -> str:
    ranks, seconds = zip(*found, strict=True)
    shares = (100 * sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 5))
    first, five = shares
    return f"{first:15.0f} {five:4.0f} {1000 * statistics.median(seconds):6.0f}"


if __name__ == "__main__":
    main()
