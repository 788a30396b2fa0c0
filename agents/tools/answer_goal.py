import re
from typing import Annotated, Literal

from pydantic import Field

from agents.messages import message as _
from agents.observations import GoalEnded
from agents.plan import AnswerGoal, GoalStatus, PlanError
from agents.text.marker_words import MARKER
from agents.text.markers import canonical
from agents.toolbox import Phase, ToolContext, ToolFailed

PHASES = frozenset({Phase.GOAL})

_ID = re.compile(r"e\d+")


def answer_goal(
    context: ToolContext,
    answer: Annotated[str, Field(max_length=4_000)] = "",
    status: Literal["answered", "partial", "unanswered"] = "answered",
    analysis: Annotated[str, Field(max_length=2_000)] = "",
) -> GoalEnded:
    """End the work on your goal. The plan and the goals that wait for this one go on with its answer.

    answer: in short, each statement followed by the evidence it rests on, as in "It was lit in 1854 [e2]."
    status: answered; partial, when something of it is missing; unanswered. analysis: what is missing and what
    was tried; needed without an answer.
    """
    if not context.goal:
        raise ToolFailed("no_goal", _("No goal of a plan is being worked on."), _("Use finish instead."))
    written = canonical(answer, context.memory.evidence).strip()
    ended = GoalEnded(context.goal, GoalStatus(status), written, analysis.strip())
    if ended.status is not GoalStatus.UNANSWERED:
        named = {key for marker in MARKER.findall(ended.answer) for key in _ID.findall(marker)}
        if not named & set(context.memory.evidence):
            raise ToolFailed(
                "no_evidence",
                _("The answer names no evidence of this run."),
                _(
                    "Keep what it rests on with note and name it after the statement, as in [e1]; or end the "
                    "goal as unanswered."
                ),
            )
        _require_reflection(context, ended.status)
    elif not ended.analysis and not ended.answer:
        raise ToolFailed(
            "invalid_arguments", _("It is not said why there is no answer."), _("Give an analysis.")
        )
    # The plan may have changed while the model was thinking.
    try:
        context.plan.apply((AnswerGoal(ended.goal, ended.status, ended.answer, ended.analysis),))
    except PlanError as error:
        raise ToolFailed(error.kind, error.message, error.hint) from None
    return ended


def _require_reflection(context: ToolContext, status: GoalStatus) -> None:
    """RE-Searcher: what a search found is held against its goal before anything is built on it."""
    asked = [s.step for s in context.memory.searches if s.goal == context.goal and s.found.repeat_of is None]
    reflected, reflection = context.memory.reflections.get(context.goal, (0, None))
    if asked and asked[-1] > reflected:
        raise ToolFailed(
            "not_reflected",
            _("Nobody has judged yet what the search of step %(step)s found.", step=asked[-1]),
            _("Call reflect first."),
        )
    if reflection and not reflection.is_satisfied and status is GoalStatus.ANSWERED:
        raise ToolFailed(
            "not_satisfied",
            _("By your own last reflection this is still missing: %(missing)s", missing=reflection.missing),
            _("Search for it, or end the goal as partial; reflect again if it was found since."),
        )
