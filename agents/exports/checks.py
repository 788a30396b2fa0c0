"""Checks that both training formats share. Each problem is a sentence; no sentence, no problem."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from agents.exports.outcomes import picture_label
from agents.exports.samples import MARKER, Message, Speaker
from agents.messages import message as _
from agents.parsing.validation import explain
from media_store import is_uid

_CALL = re.compile(r"<tool_call>\n(.*?)\n</tool_call>", re.DOTALL)
_CALL_TAG = "<tool_call>"

Line = TypeVar("Line", bound=BaseModel)


def check_lines(
    path: Path, form: type[Line], messages_of: Callable[[Line], Sequence[Message]],
    images_of: Callable[[Line], Sequence[str]],
) -> list[str]:  # fmt: skip
    """Problems of a file of samples, one JSON object a line; pictures are relative to its folder."""
    if not path.is_file():
        return [_("There is no file %(name)s.", name=path.name)]
    problems: list[str] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                sample = form.model_validate_json(line)
            except ValidationError as error:
                found = iter(explain(error))
            else:
                found = _check_sample(messages_of(sample), images_of(sample), path.parent)
            problems += (
                _("%(file)s, line %(number)s: %(problem)s", file=path.name, number=number, problem=problem)
                for problem in found
            )
    return problems


def in_file(path: Path, problems: Iterable[str]) -> list[str]:
    """Problems with the name of the file that they are in."""
    return [_("%(place)s: %(problem)s", place=path.name, problem=problem) for problem in problems]


def is_inside(folder: Path, name: str) -> bool:
    """Whether a relative path names something in the folder."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _check_sample(messages: Sequence[Message], images: Sequence[str], folder: Path) -> Iterator[str]:
    yield from _check_turns(messages)
    yield from _check_markers(messages, images)
    for name in dict.fromkeys(images):
        if not is_inside(folder, name) or not (folder / name).is_file():
            yield _("There is no picture %(name)s.", name=name)
    for text in (message.text for message in messages if message.speaker is Speaker.ASSISTANT):
        bodies = _CALL.findall(text)
        if len(bodies) != text.count(_CALL_TAG):
            yield _("A call is not closed.")
        for body in bodies:
            try:
                call = json.loads(body)
            except ValueError:
                call = None
            if not isinstance(call, dict) or not {"name", "arguments"} <= call.keys():
                yield _("A call is no JSON object with a name and arguments: %(call)s", call=body[:80])


def _check_turns(messages: Sequence[Message]) -> Iterator[str]:
    """A system turn may come first; then user and assistant take turns, and the assistant has the last."""
    speakers = [message.speaker for message in messages]
    if speakers[:1] == [Speaker.SYSTEM]:
        del speakers[0]
    turns = (Speaker.USER, Speaker.ASSISTANT)
    wrong = [place for place, speaker in enumerate(speakers) if speaker is not turns[place % 2]]
    if wrong:
        place = wrong[0] + len(messages) - len(speakers) + 1
        yield _("Turn %(place)s is out of order: user and assistant must take turns.", place=place)
    if not speakers or speakers[-1] is not Speaker.ASSISTANT:
        yield _("The last turn is not the assistant's.")


def _check_markers(messages: Sequence[Message], images: Sequence[str]) -> Iterator[str]:
    text = "\n".join(message.text for message in messages)
    count = text.count(MARKER)
    if count != len(images):
        pictures = len(images)
        yield _(
            "%(count)s markers %(marker)s, but %(pictures)s pictures.",
            count=count,
            marker=MARKER,
            pictures=pictures,
        )
        return
    # The line before each marker, which names its picture.
    labels = [before.rstrip("\n").rpartition("\n")[2] for before in text.split(MARKER)[:-1]]
    for place, (label, image) in enumerate(zip(labels, images, strict=True), start=1):
        uid = Path(image).stem
        if is_uid(uid) and label != picture_label(uid):
            yield _(
                "Marker %(place)s stands after %(label)s, but its picture is %(picture)s.",
                place=place, label=repr(label), picture=image,
            )  # fmt: skip
