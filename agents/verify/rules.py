"""Rule checks of a claim against its evidence: what can be seen to be wrong without a model.

The rules say `supported` when next to nothing in the claim is new to the evidence, and `unchecked` where only
a reader can tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agents.messages import message as _
from agents.sources import SourceRef
from agents.types import Evidence
from agents.verdicts import ClaimVerdict, Verdict
from agents.verify.claims import Claim
from agents.verify.comparison import ReasonedVerdict, compare

_MISSING = {
    "image": _("The picture or its region is not in the corpora as it was cited."),
    "text": _("The quote is not in the corpora as it was cited."),
}


@dataclass(frozen=True, slots=True)
class RuleSources:
    """What the evidence was taken from.

    `text_of` gives the stored text of a source; `has_region` tells whether the pixels of a piece and their
    region exist; `words_of` gives what is known of a picture in words: caption, labels, text on it.
    """

    text_of: Callable[[SourceRef], str]
    has_region: Callable[[Evidence], bool]
    words_of: Callable[[str], str]


def check(
    claim: Claim, evidence: Mapping[str, Evidence], question: str, sources: RuleSources
) -> tuple[ClaimVerdict, ...]:
    """One verdict for each piece of evidence that the claim cites, or one in all when it cites nothing.

    A claim that rests on several pieces may take its words from all of them: when none supports it alone,
    they are read together. The note of a piece is the policy's own word and supports nothing.
    """
    if not claim.evidence:
        return (_verdict(claim, "", (Verdict.UNSUPPORTED, _("The sentence cites no evidence."))),)
    kept = [evidence[key] for key in claim.evidence if key in evidence]
    findings: dict[str, ReasonedVerdict] = {}
    for piece in kept:
        if not stands(piece, sources):
            findings[piece.id] = (Verdict.UNSUPPORTED, _MISSING[piece.kind])
        elif piece.kind == "text":
            findings[piece.id] = _compare_with(claim, [piece], question)
        else:
            findings[piece.id] = (Verdict.UNCHECKED, _("The rules cannot see the picture."))
            known = "\n".join((piece.title, sources.words_of(piece.uid or "")))
            if compare(claim.words, known, "", question)[0] is Verdict.SUPPORTED:
                agrees = _("The claim agrees with what is known of the picture in words.")
                findings[piece.id] = (Verdict.SUPPORTED, agrees)
    texts = [piece for piece in kept if piece.kind == "text" and stands(piece, sources)]
    if len(texts) > 1 and not any(verdict is Verdict.SUPPORTED for verdict, _ in findings.values()):
        joint = _compare_with(claim, texts, question)
        findings |= {piece.id: joint for piece in texts}
    unknown = (Verdict.UNSUPPORTED, _("The run holds no evidence of this name."))
    return tuple(_verdict(claim, key, findings.get(key, unknown)) for key in claim.evidence)


def quotes_of(
    claim: Claim, evidence: Mapping[str, Evidence], sources: RuleSources
) -> tuple[ClaimVerdict, ...]:
    """Verdicts on a sentence that was put together out of what it cites: whether that stands as it was kept.

    It says nothing of whether the words answer anything.
    """
    found: list[ClaimVerdict] = []
    for key in claim.evidence:
        if key not in evidence:
            continue
        piece = evidence[key]
        said = (Verdict.QUOTED, _("The words stand in the source as they are quoted."))
        if not stands(piece, sources):
            said = (Verdict.UNSUPPORTED, _MISSING[piece.kind])
        elif piece.kind == "image":
            said = (Verdict.UNCHECKED, _("The rules cannot see the picture."))
        found.append(_verdict(claim, key, said))
    return tuple(found)


def stands(piece: Evidence, sources: RuleSources) -> bool:
    """Whether the quote stands at its place in the stored text, or the picture and its region exist."""
    if piece.kind == "image":
        return piece.uid is not None and sources.has_region(piece)
    if not piece.quote or piece.start is None or piece.end is None:
        return False
    return sources.text_of(piece.source)[piece.start : piece.end] == piece.quote


def _compare_with(claim: Claim, pieces: list[Evidence], question: str) -> ReasonedVerdict:
    quotes, titles = ("\n".join(getattr(p, name) for p in pieces) for name in ("quote", "title"))
    return compare(claim.words, quotes, titles, question)


def _verdict(claim: Claim, key: str, found: ReasonedVerdict) -> ClaimVerdict:
    return ClaimVerdict(claim.text, key, found[0], "rules", found[1])
