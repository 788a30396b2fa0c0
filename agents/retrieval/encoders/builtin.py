"""The encoder that needs no download: ConSE (Norouzi et al., 2014, arXiv:1312.5650).

A classifier names what a picture shows; the picture's `semantic` vector is the probability-weighted mean of
the sentence embeddings of its likeliest classes, in the space of embedded texts. Its `appearance` vector, for
finding pictures that look alike, is the classifier's pooled features beside the mean colours of a grid.
The constants were chosen with `benchmarks/encoders.py`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Label, Vectors, normalise
from agents.retrieval.encoders.components.checksums import text_checksum
from agents.retrieval.encoders.components.classifier import SIDE, Classification, ImageNetClassifier
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences import SentenceEncoder, load_sentence_encoder
from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means, squeeze, to_rgb

PREPARATION = "2"
"""Raise it whenever pixels or vectors are prepared in another way: the version changes with it."""
BATCH_SIZE = 4
"""So small a batch stays in the caches of a CPU, where larger ones were slower."""
NAMER = "minilm"
"""The sentence encoder that the names of classes are compared with words by."""
CLASS_SENTENCE = "a photo of a {}"
CLASSES = 20
"""The likeliest classes that make up a semantic vector."""
COLOUR_GRID = 4
COLOUR_WEIGHT = 0.35
"""The part that colour has in the similarity of two appearances."""
FAINT_COLOUR = 5.0
"""The mean distance from grey (in units of Lab) below which a colour layout is mostly noise."""


def load(options: str, sentences: str, files: MadeFiles) -> Encoder:
    """The built-in encoder, which compares texts with the sentence encoder of that name; empty: the default.

    It has no options. Raises UnknownEncoder when some are given, and what `load_sentence_encoder` raises.
    """
    if options:
        raise UnknownEncoder(
            _(
                "There is no encoder “builtin:%(options)s”: builtin takes no options. A sentence "
                "encoder is written builtin+%(options)s.",
                options=options,
            )
        )
    classifier, namer = ImageNetClassifier(files), load_sentence_encoder(NAMER, files)
    return BuiltinEncoder(
        classifier, namer, load_sentence_encoder(sentences, files), _class_vectors(classifier, namer, files)
    )


def _class_vectors(classifier: ImageNetClassifier, namer: SentenceEncoder, files: MadeFiles) -> Vectors:
    """(classes, dimension): the names of the classes as sentences, kept because they take seconds."""
    sentences = [CLASS_SENTENCE.format(name) for name in classifier.names]
    version = text_checksum(namer.version, *sentences)
    made = files.path("classes.npy", version, lambda target: np.save(target, namer.embed_passages(sentences)))
    return np.asarray(np.load(made), dtype=np.float32)


class BuiltinEncoder(Encoder):
    """Two image spaces, `semantic` for words and `appearance` for pictures, from weights in packages."""

    query_space = "semantic"

    def __init__(
        self,
        classifier: ImageNetClassifier,
        namer: SentenceEncoder,
        sentences: SentenceEncoder,
        class_vectors: Vectors,
    ) -> None:
        """`namer` places words in the space of `class_vectors`, `sentences` compares texts."""
        self._classifier, self._namer, self.sentences = classifier, namer, sentences
        self._class_vectors = class_vectors
        parts = (PREPARATION, classifier.version, namer.version, sentences.version)
        self.version = f"builtin-{text_checksum(*parts)}"
        self.similarity_ranges: Mapping[str, tuple[float, float]] = {
            "meaning": sentences.similarity_range,
            "depicts": (0.3, 0.55),
            "looks": (0.35, 0.9),
            "concept": (0.8, 0.98),
        }

    @property
    def spaces(self) -> Mapping[str, int]:
        return {
            "semantic": self._namer.dimension,
            "appearance": self._classifier.features_dimension + 3 * COLOUR_GRID**2,
        }

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        vectors = {space: np.empty((len(images), size), np.float32) for space, size in self.spaces.items()}
        labels: list[list[Label]] = []
        for start in range(0, len(images), BATCH_SIZE):
            batch = [to_rgb(image) for image in images[start : start + BATCH_SIZE]]
            found = self._classifier.classify(np.stack([squeeze(image, SIDE) for image in batch]))
            rows = slice(start, start + len(batch))
            vectors["semantic"][rows] = self._place_among_words(found)
            vectors["appearance"][rows] = self._place_among_pictures(batch, found)
            labels += self._label(found, k)
        return ImageDescriptions(vectors, labels)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self._namer.embed_queries(texts)

    def _place_among_words(self, found: Classification) -> Vectors:
        likeliest = _likeliest(found.probabilities, CLASSES)
        weights = np.take_along_axis(found.probabilities, likeliest, axis=1)
        return normalise(np.einsum("nk,nkd->nd", weights, self._class_vectors[likeliest]))

    def _place_among_pictures(self, images: Sequence[Image], found: Classification) -> Vectors:
        colours = colour_layouts(images, COLOUR_GRID)
        return join_appearance(normalise(found.features), colours, COLOUR_WEIGHT)

    def _label(self, found: Classification, k: int) -> list[list[Label]]:
        return [
            [Label(self._classifier.names[index], float(row[index])) for index in indices]
            for row, indices in zip(found.probabilities, _likeliest(found.probabilities, k), strict=True)
        ]


def _likeliest(probabilities: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """(n, k) indices, likeliest first."""
    return np.argsort(-probabilities, axis=1, kind="stable")[:, :k]


def join_appearance(features: Vectors, colours: NDArray[np.float32], colour_weight: float) -> Vectors:
    """(n, f) features beside (n, c) colour layouts, whose part in the similarity is `colour_weight`, 0..1."""
    parts = [features * np.sqrt(1 - colour_weight), colours * np.sqrt(colour_weight)]
    return normalise(np.concatenate(parts, axis=1))


def colour_layouts(images: Sequence[Image], grid: int) -> NDArray[np.float32]:
    """(n, 3 * grid * grid): rows of length 1, shorter where a picture hardly has colours or contrast."""
    layouts = to_lab(np.stack([grid_means(image, grid) for image in images]))
    # Brightness says little about what a picture shows: only its pattern counts, and half as much as colour.
    layouts[..., 0] = (layouts[..., 0] - layouts[..., 0].mean(axis=(1, 2), keepdims=True)) / 2
    rows = layouts.reshape(len(images), -1)
    faint = FAINT_COLOUR * grid
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True) + faint**2)
    return np.asarray(rows / lengths, dtype=np.float32)
