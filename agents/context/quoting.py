"""Words from outside, made fit to stand in a prompt: on one line they can end neither it nor their quotes."""

import re

_HIDDEN = re.compile(
    # Control characters but white space; invisible marks, directions and tags; halves of characters.
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
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
    inert = _RAILS.sub(_disarmed, headed) if "<<" in headed or ">>" in headed else headed
    if len(inert) <= longest and len(text) <= longest * _SPARE:
        return inert
    return f"{inert[: longest - 1]}…"


def quoted(text: str, longest: int) -> str:
    """The plain text in double quotes, which it cannot close."""
    return '"' + plain(text, longest).replace('"', "'") + '"'


def visible(text: str) -> str:
    """The text without characters that no reader can see; its lines stay."""
    return text if text.isprintable() else _HIDDEN.sub("", text)


def without_middle(text: str, longest: int) -> str:
    """The head and the tail of a text that is longer than `longest` characters, with a note between them."""
    if len(text) <= longest:
        return text
    head = longest * 2 // 3
    tail = longest - head
    return f"{text[:head]}\n[… {len(text) - longest:,} characters are left out here …]\n{text[-tail:]}"


def _disarmed(found: re.Match[str]) -> str:
    return found[0].translate(_LOOKALIKES)
