"""A policy that plays a script: tools are driven by hand through the real loop."""

from collections.abc import Sequence

from agents.assessment import Assessment
from agents.effects import Effects, at_once
from agents.replay import AgentState
from agents.types import Decision, ToolCall


class ScriptedPolicy:
    """Plays one list of (tool, arguments) a step; after the last one it ends the run."""

    name = "scripted"

    def __init__(self, steps: Sequence[Sequence[tuple[str, dict[str, object]]]]) -> None:
        self._steps = steps

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The question itself: a script has no plan."""
        return ("",)

    def decide(self, state: AgentState, goal: str) -> Effects[Decision]:
        """The script's next step, counted by the steps in the journal."""
        return at_once(self._next(state))

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision]:
        """End without an answer."""
        return at_once(_end(state, reason))

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        """Nothing: whoever wrote the script knows."""
        return at_once(Assessment())

    def _next(self, state: AgentState) -> Decision:
        number = len(state.steps)
        if number >= len(self._steps):
            return _end(state, "The script has ended.")
        calls = [
            ToolCall.of_step(number + 1, place, tool, arguments)
            for place, (tool, arguments) in enumerate(self._steps[number], start=1)
        ]
        return Decision(f"Step {number + 1} of the script", tuple(calls))


def _end(state: AgentState, reason: str) -> Decision:
    return Decision(reason, (ToolCall.of_step(len(state.steps) + 1, 1, "finish", {"reason": reason}),))
