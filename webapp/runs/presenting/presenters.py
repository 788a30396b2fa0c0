"""A run as its pages show it: rows and journals in, values for templates out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.text import Truncator

from agents.assessment import DeclineReason, Nearest
from agents.budget import Meter, meters
from agents.observations import EvidenceKept, Observation
from agents.orders import Pause
from agents.plan import Goal
from agents.profile import PROFILES
from agents.replay import AgentState
from agents.types import Citation, Evidence, ToolCall, Usage
from agents.verdicts import Verdict
from webapp.messages import translated
from webapp.runs.models import Run
from webapp.runs.presenting.answers import AnswerView, answer_view
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.order_rows import OrderView, orders_of
from webapp.runs.presenting.understandings import UnderstandingView, understanding_view
from webapp.runs.presenting.waiting import Waiting, waiting_for
from webapp.runs.presenting.wording import Argument, Names, arguments_of, outcome_of, verb_of

PICTURES_OF_A_LINE = 4
"""Of a step that is one line."""
QUOTE_CHARACTERS = 100
"""Of a quote where its whole result is not shown."""


@dataclass(frozen=True, slots=True)
class CallView:
    """A call and what came of it: running, unended (its run ended first), done, empty or failed.

    `outcome` is the same in words.
    """

    verb: str
    arguments: tuple[Argument, ...]
    state: str
    observation: Observation | None
    outcome: str = ""

    @property
    def template(self) -> str:
        """The template of its result."""
        result = self.observation.data if self.observation else None
        return f"runs/results/{result.type}.html" if result else ""

    @property
    def quote(self) -> str:
        """The words that it kept, shortened."""
        result = self.observation.data if self.observation else None
        kept = result.evidence.quote if isinstance(result, EvidenceKept) else ""
        return Truncator(kept).chars(QUOTE_CHARACTERS)


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of the notebook.

    `at` is seconds since the first step, `seconds` the time of its tools and models, `lasted` the time from
    its decision to its last event, `orders` those that were taken right before it.
    """

    number: int
    intent: str
    calls: tuple[CallView, ...]
    is_done: bool
    goal: str = ""
    problem: str = ""
    set_aside: str = ""
    at: float = 0.0
    seconds: float = 0.0
    usage: Usage = Usage()
    opens_chapter: bool = False
    lasted: float = 0.0
    follows_pause: bool = False
    orders: tuple[OrderView, ...] = ()

    @property
    def state(self) -> str:
        """The least favourable state of its calls."""
        states = {call.state for call in self.calls}
        return next((state for state in ("running", "failed", "unended", "empty") if state in states), "done")

    @property
    def outcome(self) -> str:
        """What came of its calls, in one line; what failed says so when the step is opened."""
        told = (call.outcome for call in self.calls if call.state in ("done", "empty"))
        return " · ".join(dict.fromkeys(words for words in told if words))

    @property
    def uids(self) -> tuple[str, ...]:
        """The first pictures that it brought."""
        found = (call.observation.data for call in self.calls if call.observation and call.observation.data)
        met = dict.fromkeys(uid for data in found for uid in data.uids)
        return tuple(islice(met, PICTURES_OF_A_LINE))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of steps with one aim, from the step that opens it."""

    step: int
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A source: a piece that the run keeps, its citation if there is one, and what the checks came to.

    `reason` is why it was withdrawn, where the person gave one.
    """

    evidence: Evidence
    verdict: Verdict
    is_withdrawn: bool = False
    citation: Citation | None = None
    reason: str = ""

    @property
    def anchor(self) -> str:
        """The id of its place on a page."""
        return anchor(self.evidence)


