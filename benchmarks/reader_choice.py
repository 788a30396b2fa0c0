"""How the reader's choice is fitted: candidates of a question against each other and against none of them.

`fit_network` is what the reader is made with; `fit_logit` is the plain conditional logit it is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize

from agents.reading.scoring import LIMIT, Linear, Perceptron

HIDDEN = 16
MEMBERS = 3
"""Networks that differ by their random start and the order of questions; their mean is one network."""
EPOCHS = 8
BATCH = 256
"""Questions of a step."""
RATE = 0.01
DECAY = 0.002
"""Weight of the squared weights in the loss of a network."""
SHRINKING = 0.003
"""The same of the conditional logit."""
HIGHEST = 25.0
MIN_DEVIATION = 1e-6

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choices:
    """Questions one after the other: `features` (n, k) of their candidates, whether each `is_right` (n,).

    `sizes` counts the candidates of each question. Where none is right, none of them is to be chosen.
    """

    features: Matrix
    is_right: Matrix
    sizes: NDArray[np.intp]

    @classmethod
    def of(cls, questions: Sequence[tuple[Matrix, NDArray[np.bool_]]]) -> "Choices":
        """Of the features and the labels of each question."""
        return cls(
            np.concatenate([features for features, _ in questions]),
            np.concatenate([is_right for _, is_right in questions]).astype(float),
            np.array([len(is_right) for _, is_right in questions]),
        )

    @property
    def starts(self) -> NDArray[np.intp]:
        """Where the candidates of each question begin."""
        starts: NDArray[np.intp] = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        return starts


def scales(features: Matrix) -> tuple[Matrix, Matrix]:
    """Means and standard deviations; 1 for what is always the same."""
    deviations = features.std(0)
    return features.mean(0), np.where(deviations > MIN_DEVIATION, deviations, 1.0)


def fit_network(choices: Choices) -> Perceptron:
    """The mean of MEMBERS networks."""
    return Perceptron.averaged([_member(choices, seed) for seed in range(MEMBERS)])


def _member(choices: Choices, seed: int) -> Perceptron:
    mean, scale = scales(choices.features)
    scaled = torch.tensor(np.clip((choices.features - mean) / scale, -LIMIT, LIMIT), dtype=torch.float32)
    right = torch.tensor(choices.is_right, dtype=torch.float32)
    answerable = torch.tensor(np.add.reduceat(choices.is_right, choices.starts) > 0)
    start, width = torch.Generator().manual_seed(seed), scaled.shape[1]
    hidden = (torch.randn(width, HIDDEN, generator=start) / width**0.5).requires_grad_()
    hidden_bias = torch.zeros(HIDDEN, requires_grad=True)
    out = (torch.randn(HIDDEN, generator=start) * 0.1 / HIDDEN**0.5).requires_grad_()
    direct, bias = torch.zeros(width, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.Adam([hidden, hidden_bias, out, direct, bias], lr=RATE)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    order, batches = np.random.default_rng(seed), max(len(choices.sizes) // BATCH, 1)
    for _ in range(EPOCHS):
        for part in np.array_split(order.permutation(len(choices.sizes)), batches):
            rows, owners = _rows(choices, part)
            scores = torch.relu(scaled[rows] @ hidden + hidden_bias) @ out + scaled[rows] @ direct + bias
            squares = (hidden**2).sum() + (out**2).sum() + (direct**2).sum()
            loss = _surprise(scores, right[rows], owners, answerable[torch.tensor(part)]) + DECAY * squares
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        slower.step()
    fitted: list[Any] = [each.detach().numpy().astype(float) for each in (hidden, hidden_bias, out, direct)]
    return Perceptron(mean, scale, *fitted, float(bias.detach()))


def _rows(choices: Choices, part: NDArray[np.intp]) -> tuple[torch.Tensor, torch.Tensor]:
    """The candidates of some questions, and for each the place of its question among them."""
    rows = np.concatenate([np.arange(choices.sizes[n]) + choices.starts[n] for n in part])
    return torch.tensor(rows), torch.tensor(np.repeat(np.arange(len(part)), choices.sizes[part]))


def _surprise(
    scores: torch.Tensor, right: torch.Tensor, owners: torch.Tensor, answerable: torch.Tensor
) -> torch.Tensor:
    """Minus the mean logarithm of the chance to choose what is right, where none of them scores 0."""
    weighed = torch.exp(scores.clamp(-HIGHEST, HIGHEST))
    ones = torch.ones(len(answerable))
    total = ones.index_add(0, owners, weighed)
    chosen = torch.zeros(len(answerable)).index_add(0, owners, weighed * right)
    return -torch.log((torch.where(answerable, chosen, ones) / total).clamp_min(1e-9)).mean()


def fit_logit(choices: Choices) -> Linear:
    """McFadden's conditional logit (1974) with squared weights held small."""
    mean, scale = scales(choices.features)
    scaled, gold, starts = (choices.features - mean) / scale, choices.is_right, choices.starts
    owner = np.repeat(np.arange(len(choices.sizes)), choices.sizes)
    answerable = np.add.reduceat(gold, starts) > 0

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights, bias = parameters[:-1], parameters[-1]
        scores = scaled @ weights + bias
        high = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
        weighed, none = np.exp(scores - high[owner]), np.exp(-high)
        total = np.add.reduceat(weighed, starts) + none
        right = np.where(answerable, np.add.reduceat(weighed * gold, starts), none)
        value = -np.log(right / total).mean() + SHRINKING * weights @ weights
        pull = weighed / total[owner] - np.where(answerable[owner], weighed * gold / right[owner], 0.0)
        slope = scaled.T @ pull / len(choices.sizes) + 2 * SHRINKING * weights
        return float(value), np.append(slope, pull.sum() / len(choices.sizes))

    start = np.zeros(scaled.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    return unscaled(found[:-1], float(found[-1]), mean, scale)


def unscaled(weights: Matrix, bias: float, mean: Matrix, scale: Matrix) -> Linear:
    """For features as they are what was fitted to centred and scaled ones."""
    return Linear(weights / scale, bias - float(mean @ (weights / scale)))
