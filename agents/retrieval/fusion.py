"""Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009), weighted by channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.retrieval.lexical import Record

COPIES = "copies"
"""The channel of pictures that share many places with the query in one geometry."""

RANK_CONSTANT = 20
"""Smaller than the paper's 60: lists here are short, and a first place should outweigh two fortieth ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record in one channel's list, with that channel's confidence 0..1."""

    record: Record
    confidence: float


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a channel placed a record: rank from 1."""

    channel: str
    rank: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Fused:
    """A record with its fused score in 0..1 (1: first in every channel that ran) and its placings."""

    record: Record
    score: float
    placings: tuple[Placing, ...]

    @property
    def confidence(self) -> float:
        """What the most convinced channel says, 0..1."""
        return max(placing.confidence for placing in self.placings)


def fuse(channels: Mapping[str, Iterable[Candidate]], weights: Mapping[str, float]) -> list[Fused]:
    """Merge ranked lists, best first; ties fall to the more confident, then to the older record."""
    placings: dict[Record, list[Placing]] = {}
    for name, candidates in channels.items():
        for rank, candidate in enumerate(candidates, start=1):
            placings.setdefault(candidate.record, []).append(Placing(name, rank, candidate.confidence))
    best = sum(weights[name] / (RANK_CONSTANT + 1) for name in channels) or 1.0
    fused = [
        Fused(record, sum(weights[p.channel] / (RANK_CONSTANT + p.rank) for p in found) / best, tuple(found))
        for record, found in placings.items()
    ]
    return sorted(fused, key=lambda f: (-f.score, -f.confidence, f.record.kind, f.record.id))
