"""How far "answers the question" can be believed: its Brier score beside the base rate's, and a table.

Over the replies that are answers; each says a probability that it is right. The base rate says of every
answer what share of them is right, and knows that share from the same answers, which flatters it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
MARKS = (0.80, 0.84, 0.87, 0.90, 0.93, 0.94, 0.95, 0.97)
"""Probabilities from which answers could be marked as ones."""

BOOTSTRAPS = 2000
SEED = 20261129

Said = tuple[float, bool]
"""The probability that an answer said of itself, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers that said a probability in `[low, high)`; the last bin has 1 as well."""

    low: float
    high: float
    answers: int
    mean_said: float
    share_right: float


def brier(said: Sequence[Said]) -> float:
    """The mean square of what was said against what was so (Brier, 1950)."""
    return sum((probability - is_right) ** 2 for probability, is_right in said) / len(said)


def brier_of_base_rate(said: Sequence[Said]) -> float:
    """The same of whoever always says the share of right answers."""
    share = sum(is_right for _, is_right in said) / len(said)
    return share * (1 - share)


def gain(said: Sequence[Said]) -> tuple[float, float, float]:
    """How much less the Brier score is than the base rate's, and its 95 % interval over bootstraps."""
    draw = random.Random(SEED)
    gains = sorted(_gain(draw.choices(said, k=len(said))) for _ in range(BOOTSTRAPS))
    return _gain(said), gains[int(0.025 * BOOTSTRAPS)], gains[int(0.975 * BOOTSTRAPS)]


def _gain(said: Sequence[Said]) -> float:
    return brier_of_base_rate(said) - brier(said)


def reliability(said: Sequence[Said]) -> Iterator[Bin]:
    """The bins that have any answers."""
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [each for each in said if low <= each[0] < high or high == each[0] == BINS[-1]]
        if inside:
            mean = sum(probability for probability, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            yield Bin(low, high, len(inside), mean, right)


def straight_line(said: Sequence[Said]) -> tuple[float, float]:
    """Offset and slope of the line that tells best, by least squares, how often what was said was so."""
    mean_said = sum(probability for probability, _ in said) / len(said)
    mean_right = sum(is_right for _, is_right in said) / len(said)
    spread = sum((probability - mean_said) ** 2 for probability, _ in said)
    together = sum((probability - mean_said) * (is_right - mean_right) for probability, is_right in said)
    slope = together / spread if spread else 0.0
    return mean_right - slope * mean_said, slope


def report(said: Sequence[Said]) -> str:
    """All of it as lines of Markdown."""
    found, low, high = gain(said)
    offset, slope = straight_line(said)
    lines = [
        f"Brier {brier(said):.3f}, of the base rate {brier_of_base_rate(said):.3f}: better by {found:.3f} "
        f"(95 % of {BOOTSTRAPS} bootstraps: {low:.3f} to {high:.3f}), {len(said)} answers; "
        f"best line: {offset:.2f} + {slope:.2f} said",
        "", "| said | answers | mean said | right |", "|---|---|---|---|",
    ]  # fmt: skip
    for each in reliability(said):
        cells = f"{each.low:.1f} to {each.high:.1f} | {each.answers} | {each.mean_said:.2f}"
        lines.append(f"| {cells} | {each.share_right:.2f} |")
    lines += ["", "| marked from | answers | wrong |", "|---|---|---|"]
    for least in MARKS:
        marked = [is_right for probability, is_right in said if probability >= least]
        lines.append(f"| {least:.2f} | {len(marked)} | {marked.count(False)} |")
    return "\n".join(lines)
