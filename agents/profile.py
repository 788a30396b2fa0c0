"""Run profiles: the limits a run works under, validated once."""

from dataclasses import dataclass

from agents.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class RunProfile:
    """Limits of a run: steps, calls in all, hits of a search, and the wall clock in seconds."""

    name: str
    max_steps: int
    max_calls: int
    hits: int
    max_seconds: float

    def __post_init__(self) -> None:
        if min(self.max_steps, self.max_calls, self.hits, self.max_seconds) <= 0:
            raise ConfigurationError(f"Profile {self.name!r}: every limit must be above zero.")


PROFILES = {
    profile.name: profile
    for profile in (
        RunProfile("quick", max_steps=6, max_calls=20, hits=6, max_seconds=60),
        RunProfile("standard", max_steps=12, max_calls=60, hits=8, max_seconds=300),
        RunProfile("deep", max_steps=30, max_calls=200, hits=12, max_seconds=1800),
    )
}


def profile_named(name: str) -> RunProfile:
    """The profile of that name. Raises ConfigurationError with the names there are."""
    if name not in PROFILES:
        raise ConfigurationError(f"There is no profile {name!r}; choose one of {', '.join(PROFILES)}.")
    return PROFILES[name]
