"""How much a fetch may take."""

from dataclasses import dataclass

from media_store.limits import MIB


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits of one fetch, redirects included; `max_bytes` holds for the body as sent and as unpacked."""

    max_bytes: int
    max_head_bytes: int = 32 * 1024
    max_sent_bytes: int = MIB
    """Of a body that is sent."""
    max_sent_head_bytes: int = 8 * 1024
    """Of names and values of headers that a caller adds."""
    total_seconds: float = 20.0
    max_redirects: int = 5
    host_interval_seconds: float = 0.5
    """Between the starts of two requests to one host."""
