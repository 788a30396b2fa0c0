"""The candidates worth a costly look, chosen without vectors."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from agents.questions.types import Ask
from agents.reading.spans import holds
from agents.reading.stems import stems
from agents.reading.types import Candidate

MAX_SHORTLISTED = 40


def shortlist(
    ask: Ask, subject: str, candidates: Sequence[Candidate], limit: int = MAX_SHORTLISTED
) -> list[int]:
    """Numbers of the candidates that share rare stems with the ask, are of its kind, or near its subject."""
    if len(candidates) <= limit:
        return list(range(len(candidates)))
    asked = stems(f"{subject} {ask.text}")
    held = [asked & (stems(each.words) | stems(each.lead) | stems(each.title)) for each in candidates]
    rarity = {
        stem: log(1 + len(held) / sum(stem in each for each in held)) for stem in frozenset().union(*held)
    }
    total = sum(rarity.values()) or 1.0
    scores: NDArray[np.float64] = np.array([
        sum(rarity[stem] for stem in shared) / total
        + each.nearness / 2
        + holds(ask.expects, ask.dimension, each.words) / 4
        for shared, each in zip(held, candidates, strict=True)
    ])  # fmt: skip
    return [int(n) for n in np.argsort(-scores, kind="stable")[:limit]]
