"""Working memory: what a run has met, kept and tried. Built only by folding a journal."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agents.observations import (
    EvidenceKept,
    HitsFound,
    Observation,
    PictureSeen,
    SearchesDone,
    SeenHit,
    TextRead,
    ToolResult,
)
from agents.types import Evidence


@dataclass(slots=True)
class WorkingMemory:
    """The pool of hits by id, looks by UID, texts read, evidence by id, and the searches in order."""

    pool: dict[str, SeenHit] = field(default_factory=dict)
    looks: dict[str, PictureSeen] = field(default_factory=dict)
    texts: list[TextRead] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    searches: list[HitsFound] = field(default_factory=list)

    def take(self, observation: Observation) -> None:
        """Remember what an observation brought; failed calls bring nothing."""
        match observation.data:
            case HitsFound() as found:
                self._take_hits(found)
            case SearchesDone(searches):
                for found in searches:
                    self._take_hits(found)
            case PictureSeen() as look:
                self.looks[look.uid] = look
            case TextRead() as text:
                self.texts.append(text)
            case EvidenceKept(evidence):
                self.evidence[evidence.id] = evidence
            case _:
                pass

    def knows(self, item_id: str) -> bool:
        """True when the run has met this record, picture or document before."""
        return (
            item_id in self.pool
            or item_id in self.looks
            or any(document_id(t) == item_id for t in self.texts)
        )

    def next_evidence_id(self) -> str:
        return f"e{len(self.evidence) + 1}"

    def _take_hits(self, found: HitsFound) -> None:
        self.searches.append(found)
        for hit in found.hits:
            self.pool.setdefault(hit.id, hit)


def document_id(text: TextRead) -> str:
    """The id under which a document is known to the run."""
    return f"document:{text.document}"


def ids_in(result: ToolResult | None) -> Iterator[str]:
    """Ids of everything a result shows."""
    match result:
        case HitsFound(hits=hits):
            yield from (hit.id for hit in hits)
        case SearchesDone(searches):
            for found in searches:
                yield from (hit.id for hit in found.hits)
        case PictureSeen(uid=uid):
            yield uid
        case TextRead() as text:
            yield document_id(text)
        case _:
            return
