"""The last turns as text: what was wanted, which calls were made, what came of them."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import plain
from agents.context.results import tell, tell_briefly
from agents.context.shrink import RESULT_CHARACTERS
from agents.replay import Step
from agents.types import Evidence, ToolCall
from agents.withdrawal import blotted_arguments, without_withdrawn

_ARGUMENT, _SHORT_ARGUMENT = 600, 100
_INTENT, _SHORT_INTENT = 400, 100
"""Characters; older reasoning gets short, for what it led to is told elsewhere."""

_OUTCOME = 200


def turn(inputs: PromptInputs, place: int, characters: int) -> str:
    """The step at `place` of those that are told, each result cut after so many characters."""
    step = inputs.steps[place]
    if step.set_aside:
        return f"# {_name(inputs, step)} was set aside: {plain(step.set_aside, _INTENT)}"
    gone = [withdrawal.evidence for withdrawal in inputs.state.memory.withdrawn.values()]
    return "\n".join([f"# {_name(inputs, step)}", *_told(step, characters, gone)])


def last_outcome(inputs: PromptInputs) -> str:
    """The newest turn in a line, for the smallest prompt."""
    step = inputs.newest
    if step is None:
        return ""
    calls = [f"{call.name}: {_outcome(step, call)}" for call in step.calls]
    said = step.set_aside or step.problem or "; ".join(calls)
    return f"# Last turn\n{_name(inputs, step)}: {plain(said, _OUTCOME * 2)}"


def _name(inputs: PromptInputs, step: Step) -> str:
    is_of_another = step.goal and step.goal != inputs.options.goal
    return f"Step {step.number} (goal {step.goal})" if is_of_another else f"Step {step.number}"


def _told(step: Step, characters: int, gone: Collection[Evidence]) -> Iterator[str]:
    is_short = characters < RESULT_CHARACTERS
    yield f"Why: {plain(step.intent, _SHORT_INTENT if is_short else _INTENT)}"
    if step.problem:
        yield f"Problem: {plain(step.problem, _ARGUMENT)}"
    for call in step.calls:
        arguments = blotted_arguments(call.arguments, gone)
        yield f"{call.name}({_arguments(arguments, _SHORT_ARGUMENT if is_short else _ARGUMENT)})"
        if observation := step.observations.get(call.id):
            shown = without_withdrawn(observation.data, gone)
            yield tell(replace(observation, data=shown), characters)
        else:
            yield "(It has not ended yet.)"


def _outcome(step: Step, call: ToolCall) -> str:
    observation = step.observations.get(call.id)
    return plain(tell_briefly(observation), _OUTCOME) if observation else "not ended yet"


def _arguments(arguments: Mapping[str, Any], characters: int) -> str:
    """JSON values, as a call has them (hence Any)."""
    return ", ".join(
        f"{plain(name, _OUTCOME)}={plain(json.dumps(value, ensure_ascii=False, default=str), characters)}"
        for name, value in arguments.items()
    )
