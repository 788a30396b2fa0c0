"""What a run keeps, shows again and holds important."""

from dataclasses import dataclass
from typing import Literal

from agents.observations.base import Result
from agents.sources import NOWHERE, FromSource, StoredRef
from agents.types import Evidence, Importance
from agents.verdicts import ClaimVerdict


@dataclass(frozen=True, slots=True)
class EvidenceKept(Result):
    """The run keeps this as evidence."""

    evidence: Evidence
    type: Literal["evidence"] = "evidence"


@dataclass(frozen=True, slots=True)
class ReviewedItem(FromSource):
    """Something the run has met before, shown again: its id, what it is, and its text."""

    id: str
    title: str
    text: str
    uid: str | None = None
    document: int | None = None
    start: int | None = None
    end: int | None = None
    source: StoredRef = NOWHERE


@dataclass(frozen=True, slots=True)
class Reviewed(Result):
    """Items shown again without a new search, or one page of all pictures met (`pages` in all)."""

    items: tuple[ReviewedItem, ...]
    page: int | None = None
    pages: int | None = None
    type: Literal["review"] = "review"


@dataclass(frozen=True, slots=True)
class Curated(Result):
    """What matters now, by item id; what is dropped stays in the run and can be reviewed."""

    importance: dict[str, Importance]
    dropped: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    unpinned: tuple[str, ...] = ()
    type: Literal["curation"] = "curation"


@dataclass(frozen=True, slots=True)
class ClaimChecked(Result):
    """A claim against pieces of evidence, one verdict each; `is_reused` when it had been checked before."""

    claim: str
    verdicts: tuple[ClaimVerdict, ...]
    is_reused: bool = False
    type: Literal["claim"] = "claim"


MemoryResult = EvidenceKept | Reviewed | Curated | ClaimChecked
"""What comes of keeping, ordering and checking what was found."""
