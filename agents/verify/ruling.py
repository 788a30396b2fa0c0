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
from agents.verify.claims import Claim, claims, repeats

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
    """The scores of a draft with `verdicts` on its claims; `known` are the evidence ids of the run."""
    found = claims(draft)
    bottom = (_grounding(verdicts), _quality(found, verdicts), _format(draft, known))
    behaviour = (_robustness(verdicts), _richness(found), _usability(draft, found))
    return DraftScore(*bottom, *behaviour, score=bottom_line(*bottom) * _behaviour(*behaviour))


def rule(score: DraftScore, has_repaired: bool) -> Ruling:
    """A draft that falls short is repaired once; after that it is shown for what it is."""
    if score.grounding >= MIN_GROUNDING and score.score >= MIN_SCORE:
        return Ruling.PUBLISH
    return Ruling.UNSUPPORTED if has_repaired else Ruling.REPAIR


def bottom_line(*scores: float) -> float:
    """B = exp(mean(log((s + DELTA) / (1 + DELTA)))): a geometric mean that one bad score pulls down."""
    return exp(fmean(log((score + DELTA) / (1 + DELTA)) for score in scores))


def _behaviour(robustness: float, richness: float, usability: float) -> float:
    weights = (ROBUSTNESS_WEIGHT, RICHNESS_WEIGHT, USABILITY_WEIGHT)
    return fmean((robustness, richness, usability), weights)


def _grounding(verdicts: Sequence[ClaimVerdict]) -> float:
    """Nothing checked speaks against nothing, but a draft without any verdict has no claims: 0."""
    by_sentence: dict[str, set[Verdict]] = {}
    for verdict in verdicts:
        by_sentence.setdefault(verdict.sentence, set()).add(verdict.verdict)
    checked = [kinds for kinds in by_sentence.values() if kinds != {Verdict.UNCHECKED}]
    if not checked:
        return float(bool(by_sentence))
    return fmean(bool(kinds & {Verdict.SUPPORTED, Verdict.QUOTED}) for kinds in checked)


def _quality(found: tuple[Claim, ...], verdicts: Sequence[ClaimVerdict]) -> float:
    contradicted = {v.sentence for v in verdicts if v.verdict is Verdict.CONTRADICTED}
    bad = {claim.start for claim in (*repeats(found), *(c for c in found if c.text in contradicted))}
    return 1 - len(bad) / len(found) if found else 0.0


def _format(draft: str, known: Collection[str]) -> float:
    ids = [key for found in MARKER.finditer(draft) for key in re.findall(r"e\d+", found[1])]
    if not ids or len(draft) > MAX_ANSWER_CHARACTERS:
        return 0.0
    return fmean(key in known for key in ids)


def _robustness(verdicts: Sequence[ClaimVerdict]) -> float:
    cited = [not verdict.verdict.is_against for verdict in verdicts if verdict.evidence_id]
    return fmean(cited) if cited else 0.0


def _richness(found: tuple[Claim, ...]) -> float:
    distinct = {key for claim in found for key in claim.evidence}
    return min(1.0, len(distinct) / min(len(found), ENOUGH_EVIDENCE)) if found else 0.0


def _usability(draft: str, found: tuple[Claim, ...]) -> float:
    if not found:
        return 0.0
    is_answer_first = bool(found[0].evidence) and len(draft[: found[0].start].split()) <= MAX_PREAMBLE_WORDS
    return fmean((is_answer_first, min(1.0, COMFORTABLE_ANSWER / len(draft))))
