"""Subtitles (SRT, WebVTT): the only place where they are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import takewhile

PAUSE_SECONDS = 4.0
ENOUGH_CHARACTERS = 400
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}.*")
_VOICE = re.compile(r"<v(?:\.[\w.]*)?\s+([^>]{1,100})>")
_TAG = re.compile(r"</?[A-Za-z0-9.:#\"'= ]{0,100}>|\{\\[^}]{0,100}\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from `start` to `end`, in seconds; its lines are joined by a space."""

    start: float
    end: float
    text: str


def parse_cues(source: str) -> Iterator[Cue]:
    """The cues of SRT or WebVTT in their order; styles, notes and tags are left out.

    Captions that roll up repeat the line before: it is said once.
    """
    said: list[str] = []
    lines = iter(source.split("\n"))
    for line in lines:
        timing = _TIMING.fullmatch(line)
        if timing is None:
            continue
        # A cue ends at an empty line.
        texts = [_TAG.sub("", _VOICE.sub(r"\1: ", each)) for each in takewhile(str.strip, lines)]
        spoken = [plain for text in texts if (plain := " ".join(unescape(text).split()))]
        fresh = spoken[1:] if said and spoken and spoken[0] == said[-1] else spoken
        said = spoken or said
        if fresh:
            times = timing.groups()
            yield Cue(_seconds(*times[:4]), _seconds(*times[4:]), " ".join(fresh))


def paragraphs(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues put together into paragraphs: up to a pause, or the end of a sentence once there is enough."""
    held: Cue | None = None
    for cue in cues:
        if held is not None and (
            cue.start - held.end > PAUSE_SECONDS
            or (len(held.text) >= ENOUGH_CHARACTERS and held.text.endswith((".", "!", "?", "…", "。")))
            or len(held.text) >= 2 * ENOUGH_CHARACTERS
        ):
            yield held
            held = None
        held = cue if held is None else Cue(held.start, cue.end, f"{held.text} {cue.text}")
    if held is not None:
        yield held


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000
