"""The encoder of BERT (Devlin et al., 2019, arXiv:1810.04805) from PyTorch's own layers.

Their fused kernels need a quarter less time for a short text than the layers of transformers, and importing
that library takes longer than loading the weights.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

_EMBEDDINGS = {
    "words": "word_embeddings",
    "positions": "position_embeddings",
    "types": "token_type_embeddings",
    "norm": "LayerNorm",
}
_LAYER = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}
"""PyTorch's names for the parts of a layer, and those under which BERT's weights are published."""


class Bert(nn.Module):
    """Token ids to token vectors; for inference only, all tokens being of the first type."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        """`config` is a published `config.json`. Any: its values are numbers and names."""
        super().__init__()
        width, epsilon = config["hidden_size"], config["layer_norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.types = nn.Embedding(config["type_vocab_size"], width)
        self.norm = nn.LayerNorm(width, epsilon)
        layer = nn.TransformerEncoderLayer(
            width, config["num_attention_heads"], config["intermediate_size"],
            activation=config["hidden_act"], layer_norm_eps=epsilon, batch_first=True,
        )  # fmt: skip
        self.encoder = nn.TransformerEncoder(layer, config["num_hidden_layers"], enable_nested_tensor=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(n, t, width) vectors for (n, t) ids; `mask` (n, t) is 1 for a token and 0 for padding."""
        embedded = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types.weight[0]
        vectors: Tensor = self.encoder(self.norm(embedded), src_key_padding_mask=mask == 0)
        return vectors


def load_bert(folder: Path) -> Bert:
    """The model in a folder with `config.json` and `model.safetensors`."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = Bert(config)
    model.load_state_dict(
        dict(_renamed(load_file(folder / "model.safetensors"), config["num_hidden_layers"]))
    )
    return model.eval()


def _renamed(weights: Mapping[str, Tensor], layers: int) -> Iterator[tuple[str, Tensor]]:
    for ours, theirs in _EMBEDDINGS.items():
        yield from _parameters(weights, ours, f"embeddings.{theirs}")
    for number in range(layers):
        layer, published = f"encoder.layers.{number}", f"encoder.layer.{number}"
        for ours, theirs in _LAYER.items():
            yield from _parameters(weights, f"{layer}.{ours}", f"{published}.{theirs}")
        for parameter in ("weight", "bias"):
            projections = (
                f"{published}.attention.self.{name}.{parameter}" for name in ("query", "key", "value")
            )
            # PyTorch makes all three in one multiplication.
            yield f"{layer}.self_attn.in_proj_{parameter}", torch.cat([weights[name] for name in projections])


def _parameters(weights: Mapping[str, Tensor], ours: str, theirs: str) -> Iterator[tuple[str, Tensor]]:
    """The weight of a part, and its bias if it has one."""
    for parameter in ("weight", "bias"):
        if f"{theirs}.{parameter}" in weights:
            yield f"{ours}.{parameter}", weights[f"{theirs}.{parameter}"]
