"""Windows: parts of a picture with vectors of their own, in collections beside those of whole pictures.

A window is named by its picture and a slot, and a slot has one place for all pictures: nothing of it has to
be stored but its vector.
"""

from collections.abc import Iterable, Sequence

from PIL.Image import Image

from agents.retrieval.encoders.base import Encoder
from agents.retrieval.lexical import Record
from media_store.boxes import Box

VERSION = "w1"
"""Raise it whenever windows lie elsewhere, or are cut or prepared in another way."""

_SUFFIX = f"~windows-{VERSION}"
SLOTS = 16
"""Numbers that a picture keeps for its windows, more than there are."""

SHARE = 0.95
"""What a likeness to a part of a picture counts against one to the whole of it."""

MIN_SIDE = 160
"""Pixels of a picture's shorter side; the parts of a smaller one show too little."""

BOXES = (
    Box(0, 0, 600, 600), Box(400, 0, 1000, 600), Box(0, 400, 600, 1000), Box(400, 400, 1000, 1000),
    Box(250, 250, 750, 750),
)  # fmt: skip
"""By slot: four corners that overlap, and the middle, closer."""


def windowed_spaces(encoder: Encoder) -> list[str]:
    """The spaces in which pictures are told by their looks: parts of kinds are everywhere."""
    return [space for space in encoder.spaces if space != encoder.query_space or len(encoder.spaces) == 1]


def window_space(space: str) -> str:
    """The space of windows beside a space of whole pictures."""
    return f"{space}{_SUFFIX}"


def is_of_windows(space: str) -> bool:
    """Whether the records of a space are windows."""
    return "~windows" in space


def has_windows(width: int, height: int) -> bool:
    """Whether a picture of this size in pixels is worth looking at in parts."""
    return min(width, height) >= MIN_SIDE


def windows_of(records: Iterable[Record]) -> list[Record]:
    """The windows of these pictures, slot by slot."""
    return [Record(each.kind, each.id * SLOTS + slot) for each in records for slot in range(len(BOXES))]


def picture_of(window: Record) -> Record:
    """The picture that a window is of."""
    return Record(window.kind, window.id // SLOTS)


def box_of(window: Record) -> Box:
    """Where a window lies in its picture."""
    return BOXES[window.id % SLOTS]


def cut(image: Image) -> Sequence[Image]:
    """The windows of a picture, by slot."""
    return [image.crop(box.to_pixels(*image.size)) for box in BOXES]
