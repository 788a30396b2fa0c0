"""What stands above a question of a thread: the exchanges before, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from webapp import access
from webapp.runs import run_access
from webapp.runs.execution.threads import answer_of, runs_before
from webapp.runs.models import Run
from webapp.runs.presenting.answers import AnswerView, answer_view
from webapp.runs.presenting.wording import Names

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


def shown_before(run: Run, person: access.Person) -> Sequence[EarlierExchange]:
    """The exchanges before for the page of a run, oldest first, as far as the person may see them."""
    chain = list(islice(runs_before(run), MAX_SHOWN))
    seen = set(
        run_access.runs(person).filter(pk__in=[each.pk for each in chain]).values_list("pk", flat=True)
    )
    shown = []
    for before in chain[::-1]:
        if before.pk in seen:
            answer = answer_of(before)
            shown.append(EarlierExchange(before, answer_view(answer, before.question) if answer else None))
    return shown
