"""What a run reports. A journal is a list of these; everything else is a fold of it.

`to_payload` and `from_payload` carry events through JSON. `VERSION` is written into every payload;
a reader refuses versions it does not know instead of guessing.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agents.errors import JournalError
from agents.observations import Observation
from agents.types import Answer, Question, ToolCall, Usage

VERSION = 1


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    DECLINED = "declined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunStarted:
    """First event of every journal."""

    question: Question
    profile: str
    policy: str
    corpora: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepDecided:
    """The policy decided; its calls are written down before any of them runs."""

    step: int
    intent: str
    calls: tuple[ToolCall, ...]
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call begins. Without a CallFinished after it, it did not end and will be made again."""

    step: int
    call_id: str


@dataclass(frozen=True, slots=True)
class CallFinished:
    """A call ended, well or not; it is never made again in this run."""

    step: int
    observation: Observation


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The checked answer: every marker in its text resolves to evidence of this run."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class RunEnded:
    """Last event of a journal, with a sentence for the person."""

    outcome: Outcome
    message: str = ""


Event = RunStarted | StepDecided | CallStarted | CallFinished | AnswerGiven | RunEnded

KINDS: dict[str, type[Event]] = {
    "run_started": RunStarted,
    "step_decided": StepDecided,
    "call_started": CallStarted,
    "call_finished": CallFinished,
    "answer_given": AnswerGiven,
    "run_ended": RunEnded,
}
_NAMES = {event_type: kind for kind, event_type in KINDS.items()}


def kind_of(event: Event) -> str:
    """The name an event is stored under."""
    return _NAMES[type(event)]


def to_payload(event: Event) -> dict[str, Any]:
    """The event as JSON values."""
    return {"v": VERSION, **_adapter(kind_of(event)).dump_python(event, mode="json")}


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """The event that `to_payload` wrote. Raises JournalError for what cannot be read."""
    if kind not in KINDS:
        raise JournalError(f"This journal holds an event of unknown kind {kind!r}; a newer version wrote it.")
    if payload.get("v") != VERSION:
        raise JournalError(
            f"This journal was written in format {payload.get('v')!r}; {VERSION} is understood."
        )
    try:
        event: Event = _adapter(kind).validate_python({k: v for k, v in payload.items() if k != "v"})
    except ValidationError as error:
        raise JournalError(f"A {kind} event of this journal cannot be read: {error}") from error
    return event


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])
