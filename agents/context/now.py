"""What to do now: the end of every prompt, in the words of `now.md.j2`."""

from collections.abc import Sequence

from agents.budget import mark, meters
from agents.context.checks import repaired_check
from agents.context.inline import PromptPicture, leaving
from agents.context.quoting import plain
from agents.context.scene import Scene
from agents.prompts import write
from agents.questions.summary import summary
from agents.toolbox import Phase

_WORDS = 500
_HINTS = 5
"""The newest hints of the person that every prompt repeats."""


def now(scene: Scene, inline: Sequence[PromptPicture]) -> str:
    """The demand to conclude, to mend, to write a search anew; what is missing; what budgets say."""
    frame, state = scene.frame, scene.state
    step, check = scene.newest, repaired_check(scene)
    failed = state.plan.failed() if frame.phase is Phase.PLAN else ()
    return write(
        "now.md.j2",
        phase=frame.phase.value,
        goal=frame.goal,
        tools=frame.tool_names,
        reason=plain(frame.reason, _WORDS),
        set_aside=plain(step.set_aside, _WORDS) if step else "",
        sent_back=check.step if check and not frame.goal else 0,
        failed=[goal.key for goal in failed],
        missing=_missing(scene),
        meters=[str(meter) for meter in meters(frame.profile, state)],
        goal_steps=f"{len(scene.steps)} of {frame.profile.goal_steps}" if frame.goal else "",
        mark=mark(frame.profile, state),
        meant=_meant(scene),
        hints=[plain(hint, _WORDS) for hint in state.hints[-_HINTS:]],
        leaving=[picture.uid for picture in leaving(scene, inline)],
    )


def _meant(scene: Scene) -> str:
    """The reading of the question where a person wrote it."""
    reading = scene.state.understanding
    return plain(summary(reading), _WORDS) if reading is not None and reading.by == "person" else ""


def _missing(scene: Scene) -> str:
    """What the last reflection on the same goal found missing, as a step and its words."""
    step, reflection = scene.state.memory.reflections.get(scene.frame.goal, (0, None))
    if reflection is None or reflection.is_satisfied:
        return ""
    return f"{plain(reflection.missing, _WORDS)} (step {step})"
