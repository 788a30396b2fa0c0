"""What was found out about a claim, and how a model's reply becomes such a verdict."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from agents.messages import Text
from agents.messages import message as _
from agents.parsing.lenient_json import values_in

MAX_REASON_CHARACTERS = 300
"""Characters. The prompt asks for twenty words; a model that says more is cut, not refused."""

_NO_REASON = _("No reason was given.")


class Verdict(StrEnum):
    """What a piece of evidence says of a claim; UNSUPPORTED means that it is silent.

    QUOTED: nothing was claimed beyond its words, and these stand in the stored text.
    """

    SUPPORTED = "supported"
    QUOTED = "quoted"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"

    @property
    def is_against(self) -> bool:
        """Whether the claim must not rest on this evidence."""
        return self in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A sentence of a draft, with its markers, against one piece of evidence.

    `evidence_id` is empty for a claim that cites nothing. `reason` is one sentence.
    """

    sentence: str
    evidence_id: str
    verdict: Verdict
    by: Literal["rules", "model"]
    reason: Text


@dataclass(frozen=True, slots=True)
class DraftScore:
    """Scores of a draft, all 0..1. Bottom line: grounding, quality, format; behaviour: the next three.

    `grounding`: claims supported, of those checked. `quality`: claims that neither repeat an earlier one nor
    are contradicted. `format`: markers that resolve; 0 when empty, too long or without any marker.
    `robustness`: citations that are neither silent nor say otherwise. `richness`: distinct pieces of evidence
    against the number of claims, ENOUGH_EVIDENCE at most. `usability`: answer first, and not too long.
    """

    grounding: float
    quality: float
    format: float
    robustness: float
    richness: float
    usability: float
    score: float


class Ruling(StrEnum):
    """What becomes of a draft: shown, written once more, or shown as not fully supported."""

    PUBLISH = "publish"
    REPAIR = "repair"
    UNSUPPORTED = "unsupported"


def parse_verdict(text: str) -> tuple[Verdict, str]:
    """The verdict and its reason in a model's reply: JSON with anything around it, or the bare word.

    A reply without a verdict, or with two that differ, is UNCHECKED.
    """
    found = []
    for _start, _end, value in values_in(text):
        word, reason = value.get("verdict"), value.get("reason")
        if isinstance(word, str) and word.strip().lower() in set(Verdict):
            words = re.sub(r"\s+", " ", reason).strip() if isinstance(reason, str) else ""
            found.append((Verdict(word.strip().lower()), words[:MAX_REASON_CHARACTERS] or _NO_REASON))
    word = text.strip(" \t\n.*`\"'").lower()
    if not found and word in set(Verdict):
        return Verdict(word), _NO_REASON
    if len({verdict for verdict, _ in found}) != 1:
        return Verdict.UNCHECKED, _("The verifier's reply holds no clear verdict.")
    return found[-1]
