"""A journal as the log of a trace: every event, with steps that were set aside, and where the time went."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from agents.context.results import tell_briefly
from agents.events import (
    AnswerGiven,
    CallFinished,
    ClaimsChecked,
    Event,
    ModelFailed,
    ModelReplied,
    Outcome,
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
    kind_of,
)
from agents.exports.outcomes import check_text
from agents.exports.record import RunRecord
from agents.exports.task_log import PerformanceSummary, StepLog, TraceData, TraceSpan
from agents.questions.summary import summary
from agents.replay import AgentState
from agents.verdicts import Ruling

MAIN = "main_agent"
GOALS = "browsing_agent"
"""What the original calls agents other than the main one when it adds up their time."""


def stamp(time: datetime) -> str:
    """The time in UTC, to the second, as traces have it."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def step_logs(record: RunRecord, state: AgentState) -> Iterator[StepLog]:
    """A log for each event that says something by itself."""
    for event, time in zip(record.events, record.times, strict=True):
        if log := _log(event, state):
            yield log.model_copy(update={"timestamp": stamp(time)})


def trace_data(record: RunRecord, state: AgentState) -> TraceData:
    """Spans of calls and of replies, and their sums."""
    goals = {asked.key: asked.goal for asked in state.asked}
    calls = [
        _span(state.steps[event.step - 1].goal, _tool(event, state), event.observation.seconds)
        for event in record.events
        if isinstance(event, CallFinished)
    ]
    replies = [
        _span(goals.get(event.key, ""), f"model.{event.role}", event.reply.seconds)
        for event in record.events
        if isinstance(event, ModelReplied)
    ]
    wall = (record.times[-1] - record.times[0]).total_seconds()
    by_agent = {
        agent: {"tool_seconds": _seconds(calls, is_own), "model_seconds": _seconds(replies, is_own)}
        for agent, is_own in (
            (MAIN, lambda span: span.agent_context == MAIN),
            (GOALS, lambda span: span.agent_context != MAIN),
        )
    }
    together = {"tool_seconds": _seconds(calls), "model_seconds": _seconds(replies)}
    summary = PerformanceSummary(
        total_wall_time=wall, primary_breakdown=by_agent, cross_cutting_breakdown=together
    )
    seconds: dict[str, float] = defaultdict(float)
    for span in calls:
        seconds[span.name] += span.duration_seconds
    workload = {name: round(total, 4) for name, total in seconds.items()}
    return TraceData(performance_summary=summary, tool_workload_breakdown=workload, spans=(*calls, *replies))


def _log(event: Event, state: AgentState) -> StepLog | None:
    match event:
        case RunStarted() | QuestionUnderstood():
            return _opening(event)
        case ModelReplied(role=role, reply=reply):
            return _made(f"{role} | model_replied", reply.text[:300], seconds=reply.seconds)
        case ModelFailed(reason=reason) | RulesTookOver(reason):
            return _failed(kind_of(event), reason)
        case StepDecided():
            calls = [{"name": call.name, "arguments": dict(call.arguments)} for call in event.calls]
            made = _failed if event.problem else _made
            said = f"{event.intent} Problem: {event.problem}" if event.problem else event.intent
            return made(f"step {event.step} | decided", said, step=event.step, goal=event.goal, calls=calls)
        case StepSetAside(step, reason):
            return _failed(f"step {step} | set_aside", reason, step=step)
        case CallFinished(step, observation):
            made = _made if observation.ok else _failed
            return made(
                f"step {step} | {_tool(event, state)}",
                tell_briefly(observation),
                step=step,
                seconds=observation.seconds,
                new_ids=observation.new_ids,
                seen_ids=observation.seen_ids,
                cost_usd=float(observation.cost_usd),
            )
        case ClaimsChecked(step, _, _, ruling):
            made = _made if ruling is Ruling.PUBLISH else _failed
            return made(f"step {step} | claims_checked", check_text(event), step=step)
        case AnswerGiven(answer):
            return _made("answer_given", answer.text, is_supported=answer.is_supported)
        case RunEnded(outcome, message):
            return (_made if outcome is Outcome.FINISHED else _failed)(f"run_ended | {outcome}", message)
        case _:
            return None


def _opening(event: RunStarted | QuestionUnderstood) -> StepLog:
    match event:
        case RunStarted(profile=profile, policy=policy):
            return _made("run_started", f"Profile {profile}, policy {policy}.", corpora=event.corpora)
        case QuestionUnderstood(understanding):
            return _made("question_understood", summary(understanding), language=understanding.language)


def _made(name: str, message: str, **metadata: Any) -> StepLog:  # JSON values
    return StepLog(step_name=name, message=message, timestamp="", metadata=metadata)


def _failed(name: str, message: str, **metadata: Any) -> StepLog:  # JSON values
    log = _made(name, message, **metadata)
    return log.model_copy(update={"info_level": "warning", "status": "failed"})


def _span(goal: str, name: str, seconds: float) -> TraceSpan:
    return TraceSpan(agent_context=f"goal {goal}" if goal else MAIN, name=name, duration_seconds=seconds)


def _seconds(spans: Iterable[TraceSpan], is_own: Callable[[TraceSpan], bool] = lambda _: True) -> float:
    return round(sum(span.duration_seconds for span in spans if is_own(span)), 4)


def _tool(event: CallFinished, state: AgentState) -> str:
    calls = state.steps[event.step - 1].calls
    return next(call.name for call in calls if call.id == event.observation.call_id)
