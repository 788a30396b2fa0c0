"""The only loop. It yields events; whoever consumes them writes each down before asking for the next."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Protocol

from agents.assessment import Assessment
from agents.budget import MAX_CLOSING_STEPS, spent
from agents.effects import Driver, Effects, Strands
from agents.events import (
    AnswerGiven,
    CallFinished,
    CallStarted,
    Event,
    Outcome,
    QuestionUnderstood,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.looking.captions import with_captions
from agents.memory import WorkingMemory
from agents.messages import joined
from agents.messages import message as _
from agents.observations import Finish, Observation, ToolError
from agents.profile import Mode, RunProfile
from agents.questions.types import Understanding
from agents.replay import AgentState, Step, replay
from agents.steering import Steering, is_pause, take
from agents.toolbox import Tool, ToolContext, ToolFailed, sources_of
from agents.types import Decision, Question, Role, ToolCall
from agents.understanding import read_by_model
from agents.verdicts import Ruling
from agents.verify.checking import DraftChecker
from media_store import MediaError, MediaStoreUnavailable

_ORDERS = "!orders"
"""The strand that takes orders; no goal has such a name."""

_READING = "!reading"
"""The strand in which a model reads the question."""


class Policy(Protocol):
    """Decides the next step from what the journal holds and nothing else, so that a run can be resumed.

    A goal is the key of one of the plan's goals; the empty one stands for the question itself.
    """

    @property
    def name(self) -> str:
        """What the journal calls it."""

    def goals(self, state: AgentState) -> tuple[str, ...]:
        """The goals that may be worked on now, side by side; at least one."""

    def decide(self, state: AgentState, goal: str) -> Effects[Decision | None]:
        """The next step towards a goal; None when its events changed who decides: then it is asked again."""

    def conclude(self, state: AgentState, reason: str) -> Effects[Decision | None]:
        """The last step: the best answer the evidence allows. `reason` says why now."""

    def assess(self, state: AgentState, draft: str) -> Effects[Assessment]:
        """What is said of a draft that is about to be published; of an empty one, what was nearest."""


def unlimited() -> Decimal | None:
    """Nobody's purse limits the run."""
    return None


