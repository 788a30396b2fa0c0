"""From features to a score: a weighted sum, or a small network. Weights are plain JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LIMIT = 4.0
"""Standard deviations from the mean that a network takes a feature to be at most."""
_DIGITS = 5
_NETWORK_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of features."""

    weights: Matrix
    bias: float

    def __call__(self, features: Matrix) -> Matrix:
        """(n,) of (n, k)."""
        scores: Matrix = features @ self.weights + self.bias
        return scores

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Linear":
        """What `as_json` made."""
        return cls(np.array(found["weights"], dtype=np.float64), float(found["bias"]))

    def as_json(self) -> dict[str, object]:
        """Plain values, rounded."""
        return {"weights": _plain(self.weights, _DIGITS), "bias": round(self.bias, _DIGITS)}


@dataclass(frozen=True, slots=True)
class Perceptron:
    """A perceptron with one layer of rectifiers beside a weighted sum, over features in standard deviations.

    `mean` and `scale` (k,) are of the features, `hidden` (k, h), `hidden_bias` and `out` (h,), `direct` (k,).
    """

    mean: Matrix
    scale: Matrix
    hidden: Matrix
    hidden_bias: Matrix
    out: Matrix
    direct: Matrix
    bias: float

    def __call__(self, features: Matrix) -> Matrix:
        """(n,) of (n, k)."""
        scaled = np.clip((features - self.mean) / self.scale, -LIMIT, LIMIT)
        raised = np.maximum(scaled @ self.hidden + self.hidden_bias, 0.0)
        scores: Matrix = raised @ self.out + scaled @ self.direct + self.bias
        return scores

    @classmethod
    def averaged(cls, members: Sequence["Perceptron"]) -> "Perceptron":
        """One network that says the mean of what these say, which were fitted to the same features."""
        first, count = members[0], len(members)
        return cls(
            first.mean,
            first.scale,
            np.concatenate([each.hidden for each in members], axis=1),
            np.concatenate([each.hidden_bias for each in members]),
            np.concatenate([each.out for each in members]) / count,
            np.mean([each.direct for each in members], axis=0),
            float(np.mean([each.bias for each in members])),
        )

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Perceptron":
        """What `as_json` made."""
        names = ("mean", "scale", "hidden", "hidden_bias", "out", "direct")
        mean, scale, hidden, hidden_bias, out, direct = (np.array(found[name], np.float64) for name in names)
        return cls(mean, scale, hidden, hidden_bias, out, direct, float(found["bias"]))

    def as_json(self) -> dict[str, object]:
        """Plain values, rounded; `hidden` has a row for each feature."""
        return {
            "mean": _plain(self.mean, _DIGITS),
            "scale": _plain(self.scale, _DIGITS),
            "hidden": [_plain(row, _NETWORK_DIGITS) for row in self.hidden],
            "hidden_bias": _plain(self.hidden_bias, _NETWORK_DIGITS),
            "out": _plain(self.out, _NETWORK_DIGITS),
            "direct": _plain(self.direct, _NETWORK_DIGITS),
            "bias": round(self.bias, _NETWORK_DIGITS),
        }


def _plain(values: Matrix, digits: int) -> list[float]:
    return [round(float(each), digits) for each in values]
