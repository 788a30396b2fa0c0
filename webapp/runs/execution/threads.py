"""Threads: questions that ask on from the answer of a run before."""

from collections.abc import Iterator, Sequence
from itertools import islice

from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from agents.types import Answer, Exchange
from webapp.runs.models import Run, RunEvent

MAX_RUNS = 3
"""Exchanges that a question is asked with, the newest."""


def exchanges_before(run: Run) -> Sequence[Exchange]:
    """What was asked and answered before in the thread, oldest first."""
    found: list[Exchange] = []
    for before in islice(runs_before(run), MAX_RUNS):
        answer = answer_of(before)
        found.append(Exchange(before.question, answer.text if answer else "There was no answer."))
    return found[::-1]


def runs_before(run: Run) -> Iterator[Run]:
    """The runs before in the thread, the newest first."""
    while (before := run.follows) is not None:
        yield before
        run = before


def answer_of(run: Run) -> Answer | None:
    """The answer alone: a journal need not be folded for it."""
    row = RunEvent.objects.filter(run=run, kind="answer_given").order_by("-seq").first()
    if row is None:
        return None
    try:
        given = from_payload(row.kind, row.payload)
    except JournalError:
        return None  # The page of that run says what is wrong with its journal.
    return given.answer if isinstance(given, AnswerGiven) else None
