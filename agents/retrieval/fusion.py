"""Fusion by confidence: what channels say of a record, as one confidence by which hits are ordered and shown.

Every channel speaks on its own scale, from 0 (its noise floor: what unrelated things reach) to 1 (a clear
match). What is at the floor or below adds nothing, however few are nearer. Channels that look at different
things confirm each other: their confidences are summed as independent evidence (noisy-or: Pearl,
Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2). Channels that compare the same pixels repeat
each other, and so do those that compare a picture with the same query by vectors: the surest of them counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

from agents.retrieval.lexical import Record
from media_store.boxes import Box

FITTING = 0.3
"""Confidence from which a picture counts as found by words; below it stands what is merely nearest. Chosen on
tuning questions of benchmarks/qa, where right pictures were surer than that."""

FITTING_PASSAGE = 0.4
"""The same of passages. Chosen by benchmarks/qa/search_floor.py: the highest that loses none of those which
0.25 keeps."""

EXACT = "exact"
"""The channel of pictures of which the very words of the query are written."""

COPIES = "copies"
"""The channel of pictures that share many places with the query in one geometry."""

RELIABILITY: Mapping[str, float] = {
    EXACT: 1.0, "words": 0.9, "meaning": 0.8, "depicts": 0.8, COPIES: 1.0, "looks": 0.94, "concept": 0.6,
}  # fmt: skip
"""What the full confidence of a channel is worth, 0..1. `words` BM25, `meaning` dense text, `depicts` text to
image, `looks` image to image, which by itself is never as sure as a copy, `concept` the same in the space
that words land in: two pictures of harbours are not the same picture."""

SAME_PIXELS = frozenset({COPIES, "looks", "concept"})
"""Channels that compare pictures with pictures."""

SAME_SENSE = frozenset({"meaning", "depicts"})
"""Channels that compare the sense of the same words with what a picture is about: a caption that is merely
near in meaning must not lift its picture above one that shows what was asked for."""


@dataclass(frozen=True, slots=True)
class ChannelHit:
    """A record in one channel's list, with that channel's confidence.

    Below 0 it is less like the query than unrelated things are, above 1 more than a clear match needs: that
    decides between records which are equally sure.
    """

    record: Record
    confidence: float
    sources: tuple[str, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a channel placed a record: rank from 1, and confidence 0..1.

    `sources` are the writings that matched, `box` is the part of a picture that did, if not the whole.
    """

    channel: str
    rank: int
    confidence: float
    sources: tuple[str, ...] = ()
    box: Box | None = None

    @property
    def evidence(self) -> float:
        """The confidence, by what the channel is worth."""
        return RELIABILITY[self.channel] * self.confidence


@dataclass(frozen=True, slots=True)
class Fused:
    """A record with its placings; `closeness` decides between equal confidences."""

    record: Record
    placings: tuple[Placing, ...]
    closeness: float = 0.0
    confidence: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "confidence", combined(self.placings))


def combined(placings: Sequence[Placing]) -> float:
    """One confidence, 0..1, out of those of the channels; never less than the evidence of any of them."""
    surest: dict[str | frozenset[str], float] = {}
    for placing in placings:
        group = next((g for g in (SAME_PIXELS, SAME_SENSE) if placing.channel in g), placing.channel)
        surest[group] = max(placing.evidence, surest.get(group, 0.0))
    return 1.0 - prod(1.0 - evidence for evidence in surest.values())


def fuse(channels: Mapping[str, Iterable[ChannelHit]]) -> list[Fused]:
    """Merge what channels found, each best first, to one list, the surest first."""
    placings: dict[Record, list[Placing]] = {}
    closeness: dict[Record, float] = {}
    for name, candidates in channels.items():
        for rank, found in enumerate(candidates, start=1):
            confidence = min(1.0, max(0.0, found.confidence))
            placings.setdefault(found.record, []).append(
                Placing(name, rank, confidence, found.sources, found.box)
            )
            near = RELIABILITY[name] * found.confidence
            closeness[found.record] = max(near, closeness.get(found.record, near))
    return by_confidence(Fused(record, tuple(found), closeness[record]) for record, found in placings.items())


def by_confidence(fused: Iterable[Fused]) -> list[Fused]:
    """The surest first; equal ones by what is nearer, then the older record."""
    return sorted(fused, key=lambda f: (-f.confidence, -f.closeness, f.record.kind, f.record.id))


def with_placing(fused: Fused, placing: Placing) -> Fused:
    """A record as one more channel sees it, or the same channel that looked again."""
    others = (each for each in fused.placings if each.channel != placing.channel)
    return replace(fused, placings=(*others, placing), closeness=max(fused.closeness, placing.evidence))
