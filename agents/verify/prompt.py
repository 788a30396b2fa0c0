"""What the verifier is asked: one claim with its evidence, all of it fenced as data."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.context.fence import fence
from agents.models.base import PicturePart, Prompt, TextPart
from agents.prompts import write
from agents.types import Evidence
from agents.verify.claims import Claim

EVIDENCE_CHARACTERS = 6_000
"""Of each piece of evidence, as in Harness-1: its first characters decide."""

MAX_OUTPUT_TOKENS = 300
"""A verdict and twenty words take less than a hundred; the rest is for a model that explains itself."""

_SYSTEM = "You are a careful fact checker. You judge by the evidence shown to you and by nothing else."


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence as the verifier sees it: words, or the cited region as `picture`, or both."""

    evidence: Evidence
    text: str
    picture: PicturePart | None = None


@dataclass(frozen=True, slots=True)
class _ExhibitText:
    """An exhibit as the template writes it."""

    id: str
    text: str
    is_picture: bool


def verifier_prompt(claim: Claim, exhibits: Sequence[Exhibit]) -> Prompt:
    """One claim with its evidence; pictures follow the words in the order they are named."""
    pieces = [
        _ExhibitText(
            exhibit.evidence.id,
            fence(exhibit.text[:EVIDENCE_CHARACTERS], exhibit.evidence.title),
            is_picture=exhibit.picture is not None,
        )
        for exhibit in exhibits
    ]
    text = write("verifier.md.j2", claim=fence(claim.words, "claim"), pieces=pieces)
    pictures = tuple(exhibit.picture for exhibit in exhibits if exhibit.picture)
    return Prompt(_SYSTEM, (TextPart(text), *pictures), max_output_tokens=MAX_OUTPUT_TOKENS)
