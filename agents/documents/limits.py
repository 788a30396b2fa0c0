"""What reading one file may cost."""

from dataclasses import dataclass

from agents.documents.errors import UnreadableDocument
from media_store.limits import MIB
from media_store.messages import message as _


@dataclass(frozen=True, slots=True)
class OutputLimits:
    """What may come out of one file. Beyond `characters` it is refused; further pictures are left out."""

    characters: int = 10_000_000
    references: int = 10_000
    figures: int = 500
    figure_pixels: int = 50_000_000
    figure_bytes: int = 256 * MIB

    def require_characters(self, count: int) -> None:
        """Raise UnreadableDocument if a text of this length is too long."""
        if count > self.characters:
            raise UnreadableDocument(
                _(
                    "This document has more than %(limit)s characters. Divide it.",
                    limit=self.characters,
                )
            )


@dataclass(frozen=True, slots=True)
class ScanLimits:
    """How much of a scan is read: its first `pages` without text, until `seconds` are over."""

    pages: int = 300
    seconds: float = 3600.0


SCANS_OF_PAGES = ScanLimits(pages=20, seconds=90.0)
"""Of a file of the web, which somebody waits for."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one file may take of the machine: the larger it is, the more processor time it has.

    `memory_bytes` is of the address space of the process that reads, its program included.
    """

    base_cpu_seconds: int = 15
    cpu_seconds_per_mib: int = 5
    max_cpu_seconds: int = 120
    wall_factor: int = 8
    memory_bytes: int = 1536 * MIB

    def cpu_seconds(self, size_bytes: int) -> int:
        """Processor time for a file of this size."""
        more = self.cpu_seconds_per_mib * (size_bytes // MIB)
        return min(self.base_cpu_seconds + more, self.max_cpu_seconds)

    def wall_seconds(self, size_bytes: int) -> int:
        """How long is waited for it, on a machine that has more to do."""
        return self.wall_factor * (self.cpu_seconds(size_bytes) + 1)
