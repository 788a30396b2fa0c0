"""What an export is made from."""

from dataclasses import dataclass
from datetime import datetime

from agents.events import Event


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A journal with the time of each event. `failure` says why a run stopped whose journal has no end."""

    run: int
    events: tuple[Event, ...]
    times: tuple[datetime, ...]
    failure: str = ""
