"""What a trace has to keep to be read: its form, its calls with their results, its names, its pictures."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from agents.exports.checks import in_file
from agents.exports.lmm_searcher import PICTURES
from agents.exports.task_log import History, ImageContent, TaskLog, TraceMessage, read_name
from agents.messages import message as _
from agents.parsing.validation import explain


def validate_trace(path: Path) -> list[str]:
    """Problems of the file of a trace and of its pictures, as sentences."""
    if not path.is_file():
        return [_("There is no file %(name)s.", name=path.name)]
    try:
        log = TaskLog.model_validate_json(path.read_bytes())
    except ValidationError as error:
        return in_file(path, explain(error))
    problems: list[str] = []
    if path.stem != log.file_stem:
        problems.append(_("It should be named %(name)s.json after its task and start.", name=log.file_stem))
    for name, history in _histories(log).items():
        for problem in _check_calls(history.message_history):
            problems.append(_("%(place)s: %(problem)s", place=name, problem=problem))
    return in_file(path, [*problems, *_check_sessions(log), *_check_pictures(log, path.parent)])


def _histories(log: TaskLog) -> dict[str, History]:
    return {"main": log.main_agent_message_history, **log.sub_agent_message_history_sessions}


def _check_calls(messages: Sequence[TraceMessage]) -> Iterator[str]:
    """Every call is answered once before the assistant goes on, and nothing else is."""
    waiting: set[str] = set()
    for message in messages:
        if message.role == "tool":
            if message.tool_call_id not in waiting:
                yield _("A result belongs to no call: %(call)s.", call=repr(message.tool_call_id))
            waiting.discard(message.tool_call_id or "")
        elif message.role == "assistant":
            yield from _unanswered(waiting)
            waiting = {call.id for call in message.tool_calls or ()}
            for call in message.tool_calls or ():
                try:
                    arguments = json.loads(call.function.arguments)
                except ValueError:
                    arguments = None
                if not isinstance(arguments, dict):
                    yield _("The arguments of call %(call)s are no JSON object.", call=repr(call.id))
                if read_name(call.function.name) is None:
                    name = repr(call.function.name)
                    yield _("The server and the tool of %(name)s cannot be told apart.", name=name)
    yield from _unanswered(waiting)


def _unanswered(waiting: set[str]) -> Iterator[str]:
    yield from (_("Call %(call)s has no result.", call=repr(call)) for call in sorted(waiting))


def _check_sessions(log: TaskLog) -> Iterator[str]:
    names = (
        call.function.name
        for message in log.main_agent_message_history.message_history
        for call in message.tool_calls or ()
    )
    servers = [found[0] for name in names if (found := read_name(name)) and found[0].startswith("agent-")]
    called = {f"{server}_{number}" for number, server in enumerate(servers, start=1)}
    for key in sorted(called ^ log.sub_agent_message_history_sessions.keys()):
        yield (
            _("Session %(session)s has no call in the main history.", session=key)
            if key not in called
            else _("Session %(session)s was called and is missing.", session=key)
        )


def _check_pictures(log: TaskLog, folder: Path) -> Iterator[str]:
    """The pictures of each history are numbered from 1 without a gap, and no file is left over."""
    pictures = folder / PICTURES / f"{log.file_stem}_images"
    files = {file.stem for file in pictures.glob("*")}
    expected: set[str] = set()
    for name, history in _histories(log).items():
        contents = [each.content for each in history.message_history if not isinstance(each.content, str)]
        count = sum(isinstance(part, ImageContent) for content in contents for part in content)
        expected |= {f"{log.task_id}_{name}_{number:04}" for number in range(1, count + 1)}
    yield from (_("There is no picture %(name)s.", name=stem) for stem in sorted(expected - files))
    yield from (_("Picture %(name)s is shown nowhere.", name=stem) for stem in sorted(files - expected))
