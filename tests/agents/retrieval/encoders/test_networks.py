"""Exported networks compute what torch computes, and no torch is needed to run them."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from agents.retrieval.encoders.components import onnx
from agents.retrieval.encoders.components.export import classifier, minilm
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.onnx import load_network
from agents.retrieval.encoders.components.unit_vectors import normalise
from agents.retrieval.encoders.errors import EncoderUnavailable

pytestmark = pytest.mark.networks


DESCRIBE = """
import sys
from pathlib import Path
from PIL import Image
from agents.retrieval.encoders import load_encoder
encoder = load_encoder("builtin", Path(sys.argv[1]))
encoder.describe_images([Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 100)])
encoder.embed_texts(["a fractal"])
encoder.embed_queries(["What is a fractal?"])
print(sorted({"torch", "torchvision", "timm", "transformers", "open_clip"} & set(sys.modules)))
"""


@pytest.mark.usefixtures("builtin_encoder")
def test_encoding_pictures_and_texts_imports_no_torch(networks: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DESCRIBE, str(networks)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"


@pytest.mark.usefixtures("builtin_encoder")
def test_the_classifier_computes_what_torch_computes(networks: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (3, classifier.SIDE, classifier.SIDE, 3), np.uint8)
    # Any version of the weights that is there: what is compared with has the same.
    [file] = networks.glob("classifier-*.onnx")
    exported = onnx.OnnxNetwork(file).run(pixels=pixels)
    with torch.inference_mode():
        expected = classifier.Classifier(classifier.load_network()).eval()(torch.from_numpy(pixels))
    for ours, theirs in zip(exported, expected, strict=True):
        assert (normalise(ours) * normalise(theirs.numpy())).sum(axis=1).min() > 0.9999


def test_the_sentence_network_computes_what_torch_computes(networks: Path) -> None:
    ids = np.random.default_rng(4).integers(1000, 20_000, (3, 12))
    mask = np.ones_like(ids)
    mask[1, 5:] = 0
    [file] = networks.glob("minilm-*.onnx")
    [exported] = onnx.OnnxNetwork(file).run(ids=ids, mask=mask)
    with torch.inference_mode():
        expected = minilm.load_network()(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
    assert (normalise(exported) * normalise(expected)).sum(axis=1).min() > 0.9999


def test_a_network_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="cannot be prepared.*No module named.*make clean"):
        load_network("crystal_ball", "1", MadeFiles(tmp_path))
