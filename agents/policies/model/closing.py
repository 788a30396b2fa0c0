"""The end of a run when the model does not bring it about: what was found, in quotes with markers."""

from agents.memory import WorkingMemory
from agents.types import Evidence, Importance, ToolCall
from agents.verify.markers import inert

_QUOTES = 5
_LONGEST_QUOTE = 400
_ORDER = list(Importance)


def closing_call(memory: WorkingMemory, call_id: str, reason: str) -> ToolCall:
    """A call of `finish` with the most important evidence, or without an answer when there is none."""
    kept = sorted(memory.evidence.values(), key=lambda piece: _ORDER.index(piece.importance))
    found = [_sentence(piece) for piece in kept[:_QUOTES]]
    if not found:
        return ToolCall(call_id, "finish", {"reason": f"{reason} No evidence had been kept by then."})
    words = f"The search ended before an answer was written. It had found: {' '.join(found)}"
    return ToolCall(call_id, "finish", {"answer": words, "reason": reason})


def _sentence(piece: Evidence) -> str:
    said = inert(" ".join((piece.quote or piece.note or piece.title).split())[:_LONGEST_QUOTE])
    return f"“{said}” [{piece.id}]."
