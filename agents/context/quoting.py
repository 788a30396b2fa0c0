"""Words from outside, made fit to stand in a prompt: on one line they can end neither it nor their quotes."""

import re

from agents.text.hidden import visible
from agents.text.markers import inert

_HEADING = re.compile(r"#(?<!\S#)#*(?!\S)")
_RAILS = re.compile(r"<{2,}|>{2,}")
_LOOKALIKES = str.maketrans("#<>", "＃‹›")
_SPARE = 4
"""A text is taken to shrink at most so many times when its white space goes: what is longer is not read."""


def plain(text: str, longest: int) -> str:
    """The text on one line of at most `longest` characters, without anything that reads as our own marks.

    Headings and the rails of fences are written with lookalike characters, hidden characters go.
    """
    line = visible(" ".join(text[: longest * _SPARE].split()))
    # Few texts have such marks: looking for them first makes a prompt of hundreds of lines cheap.
    headed = _HEADING.sub(_disarmed, line) if "#" in line else line
    railed = _RAILS.sub(_disarmed, headed) if "<<" in headed or ">>" in headed else headed
    if len(railed) <= longest and len(text) <= longest * _SPARE:
        return railed
    return f"{railed[: longest - 1]}…"


def quoted(text: str, longest: int, *, keeps_markers: bool = False) -> str:
    """The plain text in double quotes, which it cannot close.

    What could be read as a citation marker is written with lookalikes, unless the words are the run's own.
    """
    line = plain(text, longest)
    return '"' + (line if keeps_markers else inert(line)).replace('"', "'") + '"'


def without_middle(text: str, longest: int) -> str:
    """The head and the tail of a text that is longer than `longest` characters, with a note between them."""
    if len(text) <= longest:
        return text
    head = longest * 2 // 3
    tail = longest - head
    return f"{text[:head]}\n[… {len(text) - longest:,} characters are left out here …]\n{text[-tail:]}"


def _disarmed(found: re.Match[str]) -> str:
    return found[0].translate(_LOOKALIKES)
