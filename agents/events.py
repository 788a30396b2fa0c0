"""What a run reports. A journal is a list of these; everything else is a fold of it.

`to_payload` and `from_payload` carry events through JSON. `VERSION` is written into every payload;
a reader refuses versions it does not know instead of guessing.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from agents.assessment import DeclineReason, Nearest
from agents.errors import JournalError
from agents.messages import Text
from agents.messages import message as _
from agents.observations import Observation
from agents.orders import Order
from agents.parsing.storable import storable
from agents.questions.types import Understanding
from agents.types import Answer, ModelReply, Question, Role, SourcePolicy, ToolCall
from agents.verdicts import ClaimVerdict, DraftScore, Ruling

VERSION = 1


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunStarted:
    """First event of every journal. `models` names the model of each role, `date` is the day it was asked.

    `sources` is where it may look; runs of earlier versions had corpora alone.
    """

    question: Question
    profile: str
    policy: str
    corpora: tuple[str, ...]
    models: dict[str, str] = field(default_factory=dict)
    date: str = ""
    sources: SourcePolicy = SourcePolicy.CORPORA


@dataclass(frozen=True, slots=True)
class QuestionUnderstood:
    """How the question was read, before anything was searched; a later one, of a model, takes its place."""

    understanding: Understanding


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a prompt is made of, in tokens by section.

    `with_all_pictures` is what it would have cost with every picture of the run inline; `passes` counts the
    degradation passes that it took to fit `budget`.
    """

    sections: dict[str, int]
    total: int
    budget: int
    inline: tuple[str, ...] = ()
    with_all_pictures: int = 0
    passes: int = 0


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """A model is asked. `key` is the hash of model, messages and tools: the same key is never paid twice.

    `decides` marks a request for the next or the last step of `goal`, with the `tools` it may call; others
    serve a call or a check.
    """

    key: str
    role: Role
    model: str
    goal: str
    ledger: Ledger
    reserved_tokens: int
    decides: Literal["", "next", "last"] = ""
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelReplied:
    """The model's whole reply, paid for."""

    key: str
    role: Role
    reply: ModelReply


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """A request brought no reply, whatever was tried; a sentence says why. That role is not asked again."""

    key: str
    role: Role
    reason: Text


@dataclass(frozen=True, slots=True)
class RulesTookOver:
    """From here on the built-in rules decide, from the same state; no model is asked any more.

    `reason` is a sentence: the model could not be followed or reached, or a budget was used up.
    """

    reason: Text


@dataclass(frozen=True, slots=True)
class StepDecided:
    """The policy decided; its calls are written down before any of them runs.

    `goal` is the key of the plan's goal that the step works on, empty for the question itself. `problem` says
    what was wrong with a reply that could not be followed.
    """

    step: int
    intent: Text
    calls: tuple[ToolCall, ...]
    goal: str = ""
    problem: Text = ""


@dataclass(frozen=True, slots=True)
class StepSetAside:
    """A weak search is set aside and written anew: a fork at that step. What it found stays in memory."""

    step: int
    reason: Text


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
class OrderTaken:
    """What a person wanted reached the run. `problem` says why it changed nothing."""

    order: Order
    problem: Text = ""


@dataclass(frozen=True, slots=True)
class ClaimsChecked:
    """The draft of a step was checked claim by claim; the ruling says what becomes of it."""

    step: int
    verdicts: tuple[ClaimVerdict, ...]
    gate: DraftScore
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The checked answer: every marker in its text resolves to evidence of this run."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class RunEnded:
    """Last event of a journal, with a sentence for the person.

    A declined one has the `reason` and what was `nearest`; of an earlier version it has neither.
    """

    outcome: Outcome
    message: Text = ""
    reason: DeclineReason | None = None
    nearest: tuple[Nearest, ...] = ()


Event = (
    RunStarted
    | QuestionUnderstood
    | ModelAsked
    | ModelReplied
    | ModelFailed
    | RulesTookOver
    | StepDecided
    | StepSetAside
    | CallStarted
    | CallFinished
    | OrderTaken
    | ClaimsChecked
    | AnswerGiven
    | RunEnded
)

KINDS: dict[str, type[Event]] = {
    "run_started": RunStarted,
    "question_understood": QuestionUnderstood,
    "model_asked": ModelAsked,
    "model_replied": ModelReplied,
    "model_failed": ModelFailed,
    "rules_took_over": RulesTookOver,
    "step_decided": StepDecided,
    "step_set_aside": StepSetAside,
    "call_started": CallStarted,
    "call_finished": CallFinished,
    "order_taken": OrderTaken,
    "claims_checked": ClaimsChecked,
    "answer_given": AnswerGiven,
    "run_ended": RunEnded,
}
_NAMES = {event_type: kind for kind, event_type in KINDS.items()}


def kind_of(event: Event) -> str:
    """The name an event is stored under."""
    return _NAMES[type(event)]


def to_payload(event: Event) -> dict[str, Any]:
    """The event as JSON values that every database takes, whatever a model or a tool wrote."""
    return {"v": VERSION, **storable(_adapter(kind_of(event)).dump_python(event, mode="json"))}


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """The event that `to_payload` wrote. Raises JournalError for what cannot be read."""
    if kind not in KINDS:
        raise JournalError(
            _("This journal holds an event of unknown kind “%(kind)s”; a newer version wrote it.", kind=kind)
        )
    if payload.get("v") != VERSION:
        raise JournalError(
            _(
                "This journal was written in format “%(format)s”; %(version)s is understood.",
                format=str(payload.get("v")),
                version=VERSION,
            )
        )
    try:
        event: Event = _adapter(kind).validate_python({k: v for k, v in payload.items() if k != "v"})
    except ValidationError as error:
        raise JournalError(
            _(
                "A %(kind)s event of this journal cannot be read: %(error)s",
                kind=kind,
                error=str(error),
            )
        ) from error
    return event


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])
