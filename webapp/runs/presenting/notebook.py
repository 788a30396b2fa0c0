"""A run's journal as a page follows it: its fold so far, and since which event each part stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

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
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.observations import ClaimChecked, Curated, EvidenceKept, GoalEnded, PlanRevised
from agents.orders import Order, Pause
from agents.replay import AgentState
from agents.types import Usage
from webapp.runs.execution import journal
from webapp.runs.models import Run


@dataclass(slots=True)
class StepRecord:
    """Events of a step: the numbers of the first and the newest one, their times, and what models took."""

    first: int
    last: int
    decided: datetime
    touched: datetime
    usage: Usage = field(default_factory=Usage)
    model_seconds: float = 0.0


@dataclass(slots=True)
class Notebook:
    """What has been read of a run's journal; `read` goes on from there.

    `seq` is the last event's number, `newest` its time. `plan_seq`, `evidence_seq` and `answer_seq` are the
    numbers of the last events that changed those parts. `orders` are those that the run took, each with the
    number of the step before it. `reading_seq` is when the question was last understood anew.
    """

    run: Run
    state: AgentState = field(default_factory=AgentState)
    seq: int = 0
    newest: datetime | None = None
    records: dict[int, StepRecord] = field(default_factory=dict)
    plan_seq: int = 0
    evidence_seq: int = 0
    answer_seq: int = 0
    reading_seq: int = 0
    orders: list[tuple[Order, int]] = field(default_factory=list)
    _undecided: dict[str, Usage] = field(default_factory=lambda: defaultdict(Usage))
    _thinking_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @classmethod
    def of(cls, run: Run) -> "Notebook":
        """The whole journal. Raises JournalError when it cannot be read."""
        notebook = cls(run)
        notebook.read()
        return notebook

    def read(self) -> None:
        """Fold what was written since the last time. Raises JournalError."""
        for seq, event, written in journal.read_with_times(self.run, self.seq):
            if isinstance(event, ModelReplied):
                # Before the fold forgets what it was asked for: its cost goes to the step it decides.
                asked = self.state.in_flight.get(event.key)
                usage, seconds = event.reply.usage, event.reply.seconds
                if asked and asked.decides:
                    self._undecided[asked.goal] += usage
                    self._thinking_seconds[asked.goal] += seconds
                elif self.records:
                    newest = self.records[len(self.records)]
                    newest.usage += usage
                    newest.model_seconds += seconds
            self.state.apply(event)
            self.seq, self.newest = seq, written
            self._note(seq, event, written)

    def changed_after(self, seq: int) -> Iterator[int]:
        """Numbers of the steps that have events after this one, in order."""
        return (number for number, record in self.records.items() if record.last > seq)

    def _note(self, seq: int, event: Event, written: datetime) -> None:
        match event:
            case StepDecided(step=number, goal=goal):
                usage = self._undecided.pop(goal, Usage())
                seconds = self._thinking_seconds.pop(goal, 0.0)
                self.records[number] = StepRecord(seq, seq, written, written, usage, seconds)
            case CallStarted(step=number) | CallFinished(step=number) | StepSetAside(step=number):
                record = self.records[number]
                record.last, record.touched = seq, written
                result = event.observation.data if isinstance(event, CallFinished) else None
                if isinstance(result, PlanRevised | GoalEnded):
                    self.plan_seq = seq
                if isinstance(result, EvidenceKept | Curated | ClaimChecked):
                    self.evidence_seq = seq
            case OrderTaken(order=order):
                steps = self.state.steps
                # A pause may come between the decision of a step and its calls.
                waits = isinstance(order.wish, Pause) and bool(steps and steps[-1].pending)
                self.orders.append((order, len(self.records) - waits))
                self.plan_seq = self.evidence_seq = self.reading_seq = seq
            case ClaimsChecked() | AnswerGiven() | RunEnded():
                self.evidence_seq = self.answer_seq = seq
            case RulesTookOver():
                self.answer_seq = seq
            case QuestionUnderstood():
                self.reading_seq = seq
            case RunStarted() | ModelAsked() | ModelReplied() | ModelFailed():
                pass
