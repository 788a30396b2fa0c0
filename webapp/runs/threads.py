"""Threads: questions that ask on from the answer of a run before."""

from collections.abc import Sequence

from agents.types import Exchange
from webapp.runs import journal
from webapp.runs.models import Run

LONGEST = 3
"""Exchanges that a question is asked with, the newest."""


def exchanges_before(run: Run) -> Sequence[Exchange]:
    """What was asked and answered before in the thread, oldest first."""
    found: list[Exchange] = []
    while (before := run.follows) is not None and len(found) < LONGEST:
        answer = journal.state(before).answer
        found.append(Exchange(before.question, answer.text if answer else "There was no answer."))
        run = before
    return found[::-1]
