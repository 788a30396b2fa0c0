"""The fold: events in, state out. Resume, fork, export and tests all start here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, assert_never

from agents.errors import JournalError
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    ClaimsChecked,
    Event,
    ModelAsked,
    ModelFailed,
    ModelReplied,
    OrderTaken,
    Outcome,
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.memory import WorkingMemory
from agents.messages import message as _
from agents.observations import GoalEnded, Observation, PlanRevised
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
from agents.plan import AnswerGoal, PlanGraph
from agents.questions.types import Understanding
from agents.retrieval.terms import AS_USUAL
from agents.types import Answer, ModelReply, Question, Role, ToolCall, Usage

Kind = TypeVar("Kind")
"""A kind of result."""


@dataclass(slots=True)
class Step:
    """One decision with its calls; an observation is missing while its call has not ended.

    `set_aside` says why the step was written anew later; such a step is no longer part of the argument.
    """

    number: int
    intent: str
    calls: tuple[ToolCall, ...]
    goal: str = ""
    problem: str = ""
    set_aside: str = ""
    observations: dict[str, Observation] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[ToolCall, ...]:
        """Calls that have no observation yet, in order."""
        return tuple(call for call in self.calls if call.id not in self.observations)

    def results(self, kind: type[Kind]) -> Iterator[Kind]:
        """What its calls gave of one kind, in the order in which they ended."""
        return (seen.data for seen in self.observations.values() if isinstance(seen.data, kind))


@dataclass(slots=True)
class AgentState:
    """Everything a run knows, folded from its journal; `apply` is the only way to change it.

    `understanding` is how the question is read now; None in journals that are older than such readings, of
    which `readings` counts those that no person gave.
    `in_flight` are requests to models without a reply, `replies` what was paid for, both by key. `undecided`
    has, for a goal, the request whose reply its next step is made of. After `reworded_steps` steps a person
    let words of the question count otherwise, so that what was searched for before may be once more.
    `checks` are the checked drafts, by step; `seconds` is the time that calls and models took, side by side
    or not. `last_order` is the number of the newest order that was taken, `hints` are what a person added,
    the newest after `hinted_steps` steps; `answer_wanted` ends the search. `failed_roles` say why their model
    is not asked again. `took_over` says why the built-in rules decide now, after `model_steps` steps; it is
    empty while they do not.
    """

    started: RunStarted | None = None
    understanding: Understanding | None = None
    readings: int = 0
    reworded_steps: int = 0
    steps: list[Step] = field(default_factory=list)
    memory: WorkingMemory = field(default_factory=WorkingMemory)
    plan: PlanGraph = field(default_factory=PlanGraph)
    in_flight: dict[str, ModelAsked] = field(default_factory=dict)
    replies: dict[str, ModelReply] = field(default_factory=dict)
    asked: list[ModelAsked] = field(default_factory=list)
    undecided: dict[str, ModelAsked] = field(default_factory=dict)
    checks: dict[int, ClaimsChecked] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    last_order: int = 0
    hints: list[str] = field(default_factory=list)
    hinted_steps: int = 0
    answer_wanted: bool = False
    failed_roles: dict[Role, str] = field(default_factory=dict)
    took_over: str = ""
    model_steps: int = 0
    answer: Answer | None = None
    ended: RunEnded | None = None

    @property
    def question(self) -> Question:
        """What was asked; without words or pictures before the run started."""
        return self.started.question if self.started else Question("")

    @property
    def paid(self) -> dict[str, ModelAsked]:
        """By goal, the requests whose replies are there and not yet decided on."""
        return {goal: asked for goal, asked in self.undecided.items() if asked.key in self.replies}

    @property
    def has_searched(self) -> bool:
        """Whether anything was searched for or looked at."""
        return bool(self.memory.searches or self.memory.looks)

    @property
    def finished_by(self) -> Literal["model", "rules", ""]:
        """What brought the answer about, or why there is none; empty when a run did not finish."""
        if self.started is None or self.ended is None:
            return ""
        if self.ended.outcome not in (Outcome.FINISHED, Outcome.DECLINED):
            return ""
        return "model" if self.started.models and not self.took_over else "rules"

    @property
    def tool_calls(self) -> int:
        """How many calls have ended."""
        return sum(len(step.observations) for step in self.steps)

    def steps_of(self, goal: str) -> list[Step]:
        """The steps that worked on a goal of the plan, or on the question itself."""
        return [step for step in self.steps if step.goal == goal]

    def apply(self, event: Event) -> None:
        """Fold one more event. Raises JournalError when it cannot follow what came before."""
        if self.ended is not None or (self.started is None) is not isinstance(event, RunStarted):
            raise JournalError(
                _("%(name)s cannot stand at this place of a journal.", name=type(event).__name__)
            )
        match event:
            case ModelAsked():
                self.in_flight[event.key] = event
                self.asked.append(event)
                if event.decides:
                    self.undecided[event.goal] = event
            case ModelReplied():
                self.in_flight.pop(event.key, None)
                self.replies[event.key] = event.reply
                self.usage += event.reply.usage
                self.seconds += event.reply.seconds
            case ModelFailed(key, role, reason):
                self.in_flight.pop(key, None)
                self.failed_roles[role] = reason
                self.undecided = {goal: asked for goal, asked in self.undecided.items() if asked.key != key}
            case StepDecided():
                self._add_step(event)
            case StepSetAside(step, reason):
                self._step(step).set_aside = reason
            case CallStarted(step):
                self._step(step)
            case CallFinished(step, observation):
                self._take_observation(self._step(step), observation)
            case _:
                self._take_frame(event)

    def _take_frame(
        self,
        event: RunStarted
        | QuestionUnderstood
        | OrderTaken
        | RulesTookOver
        | ClaimsChecked
        | AnswerGiven
        | RunEnded,
    ) -> None:
        """The frame of the journal: its start, orders, who decides, and what leads up to its end."""
        match event:
            case OrderTaken(order, problem):
                self.last_order = order.number
                if not problem:
                    self._obey(order.wish)
            case RunStarted():
                self.started = event
            case QuestionUnderstood(understanding):
                self.understanding = understanding
                self.readings += 1
            case RulesTookOver(reason):
                self.took_over, self.model_steps = reason, len(self.steps)
                self.undecided.clear()
            case ClaimsChecked(step):
                self.checks[step] = event
            case AnswerGiven(answer):
                self.answer = answer
            case RunEnded():
                self.ended = event

    def _obey(self, wish: Wish) -> None:
        match wish:
            case Hint(text):
                self.hints.append(text)
                self.hinted_steps = len(self.steps)
            case AnswerNow():
                self.answer_wanted = True
            case ChangeGoal(change):
                self.plan = self.plan.apply((change,))
            case ReviseUnderstanding(understanding):
                before = self.understanding.terms if self.understanding else AS_USUAL
                if understanding.terms != before:
                    self.reworded_steps = len(self.steps)
                self.understanding = replace(understanding, by="person")
            case PinEvidence(evidence):
                self.memory.pin(evidence)
            case WithdrawEvidence(evidence, reason):
                self.memory.withdraw(evidence, reason)
            case Pause():
                pass  # The loop stops behind it; what is known stays as it is.
            case _ as never:
                assert_never(never)

    def _add_step(self, event: StepDecided) -> None:
        if event.step != len(self.steps) + 1:
            raise JournalError(
                _(
                    "Step %(step)s follows step %(last)s in this journal.",
                    step=event.step,
                    last=len(self.steps),
                )
            )
        self.steps.append(Step(event.step, event.intent, event.calls, event.goal, event.problem))
        self.undecided.pop(event.goal, None)

    def _take_observation(self, step: Step, observation: Observation) -> None:
        call = next((call for call in step.calls if call.id == observation.call_id), None)
        if call is None:
            raise JournalError(
                _(
                    "Step %(step)s never made the call “%(call)s”.",
                    step=step.number,
                    call=observation.call_id,
                )
            )
        step.observations[observation.call_id] = observation
        self.seconds += observation.seconds
        if observation.data and observation.data.usd:
            self.usage += Usage(cost_usd=observation.data.usd)
        self.memory.take(observation, step=step.number, goal=step.goal, tool=call.name)
        match observation.data:
            case PlanRevised(operations):
                self.plan = self.plan.apply(operations)
            case GoalEnded(goal, status, answer, analysis) if goal:
                self.plan = self.plan.apply((AnswerGoal(goal, status, answer, analysis),))
            case _:
                pass

    def _step(self, number: int) -> Step:
        if not 0 < number <= len(self.steps):
            raise JournalError(
                _("This journal has an event of step %(number)s, which was never decided.", number=number)
            )
        return self.steps[number - 1]


def replay(events: Iterable[Event]) -> AgentState:
    """Fold a journal from its beginning."""
    state = AgentState()
    for event in events:
        state.apply(event)
    return state
