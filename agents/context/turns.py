"""The last turns as text: what was wanted, which calls were made, what came of them."""

import json
from dataclasses import replace

from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import plain
from agents.context.results import tell, tell_briefly
from agents.context.shrink import RESULT_CHARACTERS
from agents.replay import Step
from agents.withdrawal import blotted_arguments, without_withdrawn

_ARGUMENT, _SHORT_ARGUMENT = 600, 100
_INTENT, _SHORT_INTENT = 400, 100
"""Characters; older reasoning gets short, for what it led to is told elsewhere."""

_MAX_OUTCOME_CHARACTERS = 200


def turn(inputs: PromptInputs, place: int, characters: int) -> str:
    """The step at `place` of those that are told, each result cut after so many characters."""
    step = inputs.steps[place]
    if step.set_aside:
        return f"# {_name(inputs, step)} was set aside: {plain(step.set_aside, _INTENT)}"
    gone = [withdrawal.evidence for withdrawal in inputs.state.memory.withdrawn.values()]
    is_short = characters < RESULT_CHARACTERS
    longest = _SHORT_ARGUMENT if is_short else _ARGUMENT
    lines = [f"# {_name(inputs, step)}", f"Why: {plain(step.intent, _SHORT_INTENT if is_short else _INTENT)}"]
    if step.problem:
        lines.append(f"Problem: {plain(step.problem, _ARGUMENT)}")
    for call in step.calls:
        arguments = []
        for name, value in blotted_arguments(call.arguments, gone).items():
            written = json.dumps(value, ensure_ascii=False, default=str)
            arguments.append(f"{plain(name, _MAX_OUTCOME_CHARACTERS)}={plain(written, longest)}")
        lines.append(f"{call.name}({', '.join(arguments)})")
        if observation := step.observations.get(call.id):
            shown = without_withdrawn(observation.data, gone)
            lines.append(tell(replace(observation, data=shown), characters))
        else:
            lines.append("(It has not ended yet.)")
    return "\n".join(lines)


def last_outcome(inputs: PromptInputs) -> str:
    """The newest turn in a line, for the smallest prompt."""
    step = inputs.newest
    if step is None:
        return ""
    calls = []
    for call in step.calls:
        seen = step.observations.get(call.id)
        calls.append(
            f"{call.name}: {plain(tell_briefly(seen), _MAX_OUTCOME_CHARACTERS) if seen else 'not ended yet'}"
        )
    said = step.set_aside or step.problem or "; ".join(calls)
    return f"# Last turn\n{_name(inputs, step)}: {plain(said, _MAX_OUTCOME_CHARACTERS * 2)}"


def _name(inputs: PromptInputs, step: Step) -> str:
    is_of_another = step.goal and step.goal != inputs.options.goal
    return f"Step {step.number} (goal {step.goal})" if is_of_another else f"Step {step.number}"
