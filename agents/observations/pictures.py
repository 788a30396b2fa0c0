"""What looking gives: facts, never pixels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agents.observations.base import Result
from agents.observations.web import FetchedPicture
from media_store import Box


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """What a picture may show, with a probability."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class PictureSeen(Result):
    """A look at a picture. Boxes given later refer to this shown picture, in 0..1000 units of its sides.

    A picture that the run made names its `parent`, and as a cut its `box` in the parent; `note` says why.
    `caption` is a model's: of a captioner that describes every picture, or for a policy that cannot see.
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

    @property
    def seen_uids(self) -> tuple[str, ...]:
        return (self.uid,)

    @property
    def made_from(self) -> Mapping[str, tuple[str, ...]]:
        return {self.uid: (self.parent,)} if self.parent else {}


@dataclass(frozen=True, slots=True)
class PicturesSeen(Result):
    """A look at several pictures. `sheet` is the contact sheet that shows them all with their UIDs.

    `fetched` says of those that came from the web for it where they are from.
    """

    pictures: tuple[PictureSeen, ...]
    sheet: PictureSeen | None = None
    is_pinned: bool = False
    fetched: tuple[FetchedPicture, ...] = ()
    type: Literal["pictures"] = "pictures"

    @property
    def seen_uids(self) -> tuple[str, ...]:
        return tuple(look.uid for look in (*self.pictures, *((self.sheet,) if self.sheet else ())))

    @property
    def pixel_uids(self) -> tuple[str, ...]:
        return (self.sheet.uid,) if self.sheet else self.seen_uids

    @property
    def made_from(self) -> Mapping[str, tuple[str, ...]]:
        made = {uid: of for look in self.pictures for uid, of in look.made_from.items()}
        return made | ({self.sheet.uid: tuple(look.uid for look in self.pictures)} if self.sheet else {})


@dataclass(frozen=True, slots=True)
class PicturesCompared(Result):
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

    @property
    def seen_uids(self) -> tuple[str, ...]:
        return (self.first, self.second, self.sheet.uid)

    @property
    def pixel_uids(self) -> tuple[str, ...]:
        return (self.sheet.uid,)

    @property
    def made_from(self) -> Mapping[str, tuple[str, ...]]:
        return {self.sheet.uid: (self.first, self.second)}


@dataclass(frozen=True, slots=True)
class PictureNoted(Result):
    """One line in the policy's own words that stands for a picture when its pixels leave the prompt."""

    uid: str
    line: str
    type: Literal["picture_note"] = "picture_note"


PictureResult = PictureSeen | PicturesSeen | PicturesCompared | PictureNoted
"""What comes of looking at pictures."""
