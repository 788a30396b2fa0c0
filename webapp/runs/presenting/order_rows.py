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
from agents.plan import SkipGoal
from webapp.runs.execution import orders
from webapp.runs.models import Run
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.understandings import understanding_view
from webapp.runs.presenting.wording import Names


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in words, whether the run took it yet, and what it did or will do.

    `step` is the step before which it was taken; 0 where no step followed.
    """

    words: str
    state: Literal["waiting", "taken", "late"]
    effect: str
    step: int = 0


def orders_of(notebook: Notebook, names: Names) -> tuple[OrderView, ...]:
    """What the run took, in order, then what it was told since."""
    rows, last = [], len(notebook.state.steps)
    for order, step in notebook.orders:
        match order.wish:
            case _ if step == last and notebook.run.status not in Run.OPEN:
                effect = _("Taken in the last step.")
            case Hint():
                effect = _("Taken before step %(step)d; every decision since has it in view.")
            case AnswerNow():
                effect = _("The search ended here; the answer rests on what was kept until then.")
            case Pause():
                effect = _("Paused before step %(step)d.")
            case WithdrawEvidence():
                effect = _("Since step %(step)d it may not be cited.")
            case _:
                effect = _("Holds since step %(step)d.")
        before = step + 1 if step < last else 0
        rows.append(OrderView(_words(order.wish, names), "taken", effect % {"step": step + 1}, before))
    for order in orders.after(notebook.run, notebook.state.last_order):
        words = _words(order.wish, names)
        if notebook.run.status in Run.OPEN:
            rows.append(OrderView(words, "waiting", _("Waits until what is under way has ended.")))
        else:
            rows.append(OrderView(words, "late", _("Came too late: the run had ended.")))
    return tuple(rows)


def _words(wish: Wish, names: Names) -> str:
    match wish:
        case Hint(text):
            return _("Hint: %(text)s") % {"text": text}
        case AnswerNow():
            return _("Answer now")
        case Pause():
            return _("Pause")
        case ChangeGoal(change):
            goal = names.of_goal(change.key)
            if isinstance(change, SkipGoal):
                return _("Leave out goal %(goal)s") % {"goal": goal}
            return _("Goal %(goal)s, in other words: %(text)s") % {"goal": goal, "text": change.text}
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
