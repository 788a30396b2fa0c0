"""A draft without the sentences that its evidence does not support."""

import re
from collections.abc import Collection, Sequence

from agents.text.marker_words import MARKER
from agents.verdicts import ClaimVerdict
from agents.verify.claims import Claim, claims

_EMPTY_ITEM = re.compile(r"^[ \t]*(?:[-*+•>]|\d{1,2}[.)])[ \t]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def strip_unsupported(draft: str, verdicts: Sequence[ClaimVerdict]) -> str:
    """The draft without each sentence whose every piece of evidence is silent or says otherwise.

    A claim without a verdict stays, and a sentence that was covered by a marker which goes gets its own.
    When no claim is left, nothing is: headings alone answer nothing.
    """
    found = claims(draft)
    kept = []
    for claim in found:
        mine = [verdict.verdict for verdict in verdicts if verdict.sentence == claim.text]
        if not mine or not all(verdict.is_against for verdict in mine):
            kept.append(claim)
    return _cut_down(draft, found, kept, verdicts)


def without_invented(draft: str, known: Collection[str]) -> str:
    """The draft without each sentence that cites nothing but ids which are not known.

    A sentence that cites nothing stays. When no claim is left, nothing is.
    """
    found = claims(draft)
    kept = [claim for claim in found if not claim.evidence or any(key in known for key in claim.evidence)]
    return draft if len(kept) == len(found) else _cut_down(draft, found, kept, ())


def _cut_down(
    draft: str, found: Sequence[Claim], kept: Sequence[Claim], verdicts: Sequence[ClaimVerdict]
) -> str:
    """Only those claims of a draft that are kept, with all that is no claim."""
    if not kept:
        return ""
    text = draft
    for number in range(len(found) - 1, -1, -1):
        claim = found[number]
        if claim not in kept:
            # Cut the sentence and the space after it, but not the line break that other lines need.
            end = claim.end + len(text[claim.end :]) - len(text[claim.end :].lstrip(" "))
            text = text[: claim.start] + text[end:]
            continue
        # A claim that was covered by the marker of a later sentence, which goes, gets its own.
        is_covered = bool(claim.evidence) and not MARKER.search(claim.text)
        covering = next((other for other in found[number + 1 :] if MARKER.search(other.text)), None)
        if is_covered and covering not in kept:
            refused = {v.evidence_id for v in verdicts if v.sentence == claim.text and v.verdict.is_against}
            good = [key for key in claim.evidence if key not in refused]
            text = f"{text[: claim.end]} [{', '.join(good)}]{text[claim.end :]}"
    return _BLANK_LINES.sub("\n\n", _EMPTY_ITEM.sub("", text)).strip()
