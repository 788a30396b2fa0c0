"""What to do now: the end of every prompt, in the words of `instruction.md.j2`."""

from collections.abc import Sequence

from agents.budget import mark, meters
from agents.context.checks import repaired_check
from agents.context.inline import PromptPicture, leaving
from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import plain
from agents.prompts import write
from agents.questions.summary import summary
from agents.toolbox import Phase

_MAX_CHARACTERS = 500
_MAX_HINTS = 5
"""The newest hints of the person that every prompt repeats."""


def instruction(inputs: PromptInputs, inline: Sequence[PromptPicture]) -> str:
    """The demand to conclude, to mend, to write a search anew; what is missing; what budgets say."""
    options, state = inputs.options, inputs.state
    step, check = inputs.newest, repaired_check(inputs)
    failed = state.plan.failed() if options.phase is Phase.PLAN else ()
    # The reading of the question where a person wrote it.
    reading = inputs.state.understanding
    meant = plain(summary(reading), _MAX_CHARACTERS) if reading is not None and reading.by == "person" else ""
    # What the last reflection on the same goal found missing.
    reflected, reflection = state.memory.reflections.get(options.goal, (0, None))
    missing = ""
    if reflection and not reflection.is_satisfied:
        missing = f"{plain(reflection.missing, _MAX_CHARACTERS)} (step {reflected})"
    return write(
        "instruction.md.j2",
        phase=options.phase.value,
        goal=options.goal,
        tools=options.tool_names,
        reason=plain(options.reason, _MAX_CHARACTERS),
        set_aside=plain(step.set_aside, _MAX_CHARACTERS) if step else "",
        sent_back=check.step if check and not options.goal else 0,
        failed=[goal.key for goal in failed],
        missing=missing,
        meters=[str(meter) for meter in meters(options.profile, state)],
        goal_steps=f"{len(inputs.steps)} of {options.profile.goal_steps}" if options.goal else "",
        mark=mark(options.profile, state),
        meant=meant,
        hints=[plain(hint, _MAX_CHARACTERS) for hint in state.hints[-_MAX_HINTS:]],
        leaving=[picture.uid for picture in leaving(inputs, inline)],
    )
