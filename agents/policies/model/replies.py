"""From a model's reply to a decision: what it may call, in which order, and what was wrong."""

from collections.abc import Collection, Iterator

from agents.messages import joined, write_message
from agents.messages import message as _
from agents.models.json_calls import MALFORMED, PROBLEM, problem_of
from agents.replay import AgentState
from agents.types import Decision, ModelReply, ToolCall

MAX_CALLS_A_STEP = 8
"""Calls of one reply that are carried out; a model that wants more can go on in its next step."""

_MAX_INTENT_CHARACTERS = 400
_MAX_RAW_CHARACTERS = 1_000
_LAST = ("finish", "answer_goal")
"""Tools that end something: calls beside them come first."""


def decision_from(state: AgentState, reply: ModelReply, offered: Collection[str], room: int) -> Decision:
    """The decision in a reply. What cannot be followed is its problem, in words that a model can mend.

    `room` is how many calls the run has left.
    """
    allowed = [call for call in reply.calls if call.name in offered]
    ordered = sorted(allowed, key=lambda call: call.name in _LAST)
    number, calls = len(state.steps) + 1, list[ToolCall]()
    for place, call in enumerate(ordered[: min(MAX_CALLS_A_STEP, room)], start=1):
        arguments = call.arguments
        if arguments is None:
            # They reach the tool as they were written, and its error says what was wrong with them.
            problem = _cut(reply) if reply.finish == "length" else problem_of(call.raw)
            arguments = {MALFORMED: call.raw[:_MAX_RAW_CHARACTERS], PROBLEM: write_message(problem)}
        calls.append(ToolCall.of_step(number, place, call.name, arguments))
    problems = list(_problems(reply, len(allowed), len(calls), offered))
    # Why, in the model's words if it gave any.
    intent = " ".join((reply.text or reply.thinking).split())
    if len(intent) > _MAX_INTENT_CHARACTERS:
        intent = intent[: _MAX_INTENT_CHARACTERS - 1] + "…"
    named = ", ".join(call.name.replace("_", " ").capitalize() for call in calls)
    intent = intent or named or _("An empty reply")
    return Decision(intent, tuple(calls), joined(*problems) if problems else "")


def _problems(reply: ModelReply, allowed: int, made: int, offered: Collection[str]) -> Iterator[str]:
    tools = _("Tools: %(names)s.", names=", ".join(offered))
    if refused := sorted({call.name for call in reply.calls} - set(offered)):
        yield joined(_("There is no tool %(names)s here.", names=", ".join(map(repr, refused))), tools)
    elif not reply.calls and reply.finish == "length":
        yield joined(_cut(reply), _("It called no tool before."), tools)
    elif not reply.calls:
        yield joined(_("The reply called no tool."), tools)
    if allowed > made:
        yield _("Only the first %(made)s of %(allowed)s calls were made.", made=made, allowed=allowed)


def _cut(reply: ModelReply) -> str:
    return _(
        "The reply was cut at %(count)s tokens: raise output= in the model's line, or be briefer.",
        count=str(reply.usage.output_tokens),
    )
