"""The graph of goals, changed by operations that are checked and never by code.

Goals and their placeholders follow OPERA and APEX-Searcher, the graph follows MindSearch: a goal's text may
hold `[Answer g1]`, which its parent's answer replaces before anything is searched.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from agents.messages import message as _
from agents.plan.goals import (
    AddDependency,
    AddGoal,
    AnswerGoal,
    EditGoal,
    Goal,
    GoalStatus,
    PlanError,
    PlanOperation,
    ReplaceGoal,
    SkipGoal,
)
from agents.text.marker_words import MARKER

MAX_GOALS = 6
"""Goals that are not skipped or replaced, at most."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,15}")
# Whatever starts like a placeholder is one, so that a misspelt one is refused and never searched for.
_PLACEHOLDER = re.compile(r"\[\s*answer(\s*\d+|[\s_:#][^\[\]]*|)\]", re.IGNORECASE)
_MARKER = re.compile(r"\s*" + MARKER.pattern)


@dataclass(frozen=True, slots=True)
class PlanGraph:
    """The goals by the order they were added; never changed, `apply` makes a new one."""

    goals: tuple[Goal, ...] = ()

    def __getitem__(self, key: str) -> Goal:
        """The goal of that key. Raises PlanError."""
        found = next((goal for goal in self.goals if goal.key == key), None)
        if found is None:
            known = ", ".join(goal.key for goal in self.goals) or "-"
            raise PlanError(
                "unknown_goal",
                _("The plan has no goal “%(key)s”.", key=key),
                _("Goals: %(keys)s.", keys=known),
            )
        return found

    def apply(self, operations: Iterable[PlanOperation]) -> "PlanGraph":
        """The plan after all of the operations. Raises PlanError, and then none of them is taken.

        A placeholder makes its goal depend on the one it names, which must be in the plan by then.
        """
        plan = self
        for operation in operations:
            match operation:
                case AddGoal():
                    plan = plan._add(operation)
                case EditGoal(key, text):
                    plan = plan._edit(plan._open(key), text)
                case AddDependency(key, on):
                    goal = plan._open(key)
                    parents = plan._parents(*goal.depends_on, new=(on,))
                    plan = plan._put(replace(goal, depends_on=parents))
                case SkipGoal(key, reason):
                    goal = plan._open(key, GoalStatus.UNANSWERED)
                    said = reason or goal.analysis
                    plan = plan._put(replace(goal, status=GoalStatus.SKIPPED, analysis=said))
                case ReplaceGoal():
                    plan = plan._replace(operation)
                case AnswerGoal(key, status, answer, analysis):
                    plan = plan._answer(plan._open(key), status, answer, analysis)
        try:
            TopologicalSorter({goal.key: goal.depends_on for goal in plan.goals}).prepare()
        except CycleError as error:
            raise PlanError(
                "cycle",
                _(
                    "These goals would wait for each other: %(keys)s.",
                    keys=", ".join(dict.fromkeys(error.args[1])),
                ),
                _("Leave one dependency out."),
            ) from None
        if sum(goal.status not in _GONE for goal in plan.goals) > MAX_GOALS:
            raise PlanError(
                "too_many_goals",
                _("A plan has at most %(count)s goals.", count=MAX_GOALS),
                _("Join goals that belong together."),
            )
        return plan

    def ready(self, limit: int) -> tuple[Goal, ...]:
        """Open goals whose parents all have answers, in their order, at most `limit`."""
        answered = {goal.key for goal in self.goals if goal.status.has_answer}
        fitting = (g for g in self.goals if g.status is GoalStatus.OPEN and answered.issuperset(g.depends_on))
        return tuple(fitting)[:limit]

    def failed(self) -> tuple[Goal, ...]:
        """Goals without an answer that may still be tried in another way: a replacement is not replaced."""
        return tuple(g for g in self.goals if g.status is GoalStatus.UNANSWERED and not g.replaces)

    def resolve(self, key: str) -> str:
        """The goal's text with its parents' answers in place. Raises PlanError while one is missing."""

        def answer_of(found: re.Match[str]) -> str:
            parent = self._named(found)
            if not parent.status.has_answer:
                raise PlanError(
                    "unanswered_parent",
                    _("Goal %(parent)s has no answer that %(key)s could use.", parent=parent.key, key=key),
                )
            return _words(parent.answer)

        return _PLACEHOLDER.sub(answer_of, self[key].text)

    def _add(self, new: AddGoal, replaces: str = "") -> "PlanGraph":
        if not _KEY.fullmatch(new.key):
            raise PlanError(
                "bad_key",
                _("“%(key)s” cannot name a goal.", key=new.key),
                _("Use a letter and up to 15 of a-z, 0-9, _."),
            )
        if any(goal.key == new.key for goal in self.goals):
            raise PlanError(
                "duplicate_key",
                _("There is a goal %(key)s already.", key=new.key),
                _("Choose another key."),
            )
        goal = Goal(new.key, "", self._parents(new=new.depends_on), replaces=replaces)
        return PlanGraph((*self.goals, goal))._edit(goal, new.text)

    def _edit(self, goal: Goal, text: str) -> "PlanGraph":
        """Placeholders are kept in one form; what they name is depended on."""
        one_line = " ".join(text.split())
        if not one_line:
            raise PlanError(
                "no_text",
                _("Goal %(key)s has no text.", key=goal.key),
                _("Say in a sentence what to find out."),
            )
        named = [self._named(found).key for found in _PLACEHOLDER.finditer(one_line)]
        uniform = _PLACEHOLDER.sub(lambda found: f"[Answer {self._named(found).key}]", one_line)
        return self._put(replace(goal, text=uniform, depends_on=self._parents(*goal.depends_on, new=named)))

    def _named(self, placeholder: re.Match[str]) -> Goal:
        """The goal that a placeholder names. `[Answer1]` means the first one."""
        name = placeholder[1].strip(" _:#").lower()
        is_place = name.isdecimal() and 0 < int(name) <= len(self.goals)
        return self.goals[int(name) - 1] if is_place else self[name]

    def _parents(self, *had: str, new: Iterable[str]) -> tuple[str, ...]:
        """What a goal depends on: what it did, and new ones that have an answer or may still get one."""
        for parent in (self[key] for key in new):
            if parent.status not in _LIVING:
                raise PlanError(
                    "no_answer_to_come",
                    _(
                        "Goal %(key)s is %(status)s: what depends on it would never start.",
                        key=parent.key,
                        status=parent.status.words,
                    ),  # fmt: skip
                    _("Depend on another goal, or replace this one first."),
                )
        return tuple(dict.fromkeys((*had, *new)))

    def _replace(self, operation: ReplaceGoal) -> "PlanGraph":
        old = self[operation.key]
        if old not in self.failed():
            raise PlanError(
                "not_replaceable",
                _("Goal %(key)s is %(status)s, a second attempt.", key=old.key, status=old.status.words)
                if old.replaces
                else _("Goal %(key)s is %(status)s.", key=old.key, status=old.status.words),
                _("Only a goal that was left unanswered can be tried in another way, once."),
            )
        plan = self._put(replace(old, status=GoalStatus.REPLACED))
        for new in operation.by:
            plan = plan._add(new, replaces=old.key)
        keys = tuple(new.key for new in operation.by)
        for child in [goal for goal in plan.goals if old.key in goal.depends_on]:
            parents = tuple(key for key in child.depends_on if key != old.key)
            text = child.text.replace(f"[Answer {old.key}]", ", ".join(f"[Answer {key}]" for key in keys))
            plan = plan._put(replace(child, text=text, depends_on=(*parents, *keys)))
        return plan

    def _answer(self, goal: Goal, status: GoalStatus, answer: str, analysis: str) -> "PlanGraph":
        if goal not in self.ready(len(self.goals)):
            raise PlanError(
                "not_ready",
                _("Goal %(key)s waits for %(keys)s.", key=goal.key, keys=", ".join(goal.depends_on)),
            )
        if not status.has_answer and status is not GoalStatus.UNANSWERED:
            raise PlanError("bad_status", _("A goal cannot end as %(status)s.", status=status.words))
        if status.has_answer and not _words(answer):
            raise PlanError(
                "no_answer",
                _("Goal %(key)s is %(status)s without a word.", key=goal.key, status=status.words),
                _("Say it, or end it as unanswered."),
            )
        return self._put(replace(goal, status=status, answer=answer, analysis=analysis))

    def _open(self, key: str, *others: GoalStatus) -> Goal:
        """The goal, which must be open or as one of `others` says. Raises PlanError."""
        goal = self[key]
        if goal.status not in (GoalStatus.OPEN, *others):
            raise PlanError(
                "ended_goal",
                _(
                    "Goal %(key)s is %(status)s: it cannot be changed any more.",
                    key=goal.key,
                    status=goal.status.words,
                ),
                _("Add a goal instead."),
            )
        return goal

    def _put(self, changed: Goal) -> "PlanGraph":
        return PlanGraph(tuple(changed if goal.key == changed.key else goal for goal in self.goals))


_GONE = (GoalStatus.SKIPPED, GoalStatus.REPLACED)
_LIVING = (GoalStatus.OPEN, GoalStatus.ANSWERED, GoalStatus.PARTIAL)


def _words(answer: str) -> str:
    """An answer without its evidence markers."""
    return " ".join(_MARKER.sub("", answer).split())
