"""ShareGPT with pictures: `{"conversations": [{"from", "value"}], "images": [paths]}`, one line a run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.exports.checks import check_lines
from agents.exports.samples import Message, Sample, Speaker

_SPEAKERS: Mapping[str, Speaker] = {
    "system": Speaker.SYSTEM,
    "human": Speaker.USER,
    "gpt": Speaker.ASSISTANT,
}
_NAMES = {speaker: name for name, speaker in _SPEAKERS.items()}


class ShareGptTurn(BaseModel):
    """One turn; what tools give back is a turn of the human."""

    model_config = ConfigDict(validate_by_name=True)

    speaker: Literal["system", "human", "gpt"] = Field(alias="from")
    value: str


class ShareGptLine(BaseModel):
    """One run. `images` has the path of each marker's picture in the order of the markers."""

    conversations: tuple[ShareGptTurn, ...]
    images: tuple[str, ...]


def sharegpt_line(sample: Sample, paths: Mapping[str, str]) -> str:
    """The line of a sample, without an end of line; `paths` by UID, relative to the file."""
    turns = [{"from": _NAMES[message.speaker], "value": message.text} for message in sample.messages]
    line = ShareGptLine.model_validate(
        {"conversations": turns, "images": [paths[u] for u in sample.pictures]}
    )
    return line.model_dump_json(by_alias=True)


def validate_sharegpt(path: Path) -> list[str]:
    """Problems of a file of lines, as sentences: JSON, turns, markers, calls, and files of pictures."""
    return check_lines(
        path,
        ShareGptLine,
        lambda line: [Message(_SPEAKERS[turn.speaker], turn.value) for turn in line.conversations],
        lambda line: line.images,
    )
