"""What a describer is: pixels in, words out, without a model of language that has to be asked."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from agents.observations import SeenLabel


@dataclass(frozen=True, slots=True)
class Described:
    """A picture in words: labels, text in it, names of its colours, and a caption where one was made."""

    labels: tuple[SeenLabel, ...]
    text: str
    colours: tuple[str, ...]
    caption: str = ""


class Describer(Protocol):
    """Describes pixels in words and compares them; safe to share between threads.

    `name` is what `load_describer` takes.
    """

    name: str

    @abstractmethod
    def describe(self, image: Image) -> Described:
        """A picture in words. `image` is in mode RGB."""

    @abstractmethod
    def similarity(self, first: Image, second: Image) -> float | None:
        """The cosine (-1..1) of how two pictures look; None for a describer that has no vectors for it."""
