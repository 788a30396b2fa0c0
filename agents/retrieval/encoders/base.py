"""What an encoder is: pictures and words in, unit vectors out."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.sentences.base import SentenceEncoder

__all__ = ["Encoder", "ImageDescriptions", "Label", "Vectors", "normalise"]


@dataclass(frozen=True, slots=True)
class Label:
    """A name for what a picture shows, with its probability in 0..1."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class ImageDescriptions:
    """What one pass over n pictures gave: (n, dimension) vectors by space, and n lists of labels."""

    vectors: Mapping[str, Vectors]
    labels: list[list[Label]]


class Encoder(Protocol):
    """Turns pictures and texts into vectors; safe to share between threads.

    `version` names what the vectors depend on (weights and preparation) in [a-z0-9-]+: vectors of two
    versions are never compared. `query_space` is the image space in which `embed_texts` lands, and
    `sentences` is what compares texts with texts.

    `similarity_ranges` gives, for each way of comparing, the cosine that unrelated things reach and the
    cosine of a clear match: `meaning` query to passage, `depicts` text to picture, `looks` picture to
    picture, `concept` picture to picture in the query space.
    """

    version: str
    query_space: str
    sentences: SentenceEncoder
    similarity_ranges: Mapping[str, tuple[float, float]]

    @property
    @abstractmethod
    def spaces(self) -> Mapping[str, int]:
        """The dimension of every image space this encoder fills."""

    @abstractmethod
    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        """Vectors in all spaces and the k likeliest labels of each picture, in one pass.

        An encoder that knows no labels answers with an empty list for each picture.
        Raises UnreadablePicture when the pixels of a picture cannot be decoded.
        """

    @abstractmethod
    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """(n, spaces[query_space]): where pictures that the texts describe should be."""

    @property
    def passage_dimension(self) -> int:
        """The dimension of dense text vectors."""
        return self.sentences.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, passage_dimension): where passages that answer these texts should be."""
        return self.sentences.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, passage_dimension): dense text vectors, to be found by queries."""
        return self.sentences.embed_passages(texts)

    def embed_images(self, images: Sequence[Image]) -> Mapping[str, Vectors]:
        """Vectors by space, (n, dimension) each."""
        return self.describe_images(images).vectors

    def label_images(self, images: Sequence[Image], k: int = 5) -> list[list[Label]]:
        """The k likeliest labels of each picture, likeliest first."""
        return self.describe_images(images, k).labels
