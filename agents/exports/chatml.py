"""ChatML: `{"messages": [{"role", "content"}], "images": [paths]}`, one line a run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from agents.exports.checks import check_lines
from agents.exports.samples import Message, Sample, Speaker

_SPEAKERS: Mapping[str, Speaker] = {
    "system": Speaker.SYSTEM,
    "user": Speaker.USER,
    "assistant": Speaker.ASSISTANT,
}
_NAMES = {speaker: name for name, speaker in _SPEAKERS.items()}


class ChatMlMessage(BaseModel):
    """One turn; what tools give back is a turn of the user."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatMlLine(BaseModel):
    """One run. `images` has the path of each marker's picture in the order of the markers."""

    messages: tuple[ChatMlMessage, ...]
    images: tuple[str, ...] = ()


def chatml_line(sample: Sample, paths: Mapping[str, str]) -> str:
    """The line of a sample, without an end of line; `paths` by UID, relative to the file."""
    turns = [{"role": _NAMES[message.speaker], "content": message.text} for message in sample.messages]
    line = ChatMlLine.model_validate({"messages": turns, "images": [paths[u] for u in sample.pictures]})
    return line.model_dump_json()


def validate_chatml(path: Path) -> list[str]:
    """Problems of a file of lines, as sentences: JSON, turns, markers, calls, and files of pictures."""
    return check_lines(
        path,
        ChatMlLine,
        lambda line: [Message(_SPEAKERS[turn.role], turn.content) for turn in line.messages],
        lambda line: line.images,
    )
