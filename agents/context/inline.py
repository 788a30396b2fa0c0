"""Which pictures a prompt shows with their pixels, and which of them will leave next."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.context.assets import times
from agents.context.prompt_inputs import PromptInputs
from agents.models.base import PicturePart, TextPart
from agents.observations import PicturesSeen


@dataclass(frozen=True, slots=True)
class PromptPicture:
    """A picture that is inline, with the size in pixels of its `view` and the step that looked at it last.

    `is_sheet` marks a contact sheet: small pictures of many.
    """

    uid: str
    width: int
    height: int
    step: int
    is_pinned: bool
    is_sheet: bool


def choose(inputs: PromptInputs) -> tuple[PromptPicture, ...]:
    """The pictures to show, the most important first: pinned ones, then the newest looks.

    Pictures of the question count as looked at before the first step; while nothing else was looked at they
    do not grow old. Looks of the goal itself come before those of goals beside it.
    """
    state, goal = inputs.state, inputs.options.goal
    looked = dict.fromkeys(inputs.album.asked, 0) | state.memory.looked
    oldest = _oldest_in_view(inputs) if looked.keys() - inputs.album.asked else 0
    fresh = [uid for uid, step in looked.items() if step >= oldest]
    beside = {uid for uid in fresh if goal and looked[uid] and state.steps[looked[uid] - 1].goal != goal}
    fresh.sort(key=lambda uid: (uid in beside, -looked[uid]))
    shown = []
    for uid in [*dict.fromkeys([*reversed(state.memory.pinned), *fresh])][: inputs.options.places]:
        width, height = inputs.album.shown_size(uid) or inputs.options.view_size(uid)
        step = looked.get(uid, 0)
        seen = state.steps[step - 1].results(PicturesSeen) if step else ()
        is_sheet = any(result.sheet is not None and result.sheet.uid == uid for result in seen)
        shown.append(PromptPicture(uid, width, height, step, uid in state.memory.pinned, is_sheet))
    return tuple(shown)


def leaving(inputs: PromptInputs, shown: Sequence[PromptPicture]) -> tuple[PromptPicture, ...]:
    """Pictures without a line of the policy's own that may be out of view after the next step.

    Those are the ones that grow too old and, when every place is taken, the oldest.
    """
    loose = [picture for picture in shown if not picture.is_pinned]
    is_full = len(shown) >= inputs.options.places
    oldest = min((picture.step for picture in loose), default=0)
    limit = max(_oldest_in_view(inputs, ahead=1), oldest + is_full)
    notes = inputs.state.memory.picture_notes
    return tuple(picture for picture in loose if picture.step < limit and picture.uid not in notes)


def picture_parts(picture: PromptPicture, inputs: PromptInputs) -> tuple[TextPart, PicturePart]:
    """The picture behind a line that names it."""
    original = inputs.album.original_size(picture.uid)
    of = f" of {times(original)}" if original else ""
    pinned = " (pinned)" if picture.is_pinned else ""
    label = f"{picture.uid} shown {times((picture.width, picture.height))}{of}{pinned}"
    return TextPart(label), PicturePart(picture.uid, picture.width, picture.height)


def _oldest_in_view(inputs: PromptInputs, ahead: int = 0) -> int:
    """The step whose looks are the oldest that may be in view, `ahead` steps from now.

    A picture is in view as long as its turn is told.
    """
    place = len(inputs.steps) + ahead - inputs.options.profile.recent_turns
    if place >= len(inputs.steps):
        return len(inputs.state.steps) + 1
    return inputs.steps[place].number if place >= 0 else 0
