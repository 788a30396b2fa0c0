"""A trajectory in other shapes than the list of its steps: a tree of its aims, and a timeline."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from agents.plan import Goal
from webapp.runs.models import Run
from webapp.runs.notebook import Notebook
from webapp.runs.presenters import Chapter, RunView, StepView

WIDTH = 1000
"""Units of a timeline from its beginning to its end."""
SLIMMEST = 2
"""A bar of a step that took no time can still be seen, and clicked."""
_ROUND_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Branch:
    """An aim of the run with the steps that served it: a goal of the plan, or a chapter."""

    title: str
    goal: Goal | None
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A step, or one part of it, on the timeline; `start` and `length` are of WIDTH."""

    step: StepView
    kind: str
    start: float
    length: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The bars of one aim."""

    title: str
    first_step: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A round time; `at` is of WIDTH."""

    seconds: int
    at: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes over `seconds` from the first step on."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    seconds: float


def branches(view: RunView) -> tuple[Branch, ...]:
    """The goals of the plan in its order, each with its steps; where there is no plan, the chapters."""
    if not view.goals:
        return tuple(Branch(chapter.title, None, steps) for chapter, steps in _by_chapter(view))
    by_goal = defaultdict[str, list[StepView]](list)
    for step in view.steps:
        by_goal[step.goal].append(step)
    aims = tuple(Branch(goal.text, goal, tuple(by_goal.pop(goal.key, ()))) for goal in view.goals)
    rest = tuple(Branch(steps[0].intent, None, tuple(steps)) for steps in by_goal.values())
    return (*aims, *rest)


def timeline(view: RunView) -> Timeline:
    """When each step ran, in a lane for each aim; thinking of a model and work of tools are told apart."""
    ends = [step.at + _worked(step) for step in view.steps]
    starts = [step.at - _thought(step) for step in view.steps]
    first, last = min(starts, default=0.0), max(ends, default=0.0)
    scale = _Scale(first, max(last - first, 0.001))
    lanes = tuple(
        Lane(
            branch.title,
            branch.steps[0].number,
            tuple(bar for step in branch.steps for bar in scale.bars(step)),
        )
        for branch in branches(view)
        if branch.steps
    )
    return Timeline(lanes, tuple(_ticks(scale)), scale.seconds)


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

    def bars(self, step: StepView) -> tuple[Bar, ...]:
        thought, worked = _thought(step), _worked(step)
        kind = "failed" if any(call.state == "failed" for call in step.calls) else "worked"
        bars = [self._bar(step, kind, step.at, worked)]
        if thought:
            bars.insert(0, self._bar(step, "thought", step.at - thought, thought))
        return tuple(bars)

    def _bar(self, step: StepView, kind: str, start: float, seconds: float) -> Bar:
        length = max(seconds / self.seconds * WIDTH, SLIMMEST)
        return Bar(step, kind, min(self.at(start), WIDTH - SLIMMEST), round(length, 2), seconds)


def _by_chapter(view: RunView) -> list[tuple[Chapter, tuple[StepView, ...]]]:
    """Chapters with their steps, which stand in a row."""
    return [
        (chapter, view.steps[chapter.step - 1 : chapter.step - 1 + chapter.count])
        for chapter in view.chapters
    ]


def _worked(step: StepView) -> float:
    return sum(call.observation.seconds for call in step.calls if call.observation)


def _thought(step: StepView) -> float:
    return max(step.seconds - _worked(step), 0.0)


def _ticks(scale: _Scale) -> list[Tick]:
    between = next((each for each in _ROUND_SECONDS if scale.seconds / each <= _MOST_TICKS), 86_400)
    return [
        Tick(number * between, round(number * between / scale.seconds * WIDTH, 2))
        for number in range(ceil(scale.seconds / between))
    ]
