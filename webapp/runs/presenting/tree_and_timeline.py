"""A trajectory in other shapes than the list of its steps: a tree of its aims, and a timeline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from agents.plan import Goal
from webapp.runs.models import Run
from webapp.runs.presenting.notebook import Notebook
from webapp.runs.presenting.presenters import RunView, StepView, waited_of

WIDTH = 1000
"""Units of a timeline from its beginning to its end."""
SLIMMEST = 2
"""A bar of a step that took no time can still be seen, and clicked."""
NOTICED_SECONDS = 0.05
"""What is shorter is 0.0 on a page."""
_ROUND_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MAX_TICKS = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """An aim of the run with the steps that served it: a goal of the plan, or a chapter."""

    title: str
    goal: Goal | None
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: waited, decided, worked or failed; `start` and `length` are of WIDTH."""

    kind: str
    start: float
    length: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """A step on the timeline. `deciding_seconds` is what passed before it, asking a model or not."""

    step: StepView
    bars: tuple[Bar, ...]
    deciding_seconds: float
    working_seconds: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The steps of one aim."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A round time; `at` is of WIDTH."""

    seconds: int
    at: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes over `seconds` from the question on; `waited` is the time until a worker took it, `ending` what
    it was worked on besides its steps: the answer is written and checked after the last one.
    """

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    seconds: float
    waited: Bar | None
    ending: Bar | None

    @property
    def deciding_seconds(self) -> float:
        """Of all its steps."""
        return sum(row.deciding_seconds for lane in self.lanes for row in lane.rows)

    @property
    def working_seconds(self) -> float:
        """Of all its steps, and of its ending."""
        steps = sum(row.working_seconds for lane in self.lanes for row in lane.rows)
        return steps + (self.ending.seconds if self.ending else 0.0)


def branches(view: RunView) -> tuple[Branch, ...]:
    """The goals of the plan in its order, each with its steps; where there is no plan, the chapters."""
    if not view.goals:
        starts = [(chapter, chapter.step - 1) for chapter in view.chapters]
        return tuple(
            Branch(chapter.title, None, view.steps[start : start + chapter.count])
            for chapter, start in starts
        )
    by_goal = defaultdict[str, list[StepView]](list)
    for step in view.steps:
        by_goal[step.goal].append(step)
    aims = tuple(Branch(goal.text, goal, tuple(by_goal.pop(goal.key, ()))) for goal in view.goals)
    rest = tuple(Branch(steps[0].intent, None, tuple(steps)) for steps in by_goal.values())
    return (*aims, *rest)


def timeline(view: RunView) -> Timeline:
    """When each step was decided and worked on, in a lane for each aim, after the wait for a worker."""
    waited = waited_of(view.run)
    times = list(_times(view.steps, view.prepared))
    first = -waited + min((decided for _, decided, _, _ in times), default=0.0)
    last = max((end for *_, end in times), default=0.0)
    busy, until = 0.0, first + waited
    for _, began, _, end in sorted(times, key=lambda stretch: stretch[1]):
        busy, until = busy + max(end - max(began, until), 0.0), max(end, until)
    rest = max((view.seconds or 0.0) - busy, 0.0) if times else 0.0
    scale = _Scale(first, max(last + rest - first, 0.001))
    rows = {step.number: scale.row(step, *stretch) for step, *stretch in times}
    lanes = tuple(
        Lane(branch.title, tuple(rows[step.number] for step in branch.steps))
        for branch in branches(view)
        if branch.steps
    )
    bar = scale.bar("waited", first, first + waited) if waited else None
    between = next((each for each in _ROUND_SECONDS if scale.seconds / each <= _MAX_TICKS), 86_400)
    ticks = [
        Tick(number * between, round(number * between / scale.seconds * WIDTH, 2))
        for number in range(ceil(scale.seconds / between))
    ]
    ending = scale.bar("worked", last, last + rest) if rest >= NOTICED_SECONDS else None
    return Timeline(lanes, tuple(ticks), scale.seconds, bar, ending)


def _times(steps: Iterable[StepView], prepared: float) -> Iterator[tuple[StepView, float, float, float]]:
    """Each step with the seconds at which deciding it began, it was decided, and its last call ended.

    Deciding the first begins where a worker took the run, any other where the step before it ended, or where
    the model began to think, as it does after a pause; goals that are worked on side by side overlap.
    """
    ended: dict[str, float] = {}
    for step in steps:
        thought = step.at - max(step.seconds - _worked(step), 0.0)
        before = thought if step.follows_pause else ended.get(step.goal, thought)
        began = min(max(before, 0.0), thought, step.at) if ended else min(thought, step.at - prepared)
        # From its decision to the end of its last call; calls run side by side.
        end = step.at + (step.lasted or _worked(step))
        yield step, began, step.at, end
        ended[step.goal] = end


def forks_by_step(forks: Iterable[Run], notebook: Notebook) -> dict[int, list[Run]]:
    """Forks of a run by the last step that they share with it; 0 for those that share none."""
    found = defaultdict[int, list[Run]](list)
    for fork in forks:
        seq = fork.fork_seq or 0
        shared = [number for number, record in notebook.records.items() if record.last <= seq]
        found[max(shared, default=0)].append(fork)
    return dict(found)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Seconds of a run to units of its timeline."""

    first: float
    seconds: float

    def at(self, seconds: float) -> float:
        return round((seconds - self.first) / self.seconds * WIDTH, 2)

    def row(self, step: StepView, began: float, decided: float, end: float) -> Row:
        kind = "failed" if any(call.state == "failed" for call in step.calls) else "worked"
        bars = [self.bar("decided", began, decided)] if decided > began else []
        return Row(step, (*bars, self.bar(kind, decided, end)), decided - began, end - decided)

    def bar(self, kind: str, start: float, end: float) -> Bar:
        length = max((end - start) / self.seconds * WIDTH, SLIMMEST)
        return Bar(kind, min(self.at(start), WIDTH - SLIMMEST), round(length, 2), end - start)


def _worked(step: StepView) -> float:
    """The time of all its calls."""
    return sum(call.observation.seconds for call in step.calls if call.observation)
