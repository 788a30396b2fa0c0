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
    PageOpened,
    PictureSeen,
    Reviewed,
    ReviewedItem,
    SearchesDone,
    SeenHit,
    TextRead,
    WebFound,
)
from agents.sources import picture_ref, read_ref
from agents.types import Evidence

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
    one, other = withdrawn.box, fresh.box
    if fresh.uid != withdrawn.uid or one is None or other is None:
        return fresh.uid == withdrawn.uid  # No box is the whole picture.
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min((box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other))
    return smaller > 0 and max(width, 0) * max(height, 0) / smaller > 0.5


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
        match shown:
            case HitsFound(hits=hits):
                shown = replace(shown, hits=tuple(_left(hits, piece)))
            case SearchesDone(searches):
                kept = tuple(replace(found, hits=tuple(_left(found.hits, piece))) for found in searches)
                shown = replace(shown, searches=kept)
            case TextRead(source=source, start=start, text=text) if source == piece.source:
                shown = replace(shown, text=_blotted(text, start, piece))
            case PageOpened(texts=texts) if shown.source == piece.source:
                blotted = (replace(each, text=_blotted(each.text, each.start, piece)) for each in texts)
                shown = replace(shown, texts=tuple(blotted))
            case WebFound(hits=found) if piece.kind == "text" and piece.quote.strip():
                words = _words_of(piece.quote)
                shown = replace(
                    shown, hits=tuple(replace(hit, snippet=words.sub(BLOT, hit.snippet)) for hit in found)
                )
            case LinesFound(lines=lines):
                shown = replace(shown, lines=tuple(line for line in lines if not _holds(line, piece)))
            case Reviewed(items=items) if shown.page is None:
                shown = replace(shown, items=tuple(_left(items, piece)))
    return cast(Result, shown)


def blotted_arguments(arguments: Mapping[str, Any], withdrawn: Iterable[Evidence]) -> Mapping[str, Any]:
    """Arguments of a call, JSON values (hence Any), without the words of these pieces."""
    pieces = [piece for piece in withdrawn if piece.quote.strip()]
    if (named := arguments.get("document")) is not None:
        try:
            source = read_ref(named)
        except ValueError:
            return dict(arguments)  # It names no source as a policy wrote it.
        pieces = [piece for piece in pieces if piece.source == source]
    blotted = dict(arguments)
    for name, value in arguments.items():
        for piece in pieces if isinstance(value, str) else ():
            blotted[name] = _words_of(piece.quote).sub(BLOT, blotted[name])
    return blotted


def _left(shown: Iterable[_Piece], piece: Evidence) -> Iterator[_Piece]:
    for each in shown:
        if piece.kind == "image":
            if isinstance(each, ReviewedItem) or each.uid != piece.uid or piece.box is not None:
                yield each
        elif isinstance(each, SeenHit) and each.kind == "web":
            # Where the words of a result stand is not known.
            words = _words_of(piece.quote) if piece.quote.strip() else None
            yield replace(each, text=words.sub(BLOT, each.text)) if words else each
        elif each.source != piece.source or each.start is None:
            yield each
        else:
            text = _blotted(each.text, each.start, piece)
            if re.search(r"\w", text.replace(BLOT, "")):
                yield replace(each, text=text)


def _holds(line: LineFound, piece: Evidence) -> bool:
    """Whether a line has words of the piece; where in it they stand is not known."""
    return line.source == piece.source and bool(
        (line.start < (piece.end or 0) and line.end > (piece.start or 0))
        or _words_of(piece.quote).search(line.line)
        or line.line in piece.quote
    )


def _blotted(text: str, offset: int, piece: Evidence) -> str:
    """The text that begins at `offset` of the document, as long as before, so that places in it hold."""
    first = max((piece.start or 0) - offset, 0)
    last = min((piece.end or 0) - offset, len(text))
    if first >= last:
        return text
    blot = BLOT if last - first >= len(BLOT) else ""
    return text[:first] + blot.ljust(last - first) + text[last:]


def _words_of(quote: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, quote.split())))