@dataclass(frozen=True, slots=True)
class NearestView:
    """What was found instead of an answer; `likeness` in per cent, of a picture like the question's."""

    find: Nearest
    likeness: str = ""

    @property
    def end(self) -> int | None:
        """Where its words end in the document."""
        return None if self.find.start is None else self.find.start + len(self.find.quote)


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything that changes while a run goes on; `last_seq` is the cursor a page asks on from."""

    run: Run
    last_seq: int
    waiting: Waiting
    steps: tuple[StepView, ...]
    chapters: tuple[Chapter, ...]
    goals: tuple[Goal, ...]
    evidence: tuple[EvidenceView, ...]
    answer: AnswerView | None
    message: str
    seconds: float | None
    usage: Usage
    meters: tuple[Meter, ...]
    models: tuple[str, ...]
    names: Names = field(default_factory=Names)
    orders: tuple[OrderView, ...] = ()
    """Those that no step has followed."""
    words_only: tuple[str, ...] = ()
    understanding: UnderstandingView | None = None
    notes: tuple[str, ...] = ()
    """What was different with its models, in the language of the reader."""
    shared_steps: int = 0
    """Of a fork: the steps that it has in common with the run that it left."""
    nearest: tuple[NearestView, ...] = ()
    """Of a run without an answer: what was found instead."""
    prepared: float = 0.0
    """Seconds from when a worker took the run until its first step was decided."""

    @property
    def overview(self) -> tuple[Chapter, ...]:
        """The chapters where they are fewer than the steps, so that they say something these do not."""
        return self.chapters if 1 < len(self.chapters) <= len(self.steps) // 2 else ()

    @property
    def cited(self) -> tuple[EvidenceView, ...]:
        """The sources of the answer, by their numbers."""
        return tuple(piece for piece in self.evidence if piece.citation)

    @property
    def kept(self) -> tuple[EvidenceView, ...]:
        """What was kept as well, and what was withdrawn."""
        return tuple(piece for piece in self.evidence if not piece.citation)

    @property
    def is_declined(self) -> bool:
        """Whether the run ended with an honest no."""
        return self.run.status == Run.Status.DECLINED and self.answer is None

    @property
    def is_active(self) -> bool:
        """Whether anything may still change without a person."""
        return self.run.status in Run.OPEN


def present_run(run: Run) -> RunView:
    """Fold the journal for its page. Raises JournalError when it cannot be read."""
    return present(Notebook.of(run))


def present(notebook: Notebook) -> RunView:
    """The page of what has been read so far."""
    run, state = notebook.run, notebook.state
    names = Names.of(state)
    is_by_model = bool(state.replies) and not state.took_over
    profile = PROFILES.get(run.profile)
    budgets = meters(profile, state) if profile else ()
    ended = state.ended
    # Only without a match are the scores those of pictures beside the question's.
    has_likeness = ended is not None and ended.reason is DeclineReason.NO_MATCH
    nearest = (
        NearestView(find, f"{find.score:.0%}" if has_likeness and find.uid else "")
        for find in (ended.nearest if ended else ())
    )
    orders = orders_of(notebook, names)
    begun = notebook.records[1].decided if notebook.records else None
    notes = (translated(note) for reply in state.replies.values() for note in reply.notes)
    return RunView(
        run=run,
        last_seq=notebook.seq,
        waiting=waiting_for(notebook),
        steps=tuple(_steps(notebook, names, orders)),
        chapters=_chapters(state),
        goals=state.plan.goals,
        evidence=tuple(_evidence(state)),
        answer=answer_view(state.answer, run.question, writes_markdown=is_by_model) if state.answer else None,
        message=names.plain(ended.message if ended else run.message),
        nearest=tuple(nearest),
        prepared=max((begun - run.started).total_seconds(), 0.0) if begun and run.started else 0.0,
        seconds=seconds_of(run),
        usage=state.usage,
        meters=tuple(meter for meter in budgets if state.asked or meter.unit not in ("tokens", "dollars")),
        models=tuple(dict.fromkeys(state.started.models.values())) if state.started else (),
        names=names,
        orders=tuple(order for order in orders if not order.step),
        words_only=state.memory.words_only,
        understanding=understanding_view(state.understanding) if state.understanding else None,
        notes=tuple(dict.fromkeys(notes)),
        shared_steps=sum(record.last <= (run.fork_seq or 0) for record in notebook.records.values()),
    )


def seconds_of(run: Run) -> float | None:
    """How long the run was worked on, once it has ended; nothing for one that no worker took."""
    if not run.finished:
        return None
    return (run.finished - (run.worked_since or run.started or run.finished)).total_seconds()


def waited_of(run: Run) -> float:
    """How long the run waited for a worker, in seconds, or has waited until its end without one."""
    until = run.started or run.finished
    return (until - run.created).total_seconds() if until else 0.0


def anchor(evidence: Evidence) -> str:
    """The id of the place of a piece of evidence, on pages and in files."""
    return "evidence-" + re.sub(r"[^\w-]", "-", evidence.id)


def _evidence(state: AgentState) -> Iterator[EvidenceView]:
    """What the answer cites by number, then what is kept as well, then what a person withdrew."""
    verdicts = {v.evidence_id: v.verdict for checked in state.memory.claims for v in checked.verdicts}
    for check in state.checks.values():
        verdicts |= {verdict.evidence_id: verdict.verdict for verdict in check.verdicts}
    citations = state.answer.citations if state.answer else ()
    for citation in citations:
        yield EvidenceView(citation.evidence, citation.verdict, citation=citation)
    shown = {citation.evidence.place for citation in citations}
    for piece in state.memory.evidence.values():
        if piece.place not in shown:  # A place that was kept twice is one source.
            shown.add(piece.place)
            yield EvidenceView(piece, verdicts.get(piece.id, Verdict.UNCHECKED))
    for withdrawal in state.memory.withdrawn.values():
        piece = withdrawal.evidence
        yield EvidenceView(
            piece, verdicts.get(piece.id, Verdict.UNCHECKED), is_withdrawn=True, reason=withdrawal.reason
        )


def _chapters(state: AgentState) -> tuple[Chapter, ...]:
    """A goal's steps in a row are one; without goals, steps that do the same kind of thing."""
    found: list[Chapter] = []
    aims: list[str] = []
    for step in state.steps:
        tool = step.calls[0].name.split("_")[0] if step.calls else ""
        aim = f"goal {step.goal}" if step.goal else tool
        if aims and aims[-1] == aim:
            found[-1] = Chapter(found[-1].step, found[-1].title, found[-1].count + 1)
            continue
        title = state.plan[step.goal].text if step.goal else step.intent
        found.append(Chapter(step.number, title, 1))
        aims.append(aim)
    return tuple(found)


