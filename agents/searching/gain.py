"""What each search brought, and when another one is no longer worth it.

The patch-leaving rule is information foraging's (Pirolli and Card, 1999; InForage): leave a family of queries
when what it brings falls below what searching brings on average.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from agents.messages import message as _
from agents.searching.similarity import are_near_repeats

WINDOW = 3
"""Searches that are looked back on."""


@dataclass(frozen=True, slots=True)
class SearchGain:
    """One search: how many records it found, how many of them were new, how many became evidence.

    `query` is empty for a search by picture.
    """

    step: int
    query: str
    found: int
    novel: int
    kept: int = 0

    @property
    def gain(self) -> int:
        """Units of new evidence: new records, and those that were kept count twice."""
        return self.novel + self.kept


def leaving_reason(own: Sequence[SearchGain], run: Sequence[SearchGain]) -> str:
    """Why the searches of a goal should end, as a sentence; empty while they pay.

    `own` are the goal's searches, `run` those to compare with. The searches of one step count as one with
    their mean gain, for they were chosen together. Searching ends on repetition: the last three steps brought
    nothing new, and the later two only asked again what the goal had asked before. It ends when leaving pays:
    more than three steps on both sides, and the goal's last three brought less than all of `run` on average.
    """
    steps = _steps(own)
    if _is_repetition(steps):
        return _("The last three searches asked nearly the same and found nothing new.")
    if min(len(steps), len(_steps(run))) > WINDOW and _mean_gain(steps[-WINDOW:]) < _mean_gain(_steps(run)):
        return _("The last three searches brought less than searches of this run do on average.")
    return ""


def _steps(searches: Sequence[SearchGain]) -> list[list[SearchGain]]:
    """The searches of each step; other steps may lie between them."""
    steps: dict[int, list[SearchGain]] = {}
    for search in searches:
        steps.setdefault(search.step, []).append(search)
    return list(steps.values())


def _mean_gain(steps: Sequence[Sequence[SearchGain]]) -> float:
    return fmean(fmean(search.gain for search in step) for step in steps)


def _is_repetition(steps: Sequence[Sequence[SearchGain]]) -> bool:
    """Pictures have no words to repeat: the critic holds them against each other."""
    last = steps[-WINDOW:]
    if len(last) < WINDOW or any(search.novel for step in last for search in step):
        return False
    for place in range(len(steps) - WINDOW + 1, len(steps)):
        asked = [search.query for step in steps[:place] for search in step]
        for query in (search.query for search in steps[place]):
            if not query or not any(are_near_repeats(query, known) for known in asked):
                return False
    return True
