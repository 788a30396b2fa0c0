"""A claim against its evidence: by the rules, and where they cannot tell, by the verifier's model."""

from collections.abc import Sequence
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
from media_store import MediaStore, Rendition, UnknownImage

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
        known = [
            words for hit in self.memory.pool.values() if hit.uid == uid for words in (hit.title, hit.text)
        ]
        if look := self.memory.looks.get(uid):
            known.append(", ".join(label.name for label in look.labels if label.probability >= LIKELY))
            known.append(look.text)
        return "\n".join(filter(None, known))

    def _find(self, ref: SourceRef) -> StoredSource | None:
        try:
            return self.library.source(ref)
        except ToolFailed:
            return None


def earlier_check(memory: WorkingMemory, claim: Claim) -> ClaimChecked | None:
    """The check of these words against the same evidence, if this run made one."""
    for checked in memory.claims:
        ids = {verdict.evidence_id for verdict in checked.verdicts}
        if ids == set(claim.evidence) and _words(checked.claim) == _words(claim.text):
            return checked
    return None


def verdicts_on(claim: Claim, sources: EvidenceLookup, ask: Ask) -> Effects[tuple[ClaimVerdict, ...]]:
    """One verdict for each piece of evidence that a claim cites, or one in all when it cites nothing.

    What was checked before is not checked again. The model is asked once for all pieces that need a reader;
    where there is none, or its reply holds no verdict, what the rules say stands.
    """
    if earlier := earlier_check(sources.memory, claim):
        return tuple(replace(verdict, sentence=claim.text) for verdict in earlier.verdicts)
    by_rules = rules.check(claim, sources.memory.evidence, sources.question.text, sources.for_rules)
    to_read = _exhibits(claim, by_rules, sources)
    if not to_read:
        return by_rules
    reply = yield from ask(Role.VERIFIER, verifier_prompt(claim, list(to_read.values())))
    found, reason = parse_verdict(reply.text) if reply else (Verdict.UNCHECKED, "")
    if found is Verdict.UNCHECKED:
        return by_rules
    return tuple(
        ClaimVerdict(claim.text, v.evidence_id, found, "model", reason) if v.evidence_id in to_read else v
        for v in by_rules
    )


def _words(claim: str) -> str:
    return Claim(0, len(claim), claim).words.casefold().rstrip(" .!")


def _exhibits(claim: Claim, by_rules: Sequence[ClaimVerdict], sources: EvidenceLookup) -> dict[str, Exhibit]:
    """Pictures, and texts that the rules leave open or find silent: the same may be said in other words.

    Figures are the rules' own ground: a claim with one that no text has is not read again, nor is evidence
    that contradicts it or that is not where it should be. Of a picture, the cited region is shown at full
    resolution; of a text, the quote with what stands around it.
    """
    cited = [sources.memory.evidence[key] for key in claim.evidence if key in sources.memory.evidence]
    known = figures("\n".join(text for piece in cited for text in (piece.quote, piece.title)))
    has_figures = all(figure.is_idiom or occurs(figure, known) for figure in figures(claim.words))
    readable = {Verdict.UNCHECKED, Verdict.UNSUPPORTED} if has_figures else {Verdict.UNCHECKED}
    said = {verdict.evidence_id: verdict.verdict for verdict in by_rules}
    found: dict[str, Exhibit] = {}
    for piece in cited:
        is_readable = piece.kind == "image" or said[piece.id] in readable
        if not rules.stands(piece, sources.for_rules) or not is_readable:
            continue
        if piece.kind == "image" and piece.uid:
            region = sources.store.crop(piece.uid, piece.box).uid if piece.box else piece.uid
            shown = sources.store.rendition_facts(region, Rendition.VIEW)
            picture = PicturePart(region, shown.width, shown.height)
            found[piece.id] = Exhibit(piece, sources.words_of(piece.uid), picture)
        elif piece.start is None or piece.end is None:
            found[piece.id] = Exhibit(piece, piece.quote)
        else:
            around = slice(max(0, piece.start - CONTEXT_CHARACTERS), piece.end + CONTEXT_CHARACTERS)
            found[piece.id] = Exhibit(piece, sources.text_of(piece.source)[around] or piece.quote)
    return found