def _steps(notebook: Notebook, names: Names, orders: Sequence[OrderView]) -> Iterator[StepView]:
    opening = {chapter.step for chapter in _chapters(notebook.state)}
    begun = notebook.records[1].decided if notebook.records else None
    is_active = notebook.run.status in Run.OPEN and notebook.run.status != Run.Status.PAUSED
    paused_after = {number for order, number in notebook.orders if isinstance(order.wish, Pause)}
    for step in notebook.state.steps:
        record = notebook.records[step.number]
        found = [(call, step.observations.get(call.id)) for call in step.calls]
        worked = sum(observation.seconds for observation in step.observations.values())
        yield StepView(
            step.number,
            names.plain(step.intent),
            tuple(_call(call, observation, names, is_active=is_active) for call, observation in found),
            not step.pending,
            step.goal,
            step.problem,
            step.set_aside,
            (record.decided - begun).total_seconds() if begun else 0.0,
            worked + record.model_seconds,
            record.usage,
            step.number in opening,
            (record.touched - record.decided).total_seconds(),
            step.number - 1 in paused_after,
            tuple(order for order in orders if order.step == step.number),
        )


def _call(call: ToolCall, observation: Observation | None, names: Names, *, is_active: bool) -> CallView:
    if observation is None:
        state = "running" if is_active else "unended"
    elif not observation.ok:
        state = "failed"
    else:
        state = "empty" if observation.data and observation.data.is_empty else "done"
    arguments = arguments_of(call, names, observation)
    return CallView(verb_of(call.name), arguments, state, observation, outcome_of(observation, names))
