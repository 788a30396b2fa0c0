"""Journals by hand, and their exports as files with stand-ins for the pictures."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agents.events import (
    AnswerGiven,
    Event,
    Ledger,
    ModelAsked,
    ModelReplied,
    Outcome,
    RunEnded,
    RunStarted,
)
from agents.exports.chatml import chatml_line
from agents.exports.conversation import Conversation, converse
from agents.exports.lmm_searcher import Trace, trace_of
from agents.exports.manifest import ExportFormat
from agents.exports.record import RunRecord
from agents.exports.samples import Sample, sample_of
from agents.exports.sharegpt import sharegpt_line
from agents.observations import Finish, GoalEnded, PicturesSeen, PlanRevised
from agents.plan import AddGoal, GoalStatus
from agents.types import Answer, ModelReply, Question, Role
from tests.agents.context.runs import QUESTION, asked, look, step, uid

BEGAN = datetime(2026, 1, 31, 17, 5, 9, tzinfo=UTC)


def journal(*parts: Event | Iterable[Event], question: Question = QUESTION) -> list[Event]:
    """A run's start and these events."""
    events: list[Event] = [RunStarted(question, "deep", "model", ("sea",), date="2026-01-31")]
    for part in parts:
        events += [*part] if isinstance(part, list) else [part]
    return events


def looking(count: int) -> list[Event]:
    """A picture is asked about; each step looks at one more."""
    steps = (step(number, PicturesSeen((look(number),)), tool="look") for number in range(1, count + 1))
    return journal(*steps, question=asked())


def planning() -> list[Event]:
    """Two goals that are worked on side by side, a picture in each, between two steps of the main line."""
    goals = (AddGoal("g1", "Who lit it?"), AddGoal("g2", "Where is it?"))
    return journal(
        step(1, PlanRevised(goals), tool="plan"),
        step(2, PicturesSeen((look(1),)), tool="look", goal="g1"),
        step(3, PicturesSeen((look(2),)), tool="look", goal="g2"),
        step(4, _ended("g1", "A keeper [e1]."), tool="answer_goal", goal="g1"),
        step(5, _ended("g2", "At sea [e2]."), tool="answer_goal", goal="g2"),
        step(6, tool="finish", intent="Answer"),
    )


ANSWERED = journal(
    step(1, PicturesSeen((look(1),)), tool="look", arguments={"uids": [uid(1)]}),
    step(2, Finish("In 1854 [e1].", ""), tool="finish"),
    AnswerGiven(Answer("In 1854 [1].")),
    RunEnded(Outcome.FINISHED),
    question=asked("When?"),
)
"""A run that looked at one picture, and answered."""


def replied(reply: ModelReply, goal: str = "") -> list[Event]:
    """The request for a step, and its reply."""
    ledger = Ledger({}, 0, 0)
    request = ModelAsked("k", Role.SEARCHER, "m", goal, ledger, 0, decides="next", tools=("look", "finish"))
    return [request, ModelReplied("k", Role.SEARCHER, reply)]


def sample(events: Iterable[Event]) -> Sample:
    """The sample of a run in which something was decided."""
    found = sample_of(converse(events))
    assert found
    return found


def recorded(events: Collection[Event], failure: str = "") -> RunRecord:
    """Run 7; an event every second."""
    times = tuple(BEGAN + timedelta(seconds=place) for place in range(len(events)))
    return RunRecord(7, tuple(events), times, failure)


def trace(events: Collection[Event], failure: str = "") -> Trace:
    conversation: Conversation = converse(events)
    return trace_of(recorded(events, failure), conversation, dict.fromkeys(conversation.pictures, ".jpg"))


def write_sample(folder: Path, events: Iterable[Event], form: ExportFormat = ExportFormat.SHAREGPT) -> Path:
    """A file of one line, and its pictures."""
    made = sample(events)
    paths = {uid: f"images/{uid}.jpg" for uid in made.pictures}
    for name in paths.values():
        _touch(folder / name)
    line = sharegpt_line if form is ExportFormat.SHAREGPT else chatml_line
    path = folder / f"{form}.jsonl"
    path.write_text(f"{line(made, paths)}\n", encoding="utf-8")
    return path


def write_trace(folder: Path, events: Collection[Event]) -> Path:
    """The file of a trace, and its pictures."""
    made = trace(events)
    for name in made.pictures:
        _touch(folder / name)
    path = folder / made.name
    path.write_text(made.log.model_dump_json(by_alias=True, exclude_none=True), encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> Path:
    """Spoil a file; it fails when there is nothing to spoil."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def _ended(goal: str, answer: str) -> GoalEnded:
    return GoalEnded(goal, GoalStatus.ANSWERED, answer, "")


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(path.name.encode())
