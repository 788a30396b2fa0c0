"""What the product did before: reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.retrieval.fusion import Candidate, Fused, Placing
from agents.retrieval.lexical import Record
from agents.retrieval.search import Search, SearchRequest
from agents.retrieval.tokens import LexicalQuery

WEIGHTS = {"words": 1.5, "meaning": 1.0, "depicts": 0.3, "looks": 1.5, "concept": 0.2}
CONSTANT = 20


@dataclass(frozen=True, slots=True)
class RankFusion(Search):
    """The same channels, merged by their ranks."""

    def _fused(
        self, query: LexicalQuery, request: SearchRequest, channels: Mapping[str, list[Candidate]]
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
