"""The fold: events in, state out. Resume, fork, export and tests all start here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from agents.errors import JournalError
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    Event,
    RunEnded,
    RunStarted,
    StepDecided,
)
from agents.memory import WorkingMemory
from agents.observations import Observation
from agents.types import Answer, ToolCall, Usage


@dataclass(slots=True)
class Step:
    """One decision with its calls; an observation is missing while its call has not ended."""

    number: int
    intent: str
    calls: tuple[ToolCall, ...]
    observations: dict[str, Observation] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[ToolCall, ...]:
        """Calls that have no observation yet, in order."""
        return tuple(call for call in self.calls if call.id not in self.observations)


@dataclass(slots=True)
class AgentState:
    """Everything a run knows, folded from its journal; `apply` is the only way to change it."""

    started: RunStarted | None = None
    steps: list[Step] = field(default_factory=list)
    memory: WorkingMemory = field(default_factory=WorkingMemory)
    usage: Usage = field(default_factory=Usage)
    answer: Answer | None = None
    ended: RunEnded | None = None

    @property
    def tool_calls(self) -> int:
        """How many calls have ended."""
        return sum(len(step.observations) for step in self.steps)

    def apply(self, event: Event) -> None:
        """Fold one more event. Raises JournalError when it cannot follow what came before."""
        if self.ended is not None or (self.started is None) is not isinstance(event, RunStarted):
            raise JournalError(f"{type(event).__name__} cannot stand at this place of a journal.")
        match event:
            case RunStarted():
                self.started = event
            case StepDecided(step, intent, calls, usage):
                self._add_step(step, intent, calls)
                self.usage += usage
            case CallStarted(step):
                self._step(step)
            case CallFinished(step, observation):
                self._step(step).observations[observation.call_id] = observation
                self.memory.take(observation)
            case AnswerGiven(answer):
                self.answer = answer
            case RunEnded():
                self.ended = event

    def _add_step(self, number: int, intent: str, calls: tuple[ToolCall, ...]) -> None:
        if number != len(self.steps) + 1:
            raise JournalError(f"Step {number} follows step {len(self.steps)} in this journal.")
        self.steps.append(Step(number, intent, calls))

    def _step(self, number: int) -> Step:
        if not self.steps or self.steps[-1].number != number:
            raise JournalError(f"A call of step {number} stands outside that step in this journal.")
        return self.steps[-1]


def replay(events: Iterable[Event]) -> AgentState:
    """Fold a journal from its beginning."""
    state = AgentState()
    for event in events:
        state.apply(event)
    return state
