"""A policy that plays a script: the test double that ships, and a way to drive tools by hand."""

from collections.abc import Sequence

from agents.replay import AgentState
from agents.types import Decision, ToolCall


class ScriptedPolicy:
    """Plays one list of (tool, arguments) a step; after the last one it ends the run."""

    name = "scripted"

    def __init__(self, steps: Sequence[Sequence[tuple[str, dict[str, object]]]]) -> None:
        self._steps = steps

    def decide(self, state: AgentState) -> Decision:
        """The script's next step, counted by the steps in the journal."""
        number = len(state.steps)
        if number >= len(self._steps):
            return self.conclude(state, "The script has ended.")
        calls = [
            ToolCall(f"c{number + 1}.{place}", tool, arguments)
            for place, (tool, arguments) in enumerate(self._steps[number], start=1)
        ]
        return Decision(f"Step {number + 1} of the script", tuple(calls))

    def conclude(self, state: AgentState, reason: str) -> Decision:
        """End without an answer."""
        return Decision(reason, (ToolCall(f"c{len(state.steps) + 1}.1", "finish", {"reason": reason}),))
