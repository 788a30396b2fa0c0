"""Any OpenCLIP model (Radford et al., 2021, arXiv:2103.00020): one joint space for pictures and words.

Passages are compared with a sentence encoder, as in the built-in encoder: CLIP reads 77 tokens.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
import torch
from PIL.Image import Image
from safetensors import SafetensorError

from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder, ImageDescriptions, Vectors, normalise
from agents.retrieval.encoders.components.checksums import file_checksum, text_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder
from agents.retrieval.encoders.names import is_path
from agents.retrieval.encoders.sentences import SentenceEncoder, load_sentence_encoder
from agents.retrieval.torch_compat import best_device, import_torch_library
from agents.vision.pixels import to_rgb

BATCH_SIZE = 16
# What open_clip lets through when weights are absent, broken, or those of another architecture.
_LOADING_ERRORS = (
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    EOFError,
    UnpicklingError,
    SafetensorError,
)


def load(options: str, sentences: str, files: MadeFiles) -> Encoder:
    """Load "<model>/<pretrained tag or checkpoint path>", e.g. "ViT-B-32/laion2b_s34b_b79k".

    A tag's weights are downloaded from a model hub unless they were before. Checkpoints are read as tensors
    only: nothing in them is run. Raises UnknownEncoder for a model that open_clip does not have,
    EncoderUnavailable for weights that cannot be had. `sentences` names the sentence encoder; empty: the
    default.
    """
    open_clip = import_torch_library("open_clip")
    model_name, pretrained = options.partition("/")[::2]
    _require_known_model(open_clip, model_name)
    weights_version = _weights_version(open_clip, model_name, pretrained)
    try:
        model, preprocess = open_clip.create_model_from_pretrained(
            model_name, pretrained, device=best_device(), weights_only=True
        )
        tokenizer = open_clip.get_tokenizer(model_name)
    except _LOADING_ERRORS as error:
        first_line = (str(error) or type(error).__name__).splitlines()[0]
        raise EncoderUnavailable(
            _(
                "The weights of openclip:%(options)s cannot be loaded: %(error)s. Give the path of a "
                "checkpoint of this model, let this machine reach the model hub once, or use the "
                "encoder builtin, which needs no download.",
                options=options,
                error=first_line,
            )
        ) from error
    dimension = open_clip.get_model_config(model_name)["embed_dim"]
    return OpenClipEncoder(
        _Towers(model.eval(), preprocess, tokenizer, dimension),
        load_sentence_encoder(sentences, files),
        f"{model_name}-{weights_version}",
    )


class _Towers:
    """The image tower and the text tower of one model; both end in the joint space."""

    def __init__(self, model: Any, preprocess: Any, tokenizer: Any, dimension: int) -> None:
        self.dimension = dimension
        self._model, self._preprocess, self._tokenizer = model, preprocess, tokenizer
        self._device = best_device()

    def embed_images(self, images: Sequence[Image]) -> Vectors:
        """(n, dimension), n at least 1."""
        pixels = torch.stack([self._preprocess(to_rgb(image)) for image in images]).to(self._device)
        with torch.inference_mode():
            return normalise(self._model.encode_image(pixels).float().cpu().numpy())

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), n at least 1."""
        tokens = self._tokenizer(list(texts)).to(self._device)
        with torch.inference_mode():
            return normalise(self._model.encode_text(tokens).float().cpu().numpy())


class OpenClipEncoder(Encoder):
    """One image space, `joint`, in which texts land too. It knows no labels."""

    query_space = "joint"

    def __init__(self, towers: _Towers, sentences: SentenceEncoder, weights: str) -> None:
        self._towers = towers
        self.sentences = sentences
        # Between pictures and words this family leaves a gap: a good caption reaches a cosine of about 0.3.
        self.similarity_ranges: Mapping[str, tuple[float, float]] = {
            "meaning": sentences.similarity_range,
            "depicts": (0.15, 0.32),
            "looks": (0.5, 0.95),
            "concept": (0.5, 0.95),
        }
        slug = re.sub(r"[^a-z0-9]+", "-", weights.lower()).strip("-")[:24]
        self.version = f"openclip-{slug}-{text_checksum(weights, sentences.version)}"

    @property
    def spaces(self) -> Mapping[str, int]:
        return {"joint": self._towers.dimension}

    def describe_images(self, images: Sequence[Image], k: int = 5) -> ImageDescriptions:
        vectors = np.empty((len(images), self._towers.dimension), np.float32)
        for start in range(0, len(images), BATCH_SIZE):
            vectors[start : start + BATCH_SIZE] = self._towers.embed_images(
                images[start : start + BATCH_SIZE]
            )
        return ImageDescriptions({"joint": vectors}, [[] for _ in images])

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self._towers.dimension), np.float32)
        for start in range(0, len(texts), BATCH_SIZE):
            vectors[start : start + BATCH_SIZE] = self._towers.embed_texts(texts[start : start + BATCH_SIZE])
        return vectors


def _require_known_model(open_clip: Any, name: str) -> None:
    models = open_clip.list_models()
    if name not in models:
        near = difflib.get_close_matches(name, models, n=5, cutoff=0.3) or models[:5]
        raise UnknownEncoder(
            _(
                "There is no OpenCLIP model “%(name)s”. It is written openclip:<model>/<pretrained "
                "tag or path>; models with a like name: %(names)s.",
                name=name,
                names=", ".join(near),
            )
        )


def _weights_version(open_clip: Any, model_name: str, pretrained: str) -> str:
    """The tag, whose weights never change, or the checksum of the checkpoint."""
    if open_clip.get_pretrained_cfg(model_name, pretrained):
        return pretrained
    if is_path(pretrained) and Path(pretrained).is_file():
        return file_checksum(Path(pretrained))
    tags = ", ".join(open_clip.list_pretrained_tags_by_model(model_name)) or "none"
    raise EncoderUnavailable(
        _(
            "The weights “%(pretrained)s” for %(name)s are neither a file on this machine "
            "nor a tag that open_clip knows. Tags of this model: %(tags)s.",
            pretrained=pretrained,
            name=model_name,
            tags=tags,
        )
    )
