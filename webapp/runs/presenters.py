"""A run as its pages show it: rows and journals in, values for templates out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.observations import HitsFound, LinesFound, Observation, SearchesDone, ToolResult
from agents.replay import Step, replay
from agents.types import Answer, Citation, ToolCall, Usage
from webapp.runs import journal
from webapp.runs.models import Run

ACTIVE = (Run.Status.QUEUED, Run.Status.RUNNING)
MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A stretch of the answer's words, or the citation that stands between two of them."""

    text: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer in paragraphs of parts."""

    paragraphs: tuple[tuple[AnswerPart, ...], ...]
    citations: tuple[Citation, ...]
    is_supported: bool
    is_from_model: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call, as a chip."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call and what came of it: running, done, empty (found nothing) or failed."""

    verb: str
    arguments: tuple[Argument, ...]
    state: str
    observation: Observation | None

    @property
    def template(self) -> str:
        """The template of its result."""
        result = self.observation.data if self.observation else None
        return f"runs/results/{result.type}.html" if result else ""


@dataclass(frozen=True, slots=True)
class StepView:
    """One card of the notebook."""

    number: int
    intent: str
    calls: tuple[CallView, ...]
    is_done: bool
    goal: str = ""
    problem: str = ""
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything that changes while a run goes on; `last_seq` is the cursor a page asks on from."""

    run: Run
    last_seq: int
    steps: tuple[StepView, ...]
    answer: AnswerView | None
    message: str
    seconds: float | None
    usage: Usage
    models: tuple[str, ...]

    @property
    def is_active(self) -> bool:
        return self.run.status in ACTIVE

    @property
    def now(self) -> str:
        """What is happening, in words."""
        return self.steps[-1].intent if self.steps else "Waiting for a worker"


def present_run(run: Run) -> RunView:
    """Fold the journal for its page. Raises JournalError when it cannot be read."""
    numbered = list(journal.read(run))
    state = replay(event for _, event in numbered)
    return RunView(
        run=run,
        last_seq=numbered[-1][0] if numbered else 0,
        steps=tuple(_step(step) for step in state.steps),
        answer=_answer(state.answer) if state.answer else None,
        message=run.message or (state.ended.message if state.ended else ""),
        seconds=seconds_of(run),
        usage=state.usage,
        models=tuple(dict.fromkeys(state.started.models.values())) if state.started else (),
    )


def seconds_of(run: Run) -> float | None:
    """How long the run took, once it has ended."""
    return (run.finished - run.created).total_seconds() if run.finished else None


def split_answer(text: str, citations: Mapping[int, Citation]) -> tuple[AnswerPart, ...]:
    """Words and citations in turn. A number in brackets that is no marker of this answer stays words."""
    parts, position = [], 0
    for match in MARKER.finditer(text):
        citation = citations.get(int(match[1]))
        if citation is None:
            continue
        parts += [AnswerPart(text[position : match.start()]), AnswerPart(match[0], citation)]
        position = match.end()
    return tuple(part for part in (*parts, AnswerPart(text[position:])) if part.text)


def _answer(answer: Answer) -> AnswerView:
    by_marker = {citation.marker: citation for citation in answer.citations}
    paragraphs = (line for line in answer.text.split("\n") if line.strip())
    return AnswerView(
        tuple(split_answer(paragraph, by_marker) for paragraph in paragraphs),
        answer.citations,
        answer.is_supported,
        answer.is_from_model,
    )


def _step(step: Step) -> StepView:
    calls = tuple(_call(call, step.observations.get(call.id)) for call in step.calls)
    return StepView(
        step.number, step.intent, calls, not step.pending, step.goal, step.problem, step.set_aside
    )


def _call(call: ToolCall, observation: Observation | None) -> CallView:
    arguments = tuple(Argument(name, _words(value)) for name, value in call.arguments.items() if value)
    return CallView(call.name.replace("_", " ").capitalize(), arguments, _state(observation), observation)


def _state(observation: Observation | None) -> str:
    if observation is None:
        return "running"
    if not observation.ok:
        return "failed"
    return "empty" if _is_empty(observation.data) else "done"


def _is_empty(result: ToolResult | None) -> bool:
    match result:
        case HitsFound(hits=hits):
            return not hits
        case SearchesDone(searches):
            return not any(search.hits for search in searches)
        case LinesFound(lines=lines):
            return not lines
        case _:
            return False


def _words(value: Any) -> str:  # any JSON value that a policy may have written
    match value:
        case list() | tuple():
            return ", ".join(_words(item) for item in value)
        case dict():
            return ", ".join(f"{name} {_words(item)}" for name, item in value.items())
        case _:
            return str(value)
