"""How single words of a query are treated: what each counts, and which stay as they were typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TermOptions:
    """`weights` by word: 1 counts as usual, 2 twice as much, 0 not at all. `verbatim` words stay as typed.

    Words are as `folding.fold` writes them.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    verbatim: frozenset[str] = frozenset()

    @property
    def dropped(self) -> tuple[str, ...]:
        """The words that are not searched for at all."""
        return tuple(word for word, weight in self.weights.items() if not weight)


AS_USUAL = TermOptions()
