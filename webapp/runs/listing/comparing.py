"""Two runs beside each other: where they part, and how answers, evidence and costs differ."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import islice, takewhile, zip_longest
from typing import Literal, TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agents.replay import AgentState, Step
from agents.types import Evidence
from webapp.runs.execution import journal
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import seconds_of
from webapp.runs.presenting.wording import Names, arguments_of, outcome_of, verb_of
from webapp.runs.templatetags.amounts import dollars

PICTURES_OF_A_CALL = 4

Number = TypeVar("Number", int, float, Decimal)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in one line, and the first pictures that it brought."""

    verb: str
    arguments: str
    outcome: str
    has_failed: bool
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepLines:
    """A step as it stands in a comparison."""

    number: int
    intent: str
    calls: tuple[CallLine, ...]
    set_aside: str


@dataclass(frozen=True, slots=True)
class SharedStep:
    """A step that both runs decided; the same calls may still have brought something else."""

    lines: StepLines
    results_differ: bool


@dataclass(frozen=True, slots=True)
class StepPair:
    """Two steps of the same number, after the runs have parted."""

    left: StepLines | None
    right: StepLines | None


@dataclass(frozen=True, slots=True)
class AnswerStretch:
    """Words of both answers, of the left one only, or of the right one only."""

    side: Literal["both", "left", "right"]
    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A line of the table of costs, written with units."""

    label: str
    left: str
    right: str
    difference: str


@dataclass(frozen=True, slots=True)
class EvidenceSplit:
    """The evidence that the runs kept."""

    both: tuple[Evidence, ...]
    left: tuple[Evidence, ...]
    right: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page of a comparison shows."""

    left: Run
    right: Run
    shared: tuple[SharedStep, ...]
    pairs: tuple[StepPair, ...]
    answer: tuple[AnswerStretch, ...]
    evidence: EvidenceSplit
    amounts: tuple[Amount, ...]

    @property
    def has_same_answers(self) -> bool:
        return all(stretch.side == "both" for stretch in self.answer)

    @property
    def is_fork(self) -> bool:
        """True when one of the runs began as a copy of the other."""
        return self.left.parent_id == self.right.pk or self.right.parent_id == self.left.pk


def compare_runs(left: Run, right: Run) -> Comparison:
    """Fold both journals and set them side by side. Raises JournalError when one cannot be read."""
    ours, theirs = journal.state(left), journal.state(right)
    side_by_side = zip(ours.steps, theirs.steps, strict=False)
    both = list(takewhile(lambda pair: _plan_of(pair[0]) == _plan_of(pair[1]), side_by_side))
    rest = zip_longest(ours.steps[len(both) :], theirs.steps[len(both) :])
    names, their_names = Names.of(ours), Names.of(theirs)
    worked, their_worked = (seconds_of(run) or 0.0 for run in (left, right))
    difference = _signed(_seconds, their_worked - worked)
    in_all = Amount(_("Time worked in all"), _seconds(worked), _seconds(their_worked), difference)
    return Comparison(
        left,
        right,
        tuple(SharedStep(_lines(a, names), _results(a) != _results(b)) for a, b in both),
        tuple(
            StepPair(_lines(a, names) if a else None, _lines(b, their_names) if b else None) for a, b in rest
        ),
        tuple(diff_words(_answer(ours), _answer(theirs))),
        _split(ours, theirs),
        (*_amounts(ours, theirs), in_all),
    )


def diff_words(left: str, right: str) -> Iterator[AnswerStretch]:
    """Both texts as one, word by word; a word keeps the white space after it."""
    ours, theirs = (re.findall(r"\S+\s*", text) for text in (left, right))
    matcher = SequenceMatcher(None, [w.strip() for w in ours], [w.strip() for w in theirs])
    for change, start, end, from_, to in matcher.get_opcodes():
        if change == "equal":
            yield AnswerStretch("both", "".join(theirs[from_:to]))
            continue
        if end > start:
            yield AnswerStretch("left", "".join(ours[start:end]))
        if to > from_:
            yield AnswerStretch("right", "".join(theirs[from_:to]))


def _plan_of(step: Step) -> tuple[str, list[tuple[str, object]]]:
    """What makes two steps one: their calls; the words around them may differ. Without calls, the words."""
    return "" if step.calls else step.intent, [(call.name, call.arguments) for call in step.calls]


def _results(step: Step) -> list[object]:
    found = [step.observations.get(call.id) for call in step.calls]
    return [each and (each.data, each.error) for each in found]


def _lines(step: Step, names: Names) -> StepLines:
    calls = []
    for call in step.calls:
        observation = step.observations.get(call.id)
        arguments = arguments_of(call, names, None)
        pictures = dict.fromkeys(uid for argument in arguments for uid in argument.uids)
        pictures |= dict.fromkeys(observation.data.uids) if observation and observation.data else {}
        calls.append(
            CallLine(
                verb_of(call.name),
                " · ".join(f"{each.name} {each.value}" for each in arguments if each.value),
                outcome_of(observation, names),
                observation is not None and not observation.ok,
                tuple(islice(pictures, PICTURES_OF_A_CALL)),
            )
        )
    return StepLines(step.number, names.plain(step.intent or step.problem), tuple(calls), step.set_aside)


def _answer(state: AgentState) -> str:
    return state.answer.text if state.answer else ""


def _split(left: AgentState, right: AgentState) -> EvidenceSplit:
    ours = {kept.place: kept for kept in left.memory.evidence.values()}
    theirs = {kept.place: kept for kept in right.memory.evidence.values()}
    return EvidenceSplit(
        tuple(kept for place, kept in ours.items() if place in theirs),
        tuple(kept for place, kept in ours.items() if place not in theirs),
        tuple(kept for place, kept in theirs.items() if place not in ours),
    )


def _amounts(left: AgentState, right: AgentState) -> Iterator[Amount]:
    ours, theirs = left.usage, right.usage
    yield _count(_("Steps"), len(left.steps), len(right.steps))
    yield _count(_("Calls"), left.tool_calls, right.tool_calls)
    yield _count(_("Model calls"), ours.model_calls, theirs.model_calls)
    yield _count(_("Tokens"), ours.tokens, theirs.tokens)
    costs = dollars(ours.cost_usd), dollars(theirs.cost_usd)
    yield Amount(_("Cost"), *costs, _signed(dollars, theirs.cost_usd - ours.cost_usd))
    times = _seconds(left.seconds), _seconds(right.seconds)
    yield Amount(_("Time of calls and models"), *times, _signed(_seconds, right.seconds - left.seconds))


def _count(label: str, left: int, right: int) -> Amount:
    return Amount(label, _grouped(left), _grouped(right), _signed(_grouped, right - left))


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _seconds(seconds: float) -> str:
    return f"{number_format(seconds, 1)} s"


def _signed(write: Callable[[Number], str], difference: Number) -> str:
    """A difference with its sign; none where what is written is the same as nothing."""
    written = write(abs(difference))
    if written == write(abs(difference) * 0):
        return written
    return ("−" if difference < 0 else "+") + written
