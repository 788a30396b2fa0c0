"""Run profiles: the limits and switches a run works under, validated once."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from agents.errors import ConfigurationError


class Mode(StrEnum):
    """How a model works on a question: gate, one search and an extractor; one loop; or a plan of goals."""

    QUICK = "quick"
    SINGLE = "single"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class RunProfile:
    """Limits of a run: steps, calls in all, hits of a search, the wall clock in seconds, tokens and money.

    `context_tokens` bounds each prompt, `inline_pictures` how many pictures it shows, `recent_turns` how many
    turns it tells in full; `parallel_goals` may be worked on at once, each for `goal_steps`; `refinements`
    weak searches are rewritten.
    """

    name: str
    max_steps: int
    max_calls: int
    hits: int
    max_seconds: float
    mode: Mode = Mode.SINGLE
    max_tokens: int = 1_000_000
    max_usd: Decimal = Decimal(5)
    context_tokens: int = 32_000
    inline_pictures: int = 4
    recent_turns: int = 5
    parallel_goals: int = 3
    goal_steps: int = 12
    refinements: int = 2

    def __post_init__(self) -> None:
        counts = (
            self.max_steps, self.max_calls, self.hits, self.max_seconds, self.max_tokens,
            self.context_tokens, self.recent_turns, self.parallel_goals, self.goal_steps,
        )  # fmt: skip
        if min(counts) <= 0 or self.max_usd <= 0 or min(self.inline_pictures, self.refinements) < 0:
            raise ConfigurationError(f"Profile {self.name!r}: every limit must be above zero.")


PROFILES = {
    profile.name: profile
    for profile in (
        RunProfile(
            "quick", max_steps=6, max_calls=20, hits=6, max_seconds=60, mode=Mode.QUICK,
            max_tokens=100_000, max_usd=Decimal("0.50"),
        ),
        RunProfile("standard", max_steps=30, max_calls=90, hits=8, max_seconds=600, max_usd=Decimal(2)),
        RunProfile(
            "deep", max_steps=120, max_calls=400, hits=12, max_seconds=3600, mode=Mode.PLAN,
            max_tokens=4_000_000, max_usd=Decimal(10),
        ),
    )
}  # fmt: skip


def profile_named(name: str) -> RunProfile:
    """The profile of that name. Raises ConfigurationError with the names there are."""
    if name not in PROFILES:
        raise ConfigurationError(f"There is no profile {name!r}; choose one of {', '.join(PROFILES)}.")
    return PROFILES[name]
