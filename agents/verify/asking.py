"""A claim against its evidence: by the rules, and where they cannot tell, by the verifier's model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.effects import Effects
from agents.memory import WorkingMemory
from agents.models.base import PicturePart
from agents.observations import ClaimChecked
from agents.sources import PICTURE, SourceRef, StoredSource
from agents.toolbox import Ask, Library, ToolFailed, may_show
from agents.types import Evidence, Question, Role
from agents.verdicts import ClaimVerdict, Verdict, parse_verdict
from agents.verify import rules
from agents.verify.claims import Claim
from agents.verify.figures import figures, occurs
from agents.verify.prompt import Exhibit, verifier_prompt
from media_store import Box, MediaStore, Rendition, UnknownImage

CONTEXT_CHARACTERS = 300
"""Shown to the model on each side of a quote: who "she" is often stands in the sentence before."""

LIKELY = 0.5
"""Probability from which a label counts as known of a picture."""


@dataclass(frozen=True, slots=True)
class EvidenceLookup:
    """Where evidence can be looked up again, and what the run knows about it."""

    library: Library
    store: MediaStore
    question: Question
    memory: WorkingMemory

    @property
    def for_rules(self) -> rules.RuleSources:
        """The same, as the rules ask for it."""
        return rules.RuleSources(self.text_of, self.has_region, self.words_of)

    def text_of(self, ref: SourceRef) -> str:
        """The stored text of a source; empty for one that cannot be read any more."""
        found = self._find(ref)
        return found.text if found else ""

    def has_region(self, piece: Evidence) -> bool:
        """Every box lies within every picture, so only the picture may be missing, or be out of reach."""
        uid = piece.uid or ""
        try:
            self.store.facts(uid)
        except UnknownImage:
            return False
        if piece.source.kind == PICTURE:
            return may_show(uid, self.library, self.memory, self.store)
        found = self._find(piece.source)
        return found is not None and found.uid == uid

    def words_of(self, uid: str) -> str:
        """Caption, likely labels and text of a picture; what the policy wrote itself is no source."""
        return "\n".join(filter(None, self._known_of(uid)))

    def _find(self, ref: SourceRef) -> StoredSource | None:
        try:
            return self.library.source(ref)
        except ToolFailed:
            return None

    def _known_of(self, uid: str) -> Iterator[str]:
        for hit in self.memory.pool.values():
            if hit.uid == uid:
                yield from (hit.title, hit.text)
        if look := self.memory.looks.get(uid):
            yield ", ".join(label.name for label in look.labels if label.probability >= LIKELY)
            yield look.text


def earlier_check(memory: WorkingMemory, claim: Claim) -> ClaimChecked | None:
    """The check of these words against the same evidence, if this run made one."""
    return next((checked for checked in memory.claims if _is_same(checked, claim)), None)


def verdicts_on(claim: Claim, sources: EvidenceLookup, ask: Ask) -> Effects[tuple[ClaimVerdict, ...]]:
    """One verdict for each piece of evidence that a claim cites, or one in all when it cites nothing.

    What was checked before is not checked again. The model is asked once for all pieces that need a reader;
    where there is none, or its reply holds no verdict, what the rules say stands.
    """
    if earlier := earlier_check(sources.memory, claim):
        return tuple(replace(verdict, sentence=claim.text) for verdict in earlier.verdicts)
    by_rules = rules.check(claim, sources.memory.evidence, sources.question.text, sources.for_rules)
    to_read = {piece.id: piece for piece in _to_read(claim, by_rules, sources)}
    if not to_read:
        return by_rules
    exhibits = [_exhibit(piece, sources) for piece in to_read.values()]
    reply = yield from ask(Role.VERIFIER, verifier_prompt(claim, exhibits))
    found, reason = parse_verdict(reply.text) if reply else (Verdict.UNCHECKED, "")
    if found is Verdict.UNCHECKED:
        return by_rules
    return tuple(
        ClaimVerdict(claim.text, v.evidence_id, found, "model", reason) if v.evidence_id in to_read else v
        for v in by_rules
    )


def _is_same(checked: ClaimChecked, claim: Claim) -> bool:
    ids = {verdict.evidence_id for verdict in checked.verdicts}
    return ids == set(claim.evidence) and _words(checked.claim) == _words(claim.text)


def _words(claim: str) -> str:
    return Claim(0, len(claim), claim).words.casefold().rstrip(" .!")


def _to_read(claim: Claim, by_rules: Sequence[ClaimVerdict], sources: EvidenceLookup) -> Iterator[Evidence]:
    """Pictures, and texts that the rules leave open or find silent: the same may be said in other words.

    Figures are the rules' own ground: a claim with one that no text has is not read again, nor is evidence
    that contradicts it or that is not where it should be.
    """
    cited = [sources.memory.evidence[key] for key in claim.evidence if key in sources.memory.evidence]
    known = figures("\n".join(text for piece in cited for text in (piece.quote, piece.title)))
    has_figures = all(figure.is_idiom or occurs(figure, known) for figure in figures(claim.words))
    readable = {Verdict.UNCHECKED, Verdict.UNSUPPORTED} if has_figures else {Verdict.UNCHECKED}
    said = {verdict.evidence_id: verdict.verdict for verdict in by_rules}
    for piece in cited:
        if rules.stands(piece, sources.for_rules) and (piece.kind == "image" or said[piece.id] in readable):
            yield piece


def _exhibit(piece: Evidence, sources: EvidenceLookup) -> Exhibit:
    if piece.kind == "image" and piece.uid:
        return Exhibit(piece, sources.words_of(piece.uid), _region(sources.store, piece.uid, piece.box))
    if piece.start is None or piece.end is None:
        return Exhibit(piece, piece.quote)
    around = slice(max(0, piece.start - CONTEXT_CHARACTERS), piece.end + CONTEXT_CHARACTERS)
    return Exhibit(piece, sources.text_of(piece.source)[around] or piece.quote)


def _region(store: MediaStore, uid: str, box: Box | None) -> PicturePart:
    """The cited region at full resolution, with the size it is shown in."""
    region = store.crop(uid, box).uid if box else uid
    shown = store.rendition_facts(region, Rendition.VIEW)
    return PicturePart(region, shown.width, shown.height)
