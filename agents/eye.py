"""Looking at pixels without a vision model: labels, text and colours in words."""

from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from agents.observations import PictureSeen, SeenLabel
from agents.retrieval.encoders.base import Encoder
from agents.vision import dominant_colours, read_text
from media_store import Box, MediaStore, Rendition


@dataclass(frozen=True, slots=True)
class Described:
    """A picture in words."""

    labels: tuple[SeenLabel, ...]
    text: str
    colours: tuple[str, ...]


class Eye(Protocol):
    """Describes pixels in words."""

    def describe(self, image: Image) -> Described:
        """Labels, text and colours of a picture."""


@dataclass(frozen=True, slots=True)
class EncoderEye:
    """Labels from the encoder, text by OCR when `reads_text`, colours counted."""

    encoder: Encoder
    reads_text: bool

    def describe(self, image: Image) -> Described:
        labels = self.encoder.label_images([image])[0]
        return Described(
            tuple(SeenLabel(label.name, round(label.probability, 3)) for label in labels),
            read_text(image).text if self.reads_text else "",
            tuple(colour.name for colour in dominant_colours(image)),
        )


def picture_seen(
    store: MediaStore, eye: Eye, uid: str, *, parent: str | None = None, box: Box | None = None
) -> PictureSeen:
    """One look at a stored picture. `parent` and `box` say where the run cut it from.

    They are the run's to tell: equal cuts are one file, and the store remembers only who made it first.
    """
    facts, shown = store.facts(uid), store.rendition_facts(uid, Rendition.VIEW)
    described = eye.describe(store.image(uid))
    return PictureSeen(
        uid=uid, width=facts.width, height=facts.height, shown_width=shown.width, shown_height=shown.height,
        labels=described.labels, text=described.text, colours=described.colours,
        parent=parent, box=box,
    )  # fmt: skip