@dataclass(frozen=True, slots=True)
class SearchAgent:
    """A policy with its tools and limits. `context` builds what the tools may touch, over a run's memory.

    `checker` checks drafts, `allowance` is what the person may still spend in dollars, `date` the day that
    the run starts; `steering` is how people reach it. `understand` reads the question before the first step.
    """

    policy: Policy
    tools: Mapping[str, Tool]
    profile: RunProfile
    corpora: tuple[str, ...]
    context: Callable[[WorkingMemory], ToolContext]
    checker: DraftChecker
    allowance: Callable[[], Decimal | None] = unlimited
    clock: Callable[[], float] = field(default=time.monotonic)
    date: str = ""
    steering: Steering = field(default=Steering())
    understand: Callable[[Question], Understanding] | None = None

    def run(self, question: Question, journal: Iterable[Event] = ()) -> Iterator[Event]:
        """Work on a question from where its journal stops; finished calls are not made again.

        Every event is yielded before its effect: a consumer that stores it first can be killed anywhere.
        After an order to pause, the events stop without a RunEnded.
        """
        state = replay(journal)
        state.in_flight.clear()  # What another process had asked for will not arrive in this one.
        if state.started is None:
            models, policy = self.checker.role_models.names, self.policy.name
            started = RunStarted(
                question, self.profile.name, policy, self.corpora, models, self.date, sources_of(self.tools)
            )
            yield from _apply(state, started)
        if self.understand and state.understanding is None and not state.steps:
            yield from _apply(state, QuestionUnderstood(self.understand(question)))
        began = self.clock() - state.seconds
        limit, pulse = self.profile.parallel_goals, self.steering.pulse
        with closing(Driver(lambda: self._strands(state, began), limit, pulse).run()) as events:
            for event in events:
                yield from _apply(state, event)
                if state.ended is not None or is_pause(event):
                    return

    def _strands(self, state: AgentState, began: float) -> Strands:
        """What should be under way now: a turn for each goal, or the end once a budget is spent."""
        if state.ended is not None:
            return {}
        if orders := self.steering.orders(state.last_order):
            # What was asked for is paid for: its reply comes first.
            return {} if state.in_flight else {_ORDERS: partial(take, state, orders)}
        if state.took_over and state.in_flight:
            return {}
        first, models = state.understanding, self.checker.role_models.models
        is_read_by_rules = first is not None and first.by == "rules" and state.readings == 1
        has_planner = self.profile.mode is Mode.PLAN and Role.PLANNER in models
        if first and is_read_by_rules and has_planner and not state.steps and not state.took_over:
            # Once, where it plans, the planner reads the question anew.
            ask = partial(self.checker.ask, state)
            return {_READING: partial(read_by_model, state.question, first, ask)}
        reason = self._spent(state, began)
        if not reason or any(asked.decides == "next" for asked in state.paid.values()):
            goals = self.policy.goals(state) if not reason else state.paid
            return {goal: partial(self._turn, state, goal, began) for goal in goals}
        if state.in_flight:
            return {}  # What was asked for is paid for: its reply comes first.
        return {"": partial(self._last_turn, state, reason)}

    def _spent(self, state: AgentState, began: float) -> str:
        return spent(self.profile, state, self.clock() - began, self.allowance())

    def _turn(self, state: AgentState, goal: str, began: float) -> Effects[None]:
        """One thing towards a goal: carry out what was decided, end, or decide what is next."""
        step = next((step for step in state.steps_of(goal)[-1:] if not step.set_aside), None)
        drafts = [str(call.arguments.get("answer", "")) for call in step.calls] if step else []
        if step and any(self.checker.rests_on_withdrawn(state, draft) for draft in drafts):
            yield StepSetAside(step.number, _("A person withdrew what this answer rests on."))
        elif step and step.pending:
            yield from self._carry_out(state, step)
        elif step and (finish := next(step.results(Finish), None)) and not _is_sent_back(state, step):
            yield from self._end(state, step, finish, is_last=False)
        elif (goal in state.paid or not self._spent(state, began)) and (
            decision := (yield from self.policy.decide(state, goal))
        ):
            yield _decided(state, decision, goal)

    def _last_turn(self, state: AgentState, reason: str) -> Effects[None]:
        """Towards the end, whatever was reached: the closing decision, its calls, the answer."""
        step = next(reversed(state.steps_of("")), None)
        if step and step.pending:
            yield from self._carry_out(state, step)
        elif step and (finish := next(step.results(Finish), None)) and not _is_sent_back(state, step):
            yield from self._end(state, step, finish, is_last=True)
        elif len(state.steps) >= self.profile.max_steps + (
            MAX_CLOSING_STEPS if self.checker.role_models.models else 0
        ):
            yield _ended(state, Outcome.DECLINED, _("%(reason)s There was no answer by then.", reason=reason))
        elif decision := (yield from self.policy.conclude(state, reason)):
            yield _decided(state, decision, "")

    def _carry_out(self, state: AgentState, step: Step) -> Effects[None]:
        for call in step.pending:
            yield CallStarted(step.number, call.id)
            observation = yield from self._call(state, step, call)
            yield CallFinished(step.number, observation)

    def _call(self, state: AgentState, step: Step, call: ToolCall) -> Effects[Observation]:
        began, paid = self.clock(), state.usage
        data, error = None, None
        try:
            context = replace(
                self.context(state.memory), question=state.question, plan=state.plan, goal=step.goal,
                step=step.number, ask=partial(self.checker.ask, state), understanding=state.understanding,
                reworded_steps=state.reworded_steps, hints=tuple(state.hints),
            )  # fmt: skip
            if call.name not in self.tools:
                raise ToolFailed(
                    "unknown_tool",
                    _("There is no tool “%(name)s”.", name=call.name),
                    _("Tools: %(names)s.", names=", ".join(self.tools)),
                )
            result = self.tools[call.name].call(context, call.arguments)
            found = (yield from result) if isinstance(result, Generator) else result
            data = yield from with_captions(context, state.memory.without_withdrawn(found))
        except ToolFailed as failure:
            error = ToolError(failure.kind, failure.message, failure.hint)
        except MediaStoreUnavailable:
            raise  # No other picture would fare better: an operator has to look.
        except MediaError as refusal:
            error = ToolError("picture", str(refusal), _("Choose another picture."))
        met = tuple(dict.fromkeys(data.ids)) if data else ()
        return Observation(
            call.id,
            data=data,
            new_ids=tuple(item for item in met if not state.memory.knows(item)),
            seen_ids=tuple(item for item in met if state.memory.knows(item)),
            error=error,
            seconds=round(self.clock() - began, 4),
            cost_usd=state.usage.cost_usd - paid.cost_usd + (data.usd if data else 0),
        )

    def _end(self, state: AgentState, step: Step, finish: Finish, *, is_last: bool) -> Effects[None]:
        """Check the draft, then publish it; or leave it to be repaired, once."""
        if not finish.draft:
            yield from self._decline(state, finish.reason)
            return
        if state.answer is None:
            check = state.checks.get(step.number)
            if check is None:
                check = yield from self.checker.check(state, step.number, finish.draft, is_last=is_last)
                yield check
            if check.ruling is Ruling.REPAIR:
                return
            said = yield from self.policy.assess(state, finish.draft)
            assessment = yield from self.checker.assess(state, finish.draft, said)
            answer = self.checker.publish(state, finish.draft, check, assessment)
            if isinstance(answer, str):
                yield from self._decline(state, answer)
                return
            yield AnswerGiven(answer)
        yield _ended(state, Outcome.FINISHED, finish.reason)

    def _decline(self, state: AgentState, message: str) -> Effects[None]:
        assessment = yield from self.policy.assess(state, "")
        ended = _ended(state, Outcome.DECLINED, message)
        yield replace(ended, reason=assessment.reason, nearest=assessment.nearest)


def _apply(state: AgentState, event: Event) -> Iterator[Event]:
    """Hand the event out to be stored, and fold it only when the consumer comes back for more."""
    yield event
    state.apply(event)


def _ended(state: AgentState, outcome: Outcome, message: str) -> RunEnded:
    if state.took_over:
        by_rules = _("The built-in rules finished this run. %(reason)s", reason=state.took_over)
        message = joined(message, by_rules) if message else by_rules
    return RunEnded(outcome, message)


def _decided(state: AgentState, decision: Decision, goal: str) -> StepDecided:
    return StepDecided(len(state.steps) + 1, decision.intent, decision.calls, goal, decision.problem)


def _is_sent_back(state: AgentState, step: Step) -> bool:
    check = state.checks.get(step.number)
    return check is not None and check.ruling is Ruling.REPAIR
