"""Threads: questions that ask on from the answer of a run before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from agents.errors import JournalError
from agents.events import AnswerGiven, from_payload
from agents.types import Answer, Exchange
from webapp import access
from webapp.runs.models import Run, RunEvent
from webapp.runs.presenting.answers import AnswerView, answer_view
from webapp.runs.presenting.wording import Names

LONGEST = 3
"""Exchanges that a question is asked with, the newest."""

MAX_SHOWN = 20
"""Exchanges that stand above a question, the newest."""


@dataclass(frozen=True, slots=True)
class EarlierExchange:
    """What stands above a question of a thread: the run before, with its answer if it has one."""

    run: Run
    answer: AnswerView | None

    @property
    def message(self) -> str:
        """Why there is no answer, in the language of the reader."""
        return Names().plain(self.run.message)


def exchanges_before(run: Run) -> Sequence[Exchange]:
    """What was asked and answered before in the thread, oldest first."""
    found: list[Exchange] = []
    for before in islice(_before(run), LONGEST):
        answer = _answer_of(before)
        found.append(Exchange(before.question, answer.text if answer else "There was no answer."))
    return found[::-1]


def shown_before(run: Run, person: access.Person) -> Sequence[EarlierExchange]:
    """The exchanges before for the page of a run, oldest first, as far as the person may see them."""
    chain = list(islice(_before(run), MAX_SHOWN))
    seen = set(access.runs(person).filter(pk__in=[each.pk for each in chain]).values_list("pk", flat=True))
    shown = []
    for before in chain[::-1]:
        if before.pk in seen:
            answer = _answer_of(before)
            shown.append(EarlierExchange(before, answer_view(answer, before.question) if answer else None))
    return shown


def _before(run: Run) -> Iterator[Run]:
    """The runs before in the thread, the newest first."""
    while (before := run.follows) is not None:
        yield before
        run = before


def _answer_of(run: Run) -> Answer | None:
    """The answer alone: a journal need not be folded for it."""
    row = RunEvent.objects.filter(run=run, kind="answer_given").order_by("-seq").first()
    if row is None:
        return None
    try:
        given = from_payload(row.kind, row.payload)
    except JournalError:
        return None  # The page of that run says what is wrong with its journal.
    return given.answer if isinstance(given, AnswerGiven) else None
