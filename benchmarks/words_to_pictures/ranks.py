"""What the product did before: reciprocal ranks, and then a sum of confidences that were all independent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod

from agents.retrieval.fusion import RELIABILITY, ChannelHit, Fused, Placing, fuse
from agents.retrieval.lexical import Record
from agents.retrieval.search import WRITTEN_SENSE, SearchPipeline, SearchRequest
from agents.retrieval.tokens import LexicalQuery

WEIGHTS = {"words": 1.5, "meaning": 1.0, "depicts": 0.3, "looks": 1.5, "concept": 0.2}
CONSTANT = 20


@dataclass(frozen=True, slots=True)
class RankFusion(SearchPipeline):
    """The same channels, merged by their ranks (Cormack, Clarke and Buettcher, SIGIR 2009)."""

    def _fused(
        self, query: LexicalQuery, request: SearchRequest, channels: Mapping[str, list[ChannelHit]]
    ) -> list[Fused]:
        scores: dict[Record, float] = {}
        placings: dict[Record, list[Placing]] = {}
        for name, candidates in channels.items():
            for rank, found in enumerate(candidates, start=1):
                scores[found.record] = scores.get(found.record, 0.0) + WEIGHTS[name] / (CONSTANT + rank)
                placing = Placing(name, rank, min(1.0, max(0.0, found.confidence)))
                placings.setdefault(found.record, []).append(placing)
        order = sorted(scores, key=lambda record: -scores[record])
        return [Fused(record, tuple(placings[record])) for record in order]


@dataclass(frozen=True, slots=True)
class IndependentSum(SearchPipeline):
    """Meaning confirms what is seen, and says as much of a picture as of a text."""

    def _fused(
        self, query: LexicalQuery, request: SearchRequest, channels: Mapping[str, list[ChannelHit]]
    ) -> list[Fused]:
        weighed = self._weighed(query, request, channels)
        weighed["meaning"] = [
            replace(c, confidence=c.confidence / WRITTEN_SENSE) if c.confidence > 0 else c
            for c in weighed["meaning"]
        ]
        return sorted(fuse(weighed), key=lambda fused: (_doubt(fused), -fused.closeness))


def _doubt(fused: Fused) -> float:
    return prod(1.0 - RELIABILITY[each.channel] * each.confidence for each in fused.placings)
