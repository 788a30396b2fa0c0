"""A run as a conversation, folded from its journal: what every format is written from.

Steps that were set aside are no part of it, nor are steps in which the policy neither said nor called
anything. Whatever they found stays in the run's memory, so that later turns may name it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from agents.errors import JournalError
from agents.events import Event, StepDecided
from agents.exports.outcomes import InlinePicture, Part, check_text, outcome_parts, picture_parts
from agents.observations import Finish, GoalEnded
from agents.replay import AgentState, Step
from agents.types import ModelReply, ToolCall


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the policy is told: the question, or what was wrong with its last turn."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AssistantTurn:
    """What the policy decided. Where no model spoke, the step's intent is the thought."""

    thought: str
    text: str
    calls: tuple[ToolCall, ...]


@dataclass(frozen=True, slots=True)
class ToolTurn:
    """What came of a call; every call has exactly one."""

    call_id: str
    parts: tuple[Part, ...]


Turn = UserTurn | AssistantTurn | ToolTurn


@dataclass(frozen=True, slots=True)
class GoalSession:
    """The work on a goal of the plan between two turns of the main line.

    `task` is the goal with the answers of others in place, `outcome` how the work ended.
    """

    goal: str
    task: str
    turns: tuple[Turn, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The question, the turns of the main line, and the sessions of goals where they took place."""

    state: AgentState
    items: tuple[Turn | GoalSession, ...]

    @property
    def pictures(self) -> frozenset[str]:
        """UIDs of all pictures that it shows."""
        turns = (item.turns if isinstance(item, GoalSession) else (item,) for item in self.items)
        return frozenset(uid for group in turns for turn in group for uid in pictures_of(turn))


def pictures_of(turn: Turn) -> tuple[str, ...]:
    """UIDs of the pictures that a turn shows, in order."""
    parts = () if isinstance(turn, AssistantTurn) else turn.parts
    return tuple(part.uid for part in parts if isinstance(part, InlinePicture))


def converse(events: Iterable[Event]) -> Conversation:
    """The conversation of a journal. Raises JournalError for one that has not begun or cannot be folded."""
    fold = _Fold()
    for event in events:
        fold.read(event)
    started = fold.state.started
    if started is None:
        raise JournalError("The run has not begun.")
    words = (started.question.text,) if started.question.text else ()
    question_turn = UserTurn((*words, *picture_parts(image.uid for image in started.question.images)))
    return Conversation(fold.state, (question_turn, *fold.items()))


@dataclass(slots=True)
class _Fold:
    """Folds a journal and keeps what its state does not.

    That is the reply that each step was made of, by the step's number, and the words of each goal when the
    work on it began.
    """

    state: AgentState = field(default_factory=AgentState)
    replies: dict[int, ModelReply] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)

    def read(self, event: Event) -> None:
        if isinstance(event, StepDecided):
            if asked := self.state.paid.get(event.goal):
                reply = self.state.replies[asked.key]
                # The harness may have decided otherwise, as it does to close a run whose model will not.
                if {call.name for call in event.calls} <= {call.name for call in reply.calls}:
                    self.replies[event.step] = reply
            if event.goal and event.goal not in self.tasks:
                self.tasks[event.goal] = self.state.plan.resolve(event.goal)
        self.state.apply(event)

    def items(self) -> Iterator[Turn | GoalSession]:
        steps = []
        for step in self.state.steps:
            turn = self._assistant_turn(step)
            if not step.set_aside and (turn.thought or turn.text or turn.calls):
                steps.append(step)
        for has_goal, stretch in groupby(steps, key=lambda step: bool(step.goal)):
            if not has_goal:
                for step in stretch:
                    yield from self._turns(step)
                continue
            # Goals are worked on side by side; each is told by itself, in the order in which they began.
            by_goal: dict[str, list[Step]] = {}
            for step in stretch:
                by_goal.setdefault(step.goal, []).append(step)
            for goal, own in by_goal.items():
                turns = tuple(turn for step in own for turn in self._turns(step))
                ended = next((ended for step in own for ended in step.results(GoalEnded)), None)
                outcome = "The work on it did not end."
                if ended:
                    outcome = f"{ended.status}: {ended.answer or ended.analysis}"
                yield GoalSession(goal, self.tasks[goal], turns, outcome)

    def _turns(self, step: Step) -> Iterator[Turn]:
        yield self._assistant_turn(step)
        check = self.state.checks.get(step.number)
        for call in step.calls:
            observation = step.observations.get(call.id)
            parts = outcome_parts(observation)
            is_draft = observation is not None and isinstance(observation.data, Finish)
            yield ToolTurn(call.id, (*parts, check_text(check)) if check and is_draft else parts)
        if step.problem:
            yield UserTurn((step.problem,))

    def _assistant_turn(self, step: Step) -> AssistantTurn:
        if reply := self.replies.get(step.number):
            return AssistantTurn(reply.thinking.strip(), reply.text.strip(), step.calls)
        return AssistantTurn(step.intent, "", step.calls)
