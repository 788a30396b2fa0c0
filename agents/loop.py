"""The only loop. It yields events; whoever consumes them writes each down before asking for the next."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agents.answer import resolve
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    Event,
    Outcome,
    RunEnded,
    RunStarted,
    StepDecided,
)
from agents.memory import WorkingMemory, ids_in
from agents.observations import Finish, Observation, ToolError, ToolResult
from agents.profile import RunProfile
from agents.replay import AgentState, Step, replay
from agents.toolbox import Tool, ToolContext, ToolFailed
from agents.types import Decision, Question, ToolCall
from media_store import MediaError, MediaStoreUnavailable


class Policy(Protocol):
    """Decides the next step from what the journal holds and nothing else, so that a run can be resumed."""

    name: str

    def decide(self, state: AgentState) -> Decision:
        """The next step."""

    def conclude(self, state: AgentState, reason: str) -> Decision:
        """The last step: the best answer the evidence allows. `reason` says why now."""


@dataclass(frozen=True, slots=True)
class SearchAgent:
    """A policy with its tools and limits. `context` builds what the tools may touch, over a run's memory."""

    policy: Policy
    tools: Mapping[str, Tool]
    profile: RunProfile
    corpora: tuple[str, ...]
    context: Callable[[WorkingMemory], ToolContext]
    clock: Callable[[], float] = field(default=time.monotonic)

    def run(self, question: Question, journal: Iterable[Event] = ()) -> Iterator[Event]:
        """Work on a question from where its journal stops; finished calls are not made again.

        Every event is yielded before its effect: a consumer that stores it first can be killed anywhere.
        """
        state, started = replay(journal), self.clock()
        if state.started is None:
            yield from _apply(state, RunStarted(question, self.profile.name, self.policy.name, self.corpora))
        while state.ended is None:
            for event in self._advance(state, self.clock() - started):
                yield from _apply(state, event)

    def _advance(self, state: AgentState, seconds: float) -> Iterator[Event]:
        step = state.steps[-1] if state.steps else None
        if step is not None and step.pending:
            yield from self._carry_out(state, step)
        elif step is not None and (finish := _finish_of(step)):
            yield from self._end(state, finish)
        elif len(state.steps) >= self.profile.max_steps:
            yield RunEnded(Outcome.DECLINED, f"{self._spent(state, seconds)} There was no answer by then.")
        else:
            decision = self._decide(state, seconds)
            yield StepDecided(len(state.steps) + 1, decision.intent, decision.calls, decision.usage)

    def _decide(self, state: AgentState, seconds: float) -> Decision:
        reason = self._spent(state, seconds)
        return self.policy.conclude(state, reason) if reason else self.policy.decide(state)

    def _spent(self, state: AgentState, seconds: float) -> str:
        """Which limit is reached, as a sentence; empty while there is room for a further step."""
        if len(state.steps) >= self.profile.max_steps - 1:
            return f"The limit of {self.profile.max_steps} steps is reached."
        if state.tool_calls >= self.profile.max_calls:
            return f"The limit of {self.profile.max_calls} calls is reached."
        if seconds >= self.profile.max_seconds:
            return f"The limit of {self.profile.max_seconds:.0f} seconds is reached."
        return ""

    def _carry_out(self, state: AgentState, step: Step) -> Iterator[Event]:
        for call in step.pending:
            yield CallStarted(step.number, call.id)
            yield CallFinished(step.number, self._call(call, state.memory))

    def _call(self, call: ToolCall, memory: WorkingMemory) -> Observation:
        started = self.clock()
        try:
            data = self._tool(call.name).call(self.context(memory), call.arguments)
        except ToolFailed as failure:
            error = ToolError(failure.kind, failure.message, failure.hint)
            return Observation(call.id, error=error, seconds=self.clock() - started)
        except MediaStoreUnavailable:
            raise  # No other picture would fare better: an operator has to look.
        except MediaError as refusal:
            error = ToolError("picture", str(refusal), "Choose another picture.")
            return Observation(call.id, error=error, seconds=self.clock() - started)
        return _observe(call.id, data, memory, self.clock() - started)

    def _tool(self, name: str) -> Tool:
        if name not in self.tools:
            raise ToolFailed(
                "unknown_tool", f"There is no tool {name!r}.", f"Tools: {', '.join(self.tools)}."
            )
        return self.tools[name]

    def _end(self, state: AgentState, finish: Finish) -> Iterator[Event]:
        if not finish.draft:
            yield RunEnded(Outcome.DECLINED, finish.reason)
            return
        if state.answer is None:
            yield AnswerGiven(resolve(finish.draft, state.memory.evidence))
        yield RunEnded(Outcome.FINISHED, finish.reason)


def _apply(state: AgentState, event: Event) -> Iterator[Event]:
    """Hand the event out to be stored, and fold it only when the consumer comes back for more."""
    yield event
    state.apply(event)


def _observe(call_id: str, data: ToolResult, memory: WorkingMemory, seconds: float) -> Observation:
    met = tuple(dict.fromkeys(ids_in(data)))
    return Observation(
        call_id,
        data=data,
        new_ids=tuple(item for item in met if not memory.knows(item)),
        seen_ids=tuple(item for item in met if memory.knows(item)),
        seconds=round(seconds, 4),
    )


def _finish_of(step: Step) -> Finish | None:
    results = [observation.data for observation in step.observations.values()]
    return next((data for data in results if isinstance(data, Finish)), None)
