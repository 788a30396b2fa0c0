"""Working memory: what a run has met, kept and tried. Built only by folding a journal."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from agents.observations import (
    ClaimChecked,
    Curated,
    EvidenceKept,
    HitsFound,
    Observation,
    PictureNoted,
    PicturesCompared,
    PictureSeen,
    PicturesSeen,
    Reflected,
    SeenHit,
    TextRead,
)
from agents.observations.web_memory import WebMemory
from agents.sources import picture_ref
from agents.types import Evidence, Importance
from agents.withdrawal import Result, Withdrawal, in_ancestors, overlaps, without_withdrawn

MAX_CURATED_ITEMS = 30
"""What the curated set holds at most (Harness-1, arXiv:2606.02373); the least important item leaves first."""

MAX_SEEDED_HITS = 8
"""Hits of the first search that are curated at once, as fair."""

_RANKS = {importance: rank for rank, importance in enumerate(reversed(Importance))}


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One query as it was asked, with what it brought. `new_ids` had never been met in the run before."""

    step: int
    goal: str
    tool: str
    found: HitsFound
    new_ids: tuple[str, ...]


@dataclass(slots=True)
class WorkingMemory:
    """What a run remembers.

    The pool of hits by id, the UIDs of all pictures met in order, looks by UID, texts read, evidence by id,
    searches in order; the curated set with the importance of its items; the policy's own lines on pictures,
    pinned pictures, checked claims, and the last reflection of each goal. `looked` has a step for each UID:
    the newest that loaded its pixels; `made_from` has what a picture shows that the run put together or
    changed, by the way it had it first. `withdrawn` is evidence that a person will not have cited.
    """

    pool: dict[str, SeenHit] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    looks: dict[str, PictureSeen] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)
    made_from: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: list[TextRead] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    withdrawn: dict[str, Withdrawal] = field(default_factory=dict)
    searches: list[SearchRecord] = field(default_factory=list)
    curated: dict[str, Importance] = field(default_factory=dict)
    picture_notes: dict[str, str] = field(default_factory=dict)
    pinned: dict[str, None] = field(default_factory=dict)
    claims: list[ClaimChecked] = field(default_factory=list)
    reflections: dict[str, tuple[int, Reflected]] = field(default_factory=dict)
    web: WebMemory = field(default_factory=WebMemory)
    _known: set[str] = field(default_factory=set)

    def take(self, observation: Observation, *, step: int, goal: str = "", tool: str = "") -> None:
        """Remember what an observation of a step brought; failed calls bring nothing."""
        if observation.data is None:
            return
        for found in observation.data.all_searches:
            fresh = tuple(hit.id for hit in found.hits if hit.id not in self.pool)
            is_first = not any(search.found.hits for search in self.searches)
            name = observation.data.search_name or tool
            self.searches.append(SearchRecord(step, goal, name, found, fresh))
            for hit in found.hits:
                self.pool.setdefault(hit.id, hit)
            for hit in found.hits[:MAX_SEEDED_HITS] if is_first else ():
                self._curate(hit.id, Importance.FAIR)
        self.texts += observation.data.all_texts
        self.web.take(observation.data)
        match observation.data:
            case PictureSeen() | PicturesSeen() | PicturesCompared() as seen:
                self._take_looks(seen, step)
            case Reflected() as reflection:
                self.reflections[goal] = (step, reflection)
            case EvidenceKept() | Curated() | PictureNoted() | ClaimChecked() as kept:
                self._take_kept(kept)
        self._known.update(observation.data.ids)
        self.pictures |= dict.fromkeys(observation.data.uids)

    @property
    def words_only(self) -> tuple[str, ...]:
        """Slugs of corpora whose vectors were missing when they were searched, in the order they were met."""
        return tuple(dict.fromkeys(slug for search in self.searches for slug in search.found.words_only))

    def knows(self, item_id: str) -> bool:
        """True when the run has met this record, picture or document before."""
        return item_id in self._known

    def next_evidence_id(self) -> str:
        return f"e{len(self.evidence) + len(self.withdrawn) + 1}"

    def pin(self, evidence_id: str) -> None:
        """Let a piece of evidence matter most."""
        self._curate(evidence_id, Importance.VERY_HIGH)

    def withdraw(self, evidence_id: str, reason: str = "") -> None:
        """Take a piece out of what may be cited, and its words out of what was found and read."""
        self.withdrawn[evidence_id] = Withdrawal(self.evidence.pop(evidence_id), reason)
        self.searches = [
            replace(search, found=self.without_withdrawn(search.found)) for search in self.searches
        ]
        found = (hit for search in self.searches for hit in search.found.hits)
        left: dict[str, SeenHit] = {}
        for hit in found:
            left.setdefault(hit.id, hit)
        dropped = {evidence_id, *(hit_id for hit_id in self.pool if hit_id not in left)}
        self.pool = left
        self.texts = [self.without_withdrawn(text) for text in self.texts]
        self.curated = {item: rank for item, rank in self.curated.items() if item not in dropped}

    def withdrawn_like(self, fresh: Evidence) -> tuple[str, Withdrawal] | None:
        """The withdrawn piece, by its id, that a fresh one would bring back."""
        sheet = made_from if len(made_from := self.made_from.get(fresh.uid or "", ())) > 1 else ()
        shown = [
            *in_ancestors(fresh, self.looks),
            *(replace(fresh, uid=uid, source=picture_ref(uid), box=None) for uid in sheet),
        ]
        for evidence_id, withdrawal in self.withdrawn.items():
            gone = [*in_ancestors(withdrawal.evidence, self.looks)]
            if any(overlaps(piece, each) for piece in gone for each in shown):
                return evidence_id, withdrawal
        return None

    def without_withdrawn(self, result: Result) -> Result:
        """A result as it may be shown now."""
        return without_withdrawn(result, (each.evidence for each in self.withdrawn.values()))

    def _take_looks(self, seen: PictureSeen | PicturesSeen | PicturesCompared, step: int) -> None:
        """Whole pictures count as looked at; those on a sheet were shown small, and the sheet counts."""
        self.made_from = {**seen.made_from, **self.made_from}
        match seen:
            case PictureSeen():
                shown: tuple[PictureSeen, ...] = (seen,)
            case PicturesSeen(pictures, sheet, is_pinned):
                self.looks |= {look.uid: look for look in pictures}
                self.pinned |= {look.uid: None for look in pictures if is_pinned}
                shown = (sheet,) if sheet else pictures
            case PicturesCompared(sheet=sheet):
                shown = (sheet,)
        for look in shown:
            self.looks[look.uid] = look
            self.looked[look.uid] = step

    def _take_kept(self, kept: EvidenceKept | Curated | PictureNoted | ClaimChecked) -> None:
        """What the policy wants to keep."""
        match kept:
            case EvidenceKept(evidence):
                self.evidence[evidence.id] = evidence
                self._curate(evidence.id, evidence.importance)
            case Curated() as curation:
                for item_id, importance in curation.importance.items():
                    self._curate(item_id, importance)
                for item_id in curation.dropped:
                    self.curated.pop(item_id, None)
                self.pinned |= dict.fromkeys(curation.pinned)
                for uid in curation.unpinned:
                    self.pinned.pop(uid, None)
            case PictureNoted(uid, line):
                self.picture_notes[uid] = line
            case ClaimChecked() as checked:
                self.claims.append(checked)
            case _ as never:
                assert_never(never)

    def _curate(self, item_id: str, importance: Importance) -> None:
        self.curated[item_id] = importance
        if kept := self.evidence.get(item_id):
            self.evidence[item_id] = replace(kept, importance=importance)
        if len(self.curated) > MAX_CURATED_ITEMS:
            # The newest item stays even when it matters least: it was asked for just now.
            older = [item for item in self.curated if item != item_id]
            del self.curated[min(older, key=lambda item: _RANKS[self.curated[item]])]
