"""What people wanted of a run as rows of its page: each order with what became of it."""

from dataclasses import dataclass
from typing import Literal, assert_never

from django.utils.translation import gettext as _

from agents.orders import (
    AnswerNow,
    ChangeGoal,
    Hint,
    Pause,
    PinEvidence,
    ReviseUnderstanding,
    Wish,
    WithdrawEvidence,
)
from agents.plan import EditGoal, SkipGoal
from webapp.runs.execution import orders
from webapp.runs.models import Run
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.understandings import understanding_view
from webapp.runs.presenting.wording import Names


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in words, whether the run took it yet, and what it did or will do."""

    words: str
    state: Literal["waiting", "taken", "late"]
    effect: str


def orders_of(notebook: Notebook, names: Names) -> tuple[OrderView, ...]:
    """What the run took, in order, then what it was told since."""
    taken = [
        OrderView(_words(order.wish, names), "taken", _effect(order.wish, step + 1))
        for order, step in notebook.orders
    ]
    newer = orders.after(notebook.run, notebook.state.last_order)
    return (*taken, *(_untaken(order.wish, names, notebook.run) for order in newer))


def _untaken(wish: Wish, names: Names, run: Run) -> OrderView:
    if run.status in Run.OPEN:
        return OrderView(_words(wish, names), "waiting", _("Waits until what is under way has ended."))
    return OrderView(_words(wish, names), "late", _("Came too late: the run had ended."))


def _words(wish: Wish, names: Names) -> str:
    match wish:
        case Hint(text):
            return _("Hint: %(text)s") % {"text": text}
        case AnswerNow():
            return _("Answer now")
        case Pause():
            return _("Pause")
        case ChangeGoal(change):
            return _goal_words(change, names)
        case PinEvidence(evidence):
            return _("Keep in view: %(title)s") % {"title": names.of_item(evidence)}
        case WithdrawEvidence(evidence, reason):
            words = _("Do not cite: %(title)s (%(reason)s)") if reason else _("Do not cite: %(title)s")
            return words % {"title": names.of_item(evidence), "reason": reason}
        case ReviseUnderstanding(understanding):
            chips = ", ".join(understanding_view(understanding).chips)
            return _("The question, read anew: %(chips)s") % {"chips": chips}
        case _ as never:
            assert_never(never)


def _goal_words(change: SkipGoal | EditGoal, names: Names) -> str:
    match change:
        case SkipGoal(key=key):
            return _("Leave out goal %(goal)s") % {"goal": names.of_goal(key)}
        case EditGoal(key=key, text=text):
            return _("Goal %(goal)s, in other words: %(text)s") % {"goal": names.of_goal(key), "text": text}


def _effect(wish: Wish, step: int) -> str:
    match wish:
        case Hint():
            return _("Taken before step %(step)d; every decision since has it in view.") % {"step": step}
        case AnswerNow():
            return _("The search ended here; the answer rests on what was kept until then.")
        case Pause():
            return _("Paused before step %(step)d.") % {"step": step}
        case WithdrawEvidence():
            return _("Since step %(step)d it may not be cited.") % {"step": step}
        case _:
            return _("Holds since step %(step)d.") % {"step": step}
