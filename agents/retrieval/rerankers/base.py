"""What a reranker is: how well texts that a search found serve its query."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """A hit to be ordered: what is written of it."""

    title: str
    text: str

    @property
    def words(self) -> str:
        """The text under its title."""
        return f"{self.title}: {self.text}" if self.title and self.text else self.title or self.text


class Reranker(Protocol):
    """Orders hits; safe to share between threads. `name` is what `load_reranker` takes."""

    name: str

    @abstractmethod
    def order(self, query: str, found: Sequence[Found]) -> list[int]:
        """Places in `found` (0..n-1), each once, that of the hit which serves the plain query best first."""
