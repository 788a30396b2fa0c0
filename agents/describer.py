"""Looking at pixels without a vision model: labels, text and colours in words, and likeness."""

from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from agents.observations import PictureSeen, SeenLabel
from agents.retrieval.encoders.base import Encoder
from agents.vision import dominant_colours, read_text
from media_store import MediaStore, Rendition


@dataclass(frozen=True, slots=True)
class Described:
    """A picture in words."""

    labels: tuple[SeenLabel, ...]
    text: str
    colours: tuple[str, ...]


_NOTHING = Described((), "", ())


class Describer(Protocol):
    """Describes pixels in words and compares them."""

    def describe(self, image: Image) -> Described:
        """Labels, text and colours of a picture."""

    def similarity(self, first: Image, second: Image) -> float | None:
        """The cosine (-1..1) of how two pictures look; None for a describer that has no vectors for it."""


@dataclass(frozen=True, slots=True)
class EncoderDescriber:
    """Labels and likeness from the encoder, text by OCR when `reads_text`, colours counted."""

    encoder: Encoder
    reads_text: bool

    def describe(self, image: Image) -> Described:
        labels = self.encoder.label_images([image])[0]
        return Described(
            tuple(SeenLabel(label.name, round(label.probability, 3)) for label in labels),
            read_text(image).text if self.reads_text else "",
            tuple(colour.name for colour in dominant_colours(image)),
        )

    def similarity(self, first: Image, second: Image) -> float | None:
        """In a space that only pictures live in; where words share the one space, looks and meaning mix."""
        spaces = [space for space in self.encoder.spaces if space != self.encoder.query_space]
        if not spaces:
            return None
        one, other = self.encoder.embed_images([first, second])[spaces[0]]
        return float(one @ other)


def picture_seen(store: MediaStore, describer: Describer, uid: str) -> PictureSeen:
    """One look at a stored picture."""
    return _seen(store, uid, describer.describe(store.image(uid)))


def sheet_seen(store: MediaStore, uid: str) -> PictureSeen:
    """One look at a picture that was put together here: nothing in it has to be found out."""
    return _seen(store, uid, _NOTHING)


def _seen(store: MediaStore, uid: str, described: Described) -> PictureSeen:
    facts, shown = store.facts(uid), store.rendition_facts(uid, Rendition.VIEW)
    return PictureSeen(
        uid=uid, width=facts.width, height=facts.height, shown_width=shown.width, shown_height=shown.height,
        labels=described.labels, text=described.text, colours=described.colours,
    )  # fmt: skip
