"""Tool calls out of the pieces of a stream, in whatever way a server cuts and numbers them.

Servers give all parallel calls one index, repeat the name or a new id in every piece, send arguments as an
object or again from their beginning, and leave out the `function` around them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.parsing.lenient_json import strict_json

MAX_CALLS = 64
"""A reply that wants more is read no further: nobody carries so many out."""

_MAX_CHECKS = 256
"""How often arguments are read to see whether a call is whole: each time costs as much as they are long."""

_ARGUMENTS = ("arguments", "parameters", "args", "input")


@dataclass(slots=True)
class _Call:
    index: object
    id: str
    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)

    def add(self, arguments: str) -> None:
        """Add a piece, or take one that begins with all there is in its place."""
        is_longer = len(arguments) >= self.length >= 2 and arguments.startswith("{")
        if is_longer and arguments.startswith(self.arguments):
            self.pieces.clear()
            self.length = 0
        self.pieces.append(arguments)
        self.length += len(arguments)


@dataclass(frozen=True, slots=True)
class _CallPiece:
    index: object
    id: str
    name: str
    arguments: str


class CallPieces:
    """The calls of one stream so far."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._checks = 0

    @property
    def is_full(self) -> bool:
        """True once there are more calls than anybody carries out."""
        return len(self._calls) > MAX_CALLS

    def note(self, delta: Mapping[str, Any], *, is_whole: bool = False) -> None:
        """Take the pieces of a delta, or the calls of a whole message: those are one call each."""
        # A list of them, one alone, or one of the older `function_call`.
        calls = delta.get("tool_calls")
        pieces = calls if isinstance(calls, list) else [calls, delta.get("function_call")]
        for place, written in enumerate(piece for piece in pieces if isinstance(piece, Mapping)):
            function, identity = written.get("function"), written.get("id")
            inner = function if isinstance(function, Mapping) else written
            name = function if isinstance(function, str) else inner.get("name")
            given = next((inner[key] for key in _ARGUMENTS if inner.get(key) is not None), "")
            piece = _CallPiece(
                written.get("index"),
                identity if isinstance(identity, str) else "",
                name if isinstance(name, str) else "",
                given if isinstance(given, str) else json.dumps(given, ensure_ascii=False),
            )
            call = None if is_whole else self._open_call(piece)
            if call is None:
                call = _Call(place if is_whole else piece.index, piece.id, piece.name)
                self._calls.append(call)
            elif piece.name:
                # The name with a piece of it: the same again, from its beginning, or its next letters.
                if piece.name == call.name or call.length:
                    call.name = call.name or piece.name
                else:
                    call.name = piece.name if piece.name.startswith(call.name) else call.name + piece.name
            call.add(piece.arguments)

    def calls(self) -> Iterator[dict[str, Any]]:
        """Each call in OpenAI's form, with an index and an id of its own."""
        named = [call for call in self._calls if call.name or call.arguments.strip()]
        for index, call in enumerate(named[: MAX_CALLS + 1]):
            function = {"name": call.name or "unnamed", "arguments": call.arguments}
            yield {"index": index, "id": f"call_{index}", "type": "function", "function": function}

    def _open_call(self, piece: _CallPiece) -> _Call | None:
        """The call that a piece goes on with; None when it begins another."""
        same = [call for call in self._calls if call.index == piece.index]
        if not same or piece.index is None:
            same = [call for call in self._calls if piece.id and call.id == piece.id]
        if not same and (piece.index is None or not piece.name):
            # Without an index or a name of its own, it belongs to the last call if at all.
            same = self._calls
        if not same:
            return None
        call, begins = same[-1], piece.arguments.lstrip()[:1]
        is_other_id = bool(piece.id and call.id and piece.id != call.id)
        if piece.name in ("", call.name) and not is_other_id:
            # Two calls of one tool, or the same call again: the last event of some servers repeats it.
            is_another = begins == "{" and self._is_whole(call) and piece.arguments != call.arguments
        elif not piece.name:
            is_another = begins == "{" and self._is_whole(call)
        elif piece.name != call.name and is_other_id:
            is_another = True
        else:
            is_another = begins in ("", "{") and self._is_whole(call)
        return None if is_another else call

    def _is_whole(self, call: _Call) -> bool:
        if not call.pieces or not call.pieces[-1].rstrip().endswith("}") or self._checks >= _MAX_CHECKS:
            return False
        self._checks += 1
        try:
            return isinstance(strict_json(call.arguments), dict)
        except (ValueError, RecursionError):
            return False
