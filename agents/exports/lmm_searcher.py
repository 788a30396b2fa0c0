"""The trace of a run as LMM-Searcher writes and shows it: a JSON file, and a folder with its pictures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.errors import JournalError
from agents.events import Outcome, RunStarted
from agents.exports.conversation import (
    AssistantTurn,
    Conversation,
    GoalSession,
    ToolTurn,
    Turn,
    UserTurn,
    pictures_of,
)
from agents.exports.outcomes import InlinePicture, Part
from agents.exports.record import RunRecord
from agents.exports.samples import thought_text
from agents.exports.step_logs import stamp, step_logs, trace_data
from agents.exports.system import system_text, tool_specs
from agents.exports.task_log import (
    CalledFunction,
    History,
    ImageContent,
    NativeCall,
    ServerDefinition,
    Status,
    TaskInput,
    TaskLog,
    TextContent,
    ToolDefinition,
    TraceMessage,
)
from agents.replay import AgentState
from agents.types import SourcePolicy

PICTURES = "save_images"
SERVER = "tool-sightline"
GOAL_AGENT = "agent-goal"
_WORK_ON = "work_on"
_WORK_ON_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {"goal": {"type": "string"}, "task": {"type": "string"}},
    "required": ["goal", "task"],
}


@dataclass(frozen=True, slots=True)
class Trace:
    """The log of a run, and the UIDs of its pictures by the paths of their files."""

    log: TaskLog
    pictures: Mapping[str, str]

    @property
    def name(self) -> str:
        """The path of the log's file."""
        return f"{self.log.file_stem}.json"


def trace_of(record: RunRecord, conversation: Conversation, endings: Mapping[str, str]) -> Trace:
    """The trace of a run; `endings` of its pictures' files, such as `.jpg`, by UID."""
    started = conversation.state.started
    if started is None:
        raise JournalError("The run has not begun.")
    lines = _Lines(system_text(started), started.sources)
    for item in conversation.items:
        lines.add(item)
    lines.add_answer(conversation.state)
    log = _log(record, conversation.state, started, lines)
    # Numbers of four digits, so that a plain sort of the names is the order of the pictures.
    folder = f"{PICTURES}/{log.file_stem}_images"
    files = {
        f"{folder}/{log.task_id}_{line}_{number:04}{endings[uid]}": uid
        for line, uids in lines.pictures.items()
        for number, uid in enumerate(uids, start=1)
    }
    asked = tuple(path for path, uid in files.items() if uid in {i.uid for i in started.question.images})
    task = TaskInput(task_description=started.question.text, task_file_name=asked[0] if asked else "")
    return Trace(log.model_copy(update={"input": task}), files)


@dataclass(slots=True)
class _Lines:
    """The main history, the sessions of goals by their keys, and the pictures of each in order."""

    system: str
    sources: SourcePolicy
    main: list[TraceMessage] = field(default_factory=list)
    sessions: dict[str, History] = field(default_factory=dict)
    pictures: dict[str, list[str]] = field(default_factory=lambda: {"main": []})

    def add(self, item: Turn | GoalSession) -> None:
        """A turn of the main line, or a goal as a message of its own.

        The original shows one session for each message.
        """
        if not isinstance(item, GoalSession):
            self.main.append(_message(item))
            self.pictures["main"] += pictures_of(item)
            return
        key = f"{GOAL_AGENT}_{len(self.sessions) + 1}"
        call = _native(key, f"{GOAL_AGENT}-{_WORK_ON}", {"goal": item.goal, "task": item.task})
        self.main.append(TraceMessage(role="assistant", content="", tool_calls=(call,)))
        self.main.append(TraceMessage(role="tool", content=item.outcome, tool_call_id=key))
        turns = (UserTurn((item.task,)), *item.turns)
        self.sessions[key] = _history(self.system, self.sources, [_message(turn) for turn in turns])
        self.pictures[key] = [uid for turn in turns for uid in pictures_of(turn)]

    def add_answer(self, state: AgentState) -> None:
        """The answer as its reader saw it, after the draft that it was made of."""
        if state.answer:
            self.main.append(TraceMessage(role="assistant", content=state.answer.text))

    @property
    def history(self) -> History:
        own = ToolDefinition(
            name=_WORK_ON, description="Work on one goal of the plan.", parameters=_WORK_ON_SCHEMA
        )
        agents = (ServerDefinition(name=GOAL_AGENT, tools=(own,)),) if self.sessions else ()
        return _history(self.system, self.sources, self.main, agents)


def _log(record: RunRecord, state: AgentState, started: RunStarted, lines: _Lines) -> TaskLog:
    sessions = lines.sessions
    status: Status = "failed" if record.failure else "running"
    error = record.failure  # Why there is no answer, for a run that stopped without one.
    if state.ended is not None:
        is_finished = state.ended.outcome is Outcome.FINISHED
        status, error = "success" if is_finished else "failed", "" if is_finished else state.ended.message
    return TaskLog(
        status=status,
        start_time=stamp(record.times[0]),
        end_time=stamp(record.times[-1]) if state.ended or record.failure else "",
        task_id=str(record.run),
        input=TaskInput(task_description=started.question.text),
        final_boxed_answer=state.answer.text if state.answer else "",
        error=error,
        current_main_turn_id=_turns(lines.main),
        current_sub_agent_turn_id=sum(_turns(session.message_history) for session in sessions.values()),
        sub_agent_counter=len(sessions),
        env_info={
            "profile": started.profile,
            "policy": started.policy,
            "models": dict(started.models),
            "corpora": started.corpora,
        },
        main_agent_message_history=lines.history,
        sub_agent_message_history_sessions=sessions,
        step_logs=tuple(step_logs(record, state)),
        trace_data=trace_data(record, state),
    )


def _turns(messages: Sequence[TraceMessage]) -> int:
    return sum(message.role == "assistant" for message in messages)


def _history(
    system: str,
    sources: SourcePolicy,
    messages: Sequence[TraceMessage],
    agents: Sequence[ServerDefinition] = (),
) -> History:
    tools = tuple(
        ToolDefinition(name=spec.name, description=spec.description, parameters=spec.parameters)
        for spec in tool_specs(sources)
    )
    return History(
        system_prompt=system,
        message_history=tuple(messages),
        tool_definitions=(ServerDefinition(name=SERVER, tools=tools), *agents),
    )


def _message(turn: Turn) -> TraceMessage:
    match turn:
        case AssistantTurn(calls=calls):
            made = tuple(_native(call.id, f"{SERVER}-{call.name}", call.arguments) for call in calls)
            return TraceMessage(role="assistant", content=thought_text(turn), tool_calls=made or None)
        case ToolTurn(call_id, parts):
            return TraceMessage(role="tool", content=_content(parts), tool_call_id=call_id)
        case UserTurn(parts):
            return TraceMessage(role="user", content=_content(parts))


def _native(call_id: str, name: str, arguments: Mapping[str, object]) -> NativeCall:
    written = json.dumps(dict(arguments), ensure_ascii=False)
    return NativeCall(id=call_id, function=CalledFunction(name=name, arguments=written))


def _content(parts: Sequence[Part]) -> str | tuple[TextContent | ImageContent, ...]:
    """One text, or parts; the original puts the texts of a message together without anything between."""
    words = [part for part in parts if isinstance(part, str)]
    if len(words) == len(parts):
        return "\n".join(words)
    return tuple(
        ImageContent() if isinstance(part, InlinePicture) else TextContent(text=f"{part}\n") for part in parts
    )
