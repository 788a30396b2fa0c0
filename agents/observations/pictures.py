"""What looking gives: facts, never pixels."""

from dataclasses import dataclass
from typing import Literal

from media_store import Box


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """What a picture may show, with a probability."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """A look at a picture. Boxes given later refer to this shown picture, in 0..1000 units of its sides.

    A picture that the run made names its `parent`, and as a cut its `box` in the parent; `note` says why.
    `caption` is a model's, made for a policy that cannot see.
    """

    uid: str
    width: int
    height: int
    shown_width: int
    shown_height: int
    labels: tuple[SeenLabel, ...]
    text: str
    colours: tuple[str, ...]
    parent: str | None = None
    box: Box | None = None
    note: str = ""
    caption: str = ""
    type: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class PicturesSeen:
    """A look at several pictures. `sheet` is the contact sheet that shows them all with their UIDs."""

    pictures: tuple[PictureSeen, ...]
    sheet: PictureSeen | None = None
    is_pinned: bool = False
    type: Literal["pictures"] = "pictures"


@dataclass(frozen=True, slots=True)
class PicturesCompared:
    """Two pictures side by side: the joint picture, and how alike they are.

    `hash_distance` counts the differing bits (0..64) of their perceptual hashes, `similarity` is the cosine
    (-1..1) of their appearance vectors, or None where the encoder has none.
    """

    first: str
    second: str
    sheet: PictureSeen
    hash_distance: int
    similarity: float | None
    type: Literal["comparison"] = "comparison"


@dataclass(frozen=True, slots=True)
class PictureNoted:
    """One line in the policy's own words that stands for a picture when its pixels leave the prompt."""

    uid: str
    line: str
    type: Literal["picture_note"] = "picture_note"
