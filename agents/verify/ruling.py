"""One number for a checked draft, and what becomes of it.

R = B * U as in SearchLLM (Aligning LLMs with Searcher Preferences): the bottom line B multiplies the
behaviour U, so that no pleasant manner makes up for a claim that does not hold.
"""

import re
from collections.abc import Collection, Sequence
from math import exp, log
from statistics import fmean

from agents.text.marker_words import MARKER
from agents.verdicts import ClaimVerdict, DraftScore, Ruling, Verdict
from agents.verify.claims import claims, repeats

DELTA = 0.01
"""Keeps the bottom line above zero, so that two bad drafts can still be compared; the paper's value."""

ROBUSTNESS_WEIGHT = 0.4
RICHNESS_WEIGHT = 0.2
USABILITY_WEIGHT = 0.4

ENOUGH_EVIDENCE = 3
"""Distinct pieces of evidence after which more do not make an answer richer."""

MAX_ANSWER_CHARACTERS = 12_000
"""Characters. What is longer is a dump of the evidence and not an answer: its format score is 0."""

COMFORTABLE_ANSWER = 2_000
"""Characters that a person reads at ease; a longer answer is less usable in proportion."""

MAX_PREAMBLE_WORDS = 5
"""Words before the first claim, as in "Yes." or a heading, with which an answer still comes first."""

MIN_GROUNDING = 1.0
"""Of the claims that could be checked, all must be supported: one that is not is named to the reader."""

MIN_SCORE = 0.5
"""Lets a draft pass that is sound but plain (U = 0.6 with one piece of evidence and a late answer), and stops
one whose markers hardly resolve or that mostly repeats itself."""


def judge(draft: str, verdicts: Sequence[ClaimVerdict], known: Collection[str]) -> DraftScore:
    """The scores of a draft with `verdicts` on its claims; `known` are the evidence ids of the run.

    Of grounding, nothing checked speaks against nothing, but a draft without any verdict has no claims: 0.
    """
    found = claims(draft)
    by_sentence: dict[str, set[Verdict]] = {}
    for verdict in verdicts:
        by_sentence.setdefault(verdict.sentence, set()).add(verdict.verdict)
    checked = [kinds for kinds in by_sentence.values() if kinds != {Verdict.UNCHECKED}]
    held = [bool(kinds & {Verdict.SUPPORTED, Verdict.QUOTED}) for kinds in checked]
    grounding = fmean(held) if held else float(bool(by_sentence))

    contradicted = {v.sentence for v in verdicts if v.verdict is Verdict.CONTRADICTED}
    bad = {claim.start for claim in (*repeats(found), *(c for c in found if c.text in contradicted))}
    quality = 1 - len(bad) / len(found) if found else 0.0

    ids = [key for marker in MARKER.finditer(draft) for key in re.findall(r"e\d+", marker[1])]
    has_form = bool(ids) and len(draft) <= MAX_ANSWER_CHARACTERS
    form = fmean(key in known for key in ids) if has_form else 0.0

    cited = [not verdict.verdict.is_against for verdict in verdicts if verdict.evidence_id]
    robustness = fmean(cited) if cited else 0.0
    distinct = {key for claim in found for key in claim.evidence}
    richness = min(1.0, len(distinct) / min(len(found), ENOUGH_EVIDENCE)) if found else 0.0
    usability = 0.0
    if found:
        preamble = draft[: found[0].start].split()
        is_answer_first = bool(found[0].evidence) and len(preamble) <= MAX_PREAMBLE_WORDS
        usability = fmean((is_answer_first, min(1.0, COMFORTABLE_ANSWER / len(draft))))

    bottom, behaviour = (grounding, quality, form), (robustness, richness, usability)
    weights = (ROBUSTNESS_WEIGHT, RICHNESS_WEIGHT, USABILITY_WEIGHT)
    return DraftScore(*bottom, *behaviour, score=bottom_line(*bottom) * fmean(behaviour, weights))


def rule(score: DraftScore, has_repaired: bool) -> Ruling:
    """A draft that falls short is repaired once; after that it is shown for what it is."""
    if score.grounding >= MIN_GROUNDING and score.score >= MIN_SCORE:
        return Ruling.PUBLISH
    return Ruling.UNSUPPORTED if has_repaired else Ruling.REPAIR


def bottom_line(*scores: float) -> float:
    """B = exp(mean(log((s + DELTA) / (1 + DELTA)))): a geometric mean that one bad score pulls down."""
    return exp(fmean(log((score + DELTA) / (1 + DELTA)) for score in scores))
