"""Any sentence encoder that transformers can run, from a folder or by its name on a model hub.

What is beside the weights says how token vectors are pooled and which prefixes queries and passages get
(Sentence Transformers' layout); without it, their mean is taken.
"""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agents.retrieval.encoders.components.checksums import LENGTH, text_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.errors import EncoderUnavailable, UnknownEncoder
from agents.retrieval.encoders.sentences.base import SentenceEncoder, keeping_queries, well_formed
from agents.retrieval.encoders.sentences.ranges import measured_range
from agents.retrieval.torch_compat import best_device, import_torch_library

BATCH_SIZE = 32
_LOADING_ERRORS = (RuntimeError, OSError, ValueError, LookupError, AttributeError, TypeError, ImportError)
"""What the libraries let through when weights are absent, broken, or of no sentence encoder."""
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
"""The prefixes that models of this family were trained with, and publish in prose only."""


def lacks() -> str:
    """Empty: what it stands on is always installed."""
    return ""


def load(options: str, files: MadeFiles) -> SentenceEncoder:
    """Load a folder or a name on the hub, such as "intfloat/multilingual-e5-base".

    Only tensors and plain data are read: no code of a model is run. Raises UnknownEncoder without a name,
    EncoderUnavailable for weights that cannot be had.
    """
    if not options:
        raise UnknownEncoder("A sentence encoder is written transformers:<folder or name on the hub>.")
    library = import_torch_library("sentence_transformers")
    try:
        # Prefixes for a model that publishes none, told by its name; None: those beside the weights.
        prompts = _E5_PROMPTS if "e5-" in Path(options).name.lower() else None
        model = library.SentenceTransformer(
            options, device=str(best_device()), prompts=prompts, trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )  # fmt: skip
    except _LOADING_ERRORS as error:
        raise EncoderUnavailable(
            f"The sentence encoder transformers:{options} cannot be loaded: "
            f"{(str(error) or type(error).__name__).splitlines()[0]}. Give a folder with its config.json, "
            "tokenizer and model.safetensors, or let this machine reach the model hub once."
        ) from error
    return TransformersEncoder(options, model)


class TransformersEncoder(SentenceEncoder):
    """One model; its tokenizer changes state at every call, so that calls wait for each other."""

    def __init__(self, source: str, model: Any) -> None:
        self.name = f"transformers:{source}"
        self._model, self._lock = model, threading.Lock()
        self._queries = keeping_queries(lambda texts: self._embed(model.encode_query, texts))
        self.dimension = int(model.get_embedding_dimension())
        self.version = _version(model)
        self.similarity_range = measured_range(self.embed_queries, self.embed_passages)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._model.encode_document, texts)

    def _embed(self, encode: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        # Some tokenizers make nothing of an empty text, and nothing has no mean.
        prepared = [well_formed(text) if text.strip() else "." for text in texts]
        with self._lock:
            return normalise(encode(prepared, batch_size=BATCH_SIZE, show_progress_bar=False))


def _version(model: Any) -> str:
    """A checksum of all weights, of the prefixes, and of how token vectors are pooled."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return text_checksum(digest.hexdigest(), repr(sorted(model.prompts.items())), repr(model))[:LENGTH]
