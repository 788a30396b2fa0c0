"""Characters that no reader sees: words can be smuggled in them, and marks be broken up by them."""

import re

_HIDDEN = re.compile(
    # Control characters but white space; invisible marks, directions, fillers, tags and selectors of
    # variants; halves of characters.
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile(r"(?<=[!-~])[\u200c\u200d\ufe00-\ufe0f]+|[\u200c\u200d\ufe00-\ufe0f]+(?=[!-~])")
"""Words of some scripts and some signs need them; beside ASCII they only hide."""


def visible(text: str) -> str:
    """The text without characters that no reader can see; its lines stay."""
    if text.isascii() and text.isprintable():
        return text
    return _JOINERS.sub("", _HIDDEN.sub("", text))


def places_of(shown: str, text: str) -> list[int]:
    """For each character of `visible(text)`, where it stands in the text."""
    places, position = [], 0
    for character in shown:
        position = text.index(character, position)
        places.append(position)
        position += 1
    return places
