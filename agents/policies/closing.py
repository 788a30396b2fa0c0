"""What a run had kept when nobody wrote an answer of it: quotes with markers."""

from agents.memory import WorkingMemory
from agents.text.markers import inert
from agents.types import Importance

_QUOTES = 5
_MAX_QUOTE_CHARACTERS = 400
_ORDER = list(Importance)


def kept_so_far(memory: WorkingMemory) -> str:
    """An answer out of the most important evidence; empty when nothing was kept."""
    kept = sorted(memory.evidence.values(), key=lambda piece: _ORDER.index(piece.importance))
    found = []
    for piece in kept[:_QUOTES]:
        said = inert(" ".join((piece.quote or piece.note or piece.title).split())[:_MAX_QUOTE_CHARACTERS])
        found.append(f"“{said}” [{piece.id}].")
    return f"The search ended before an answer was written. It had found: {' '.join(found)}" if found else ""
