"""OpenCLIP models, with a tiny one of random weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from agents.retrieval.encoders import Encoder, EncoderUnavailable, UnknownEncoder, load_encoder
from agents.retrieval.torch_compat import import_torch_library
from tests.agents.retrieval.encoders.conftest import TINY_MODEL

pytestmark = pytest.mark.long


def test_vectors_are_those_of_the_model_itself(openclip_encoder: Encoder, tiny_checkpoint: Path) -> None:
    open_clip = import_torch_library("open_clip")
    model, preprocess = open_clip.create_model_from_pretrained(TINY_MODEL, str(tiny_checkpoint))
    image = Image.effect_mandelbrot((64, 64), (-2, -1.5, 1, 1.5), 100).convert("RGB")
    with torch.inference_mode():
        expected_image = model.eval().encode_image(preprocess(image)[None], normalize=True)[0]
        expected_text = model.encode_text(open_clip.tokenize(["a fractal"]), normalize=True)[0]
    assert openclip_encoder.embed_images([image])["joint"][0] == pytest.approx(
        expected_image.numpy(), abs=1e-5
    )
    assert openclip_encoder.embed_texts(["a fractal"])[0] == pytest.approx(expected_text.numpy(), abs=1e-5)


def test_texts_are_compared_by_the_default_sentence_encoder(
    openclip_encoder: Encoder, builtin_encoder: Encoder
) -> None:
    texts = ["Felines sleep most of the day."]
    assert np.array_equal(openclip_encoder.embed_passages(texts), builtin_encoder.embed_passages(texts))


def test_other_weights_make_another_version(
    openclip_encoder: Encoder, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    state = torch.load(tiny_checkpoint, weights_only=True)
    state["visual.proj"] = state["visual.proj"] * 2
    torch.save(state, tmp_path / "other.pt")
    other = load_encoder(f"openclip:{TINY_MODEL}/{tmp_path / 'other.pt'}")
    assert other.version != openclip_encoder.version
    assert other.version.startswith("openclip-sightline-tiny-")


def test_a_model_that_does_not_exist_is_answered_with_like_names() -> None:
    with pytest.raises(UnknownEncoder, match="ViT-B-32"):
        load_encoder("openclip:ViT-B/32/openai")


def test_weights_that_are_neither_file_nor_tag_are_answered_with_the_tags(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="neither a file.*laion2b_s34b_b79k"):
        load_encoder(f"openclip:ViT-B-32/{tmp_path / 'absent.pt'}")


def test_a_tag_that_cannot_be_downloaded_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderUnavailable, match="openclip:ViT-B-32/laion2b_s34b_b79k cannot be loaded"):
        load_encoder("openclip:ViT-B-32/laion2b_s34b_b79k")


@pytest.mark.parametrize("name", ["broken.pt", "broken.safetensors"])
@pytest.mark.usefixtures("tiny_checkpoint")
def test_a_broken_checkpoint_is_unavailable(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"this is no checkpoint")
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        load_encoder(f"openclip:{TINY_MODEL}/{tmp_path / name}")


@pytest.mark.usefixtures("tiny_checkpoint")
def test_a_checkpoint_of_another_architecture_is_unavailable(tmp_path: Path) -> None:
    torch.save({"visual.proj": torch.zeros(3, 3)}, tmp_path / "other.pt")
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        load_encoder(f"openclip:{TINY_MODEL}/{tmp_path / 'other.pt'}")


class Payload:
    """Unpickling it would write a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.write_text, (self.target, "run")


@pytest.mark.usefixtures("tiny_checkpoint")
def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    torch.save({"visual.proj": Payload(tmp_path / "trace")}, tmp_path / "evil.pt")
    with pytest.raises(EncoderUnavailable):
        load_encoder(f"openclip:{TINY_MODEL}/{tmp_path / 'evil.pt'}")
    assert not (tmp_path / "trace").exists()
