"""Evidence that a person withdrew: its words are blotted out of what the run shows, and it is not kept anew.

What stands beside it in a hit or a text stays, and so does all other evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from agents.observations import (
    HitsFound,
    LineFound,
    LinesFound,
    PictureSeen,
    Reviewed,
    ReviewedItem,
    SearchesDone,
    SeenHit,
    TextRead,
    ToolResult,
)
from agents.sources import picture_ref, read_ref
from agents.types import Evidence
from media_store import Box

BLOT = "[withdrawn]"

Result = TypeVar("Result")
"""A kind of result; it stays of its kind."""

_Piece = TypeVar("_Piece", SeenHit, ReviewedItem)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A piece that may not be cited any more, and the person's reason; empty when none was given."""

    evidence: Evidence
    reason: str = ""


def overlaps(withdrawn: Evidence, fresh: Evidence) -> bool:
    """Whether a piece would bring back words of a withdrawn one, or most of its region."""
    if withdrawn.kind == "text":
        is_beside = (fresh.end or 0) <= (withdrawn.start or 0) or (fresh.start or 0) >= (withdrawn.end or 0)
        return fresh.source == withdrawn.source and fresh.kind == "text" and not is_beside
    return fresh.uid == withdrawn.uid and _share(withdrawn.box, fresh.box) > 0.5


def in_ancestors(piece: Evidence, looks: Mapping[str, PictureSeen]) -> Iterator[Evidence]:
    """A piece, and for one of a picture that the run made the same region in each it was made from."""
    yield piece
    look = looks.get(piece.uid or "")
    if look and look.parent:
        whole = look.box
        box = piece.box.within(whole) if whole and piece.box else whole
        yield from in_ancestors(
            replace(piece, uid=look.parent, source=picture_ref(look.parent), box=box), looks
        )


def without_withdrawn(result: Result, withdrawn: Iterable[Evidence]) -> Result:
    """The result with the words of these pieces blotted out; a hit that is nothing else is left out."""
    shown: Any = result  # The match below does not tell mypy that a kind stays itself.
    for piece in withdrawn:
        shown = _without(shown, piece)
    return cast(Result, shown)


def blotted_arguments(arguments: Mapping[str, Any], withdrawn: Iterable[Evidence]) -> Mapping[str, Any]:
    """Arguments of a call, JSON values (hence Any), without the words of these pieces."""
    named = arguments.get("document")
    texts = [piece for piece in withdrawn if named is None or _names(named, piece)]
    return {
        name: _blotted_words(value, texts) if isinstance(value, str) else value
        for name, value in arguments.items()
    }


def _names(written: object, piece: Evidence) -> bool:
    """Whether an argument, as a policy wrote it, names the source of a piece."""
    try:
        return read_ref(written) == piece.source
    except ValueError:
        return False


def _blotted_words(text: str, withdrawn: Iterable[Evidence]) -> str:
    for piece in withdrawn:
        text = _words_of(piece.quote).sub(BLOT, text) if piece.quote.strip() else text
    return text


def _without(result: ToolResult | None, piece: Evidence) -> ToolResult | None:
    match result:
        case HitsFound(hits=hits):
            return replace(result, hits=tuple(_left(hits, piece)))
        case SearchesDone(searches):
            kept = tuple(replace(found, hits=tuple(_left(found.hits, piece))) for found in searches)
            return replace(result, searches=kept)
        case TextRead(source=source, start=start, text=text) if source == piece.source:
            return replace(result, text=_blotted(text, start, piece))
        case LinesFound(lines=lines):
            return replace(result, lines=tuple(_left_lines(lines, piece)))
        case Reviewed(items=items) if result.page is None:
            return replace(result, items=tuple(_left(items, piece)))
        case _:
            return result


def _left(shown: Iterable[_Piece], piece: Evidence) -> Iterator[_Piece]:
    for each in shown:
        if piece.kind == "image":
            if isinstance(each, ReviewedItem) or each.uid != piece.uid or piece.box is not None:
                yield each
        elif each.source != piece.source or each.start is None:
            yield each
        elif _says_more(text := _blotted(each.text, each.start, piece)):
            yield replace(each, text=text)


def _left_lines(lines: Iterable[LineFound], piece: Evidence) -> Iterator[LineFound]:
    """A line that holds words of the piece is left out: where in it they stand is not known."""
    for line in lines:
        words = _words_of(piece.quote)
        is_of_it = line.source == piece.source and (
            _is_within(piece, line.start, line.end) or words.search(line.line) or line.line in piece.quote
        )
        if not is_of_it:
            yield line


def _blotted(text: str, offset: int, piece: Evidence) -> str:
    """The text that begins at `offset` of the document, as long as before, so that places in it hold."""
    first = max((piece.start or 0) - offset, 0)
    last = min((piece.end or 0) - offset, len(text))
    if first >= last:
        return text
    blot = BLOT if last - first >= len(BLOT) else ""
    return text[:first] + blot.ljust(last - first) + text[last:]


def _is_within(piece: Evidence, start: int, end: int) -> bool:
    return start < (piece.end or 0) and end > (piece.start or 0)


def _says_more(text: str) -> bool:
    return re.search(r"\w", text.replace(BLOT, "")) is not None


def _words_of(quote: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, quote.split())))


def _share(one: Box | None, other: Box | None) -> float:
    """How much of the smaller box stands in the larger one, 0..1; no box is the whole picture."""
    if one is None or other is None:
        return 1.0
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min((box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other))
    return max(width, 0) * max(height, 0) / smaller if smaller else 0.0
