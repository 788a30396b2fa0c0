import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

from agents.context.fence import as_shown
from agents.looking.derived import origin
from agents.messages import message as _
from agents.observations import EvidenceKept
from agents.text.hidden import places_of, visible
from agents.text.marker_folding import with_own_letters
from agents.toolbox import EVIDENCE, PictureCard, ToolContext, ToolFailed
from agents.types import Evidence, Importance
from media_store import Box

PHASES = EVIDENCE


def note(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    document: Annotated[int | None, Field(ge=1)] = None,
    quote: Annotated[str, Field(max_length=2_000)] = "",
    uid: str | None = None,
    box: Box | None = None,
    importance: Importance = Importance.FAIR,
    note: Annotated[str, Field(max_length=500)] = "",
) -> EvidenceKept:
    """Keep a piece of evidence, so that the answer may cite it.

    Either document and quote (the quote must stand in the stored text, word for word), or uid and, for a
    region, box. importance: how much it matters. note: why it is kept.
    """
    if (document is None) == (uid is None):
        raise ToolFailed(
            "invalid_arguments", _("Give either document and quote, or uid."), _("One piece a call.")
        )
    kept_id = context.memory.next_evidence_id()
    if document is not None:
        piece = _text(context, kept_id, document, quote, importance, note)
    else:
        piece = _image(context, kept_id, uid or "", box, importance, note)
    _require_not_withdrawn(context, piece)
    return EvidenceKept(piece)


def _require_not_withdrawn(context: ToolContext, piece: Evidence) -> None:
    if found := context.memory.withdrawn_like(piece):
        withdrawn_id, withdrawal = found
        raise ToolFailed(
            "withdrawn",
            _(
                "A person withdrew this as evidence (%(evidence)s), so it is not kept again: %(reason)s",
                evidence=withdrawn_id, reason=withdrawal.reason or _("no reason was given."),
            ),
            _("Keep other words or another picture."),
        )  # fmt: skip


def _text(
    context: ToolContext, kept_id: str, document: int, quote: str, importance: Importance, note: str
) -> Evidence:
    whole = context.library.read(document, 0, context.library.read(document, 0, 1).length)
    span = _find(quote, whole.text)
    if span is None:
        raise ToolFailed(
            "quote_not_found",
            _("These words do not stand in the document."),
            _("Copy them from what was read, without changes."),
        )
    start, end = span
    return Evidence(
        id=kept_id, kind="text", title=whole.title, file=whole.file, importance=importance, note=note,
        document=document, quote=whole.text[start:end], start=start, end=end,
    )  # fmt: skip


def _find(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands; runs of white space count as equal.

    A model copies what it was shown: without hidden characters, with lookalikes for marks of our own.
    """
    if span := _span(quote, text):
        return span
    shown = visible(text)
    span = _span(with_own_letters(as_shown(quote)), with_own_letters(as_shown(shown)))
    if span is None or shown == text:
        return span
    places = places_of(shown, text)
    return places[span[0]], places[span[1] - 1] + 1


def _span(quote: str, text: str) -> tuple[int, int] | None:
    words = [re.escape(word) for word in quote.split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return found.span() if found else None


def _image(
    context: ToolContext, kept_id: str, uid: str, box: Box | None, importance: Importance, note: str
) -> Evidence:
    context.require_readable(uid)
    card = context.library.picture(uid) or context.library.picture(origin(context.memory, uid))
    return Evidence(
        id=kept_id, kind="image", title=_title(card), file=card.file if card else "",
        importance=importance, note=note, uid=uid, box=box,
    )  # fmt: skip


def _title(card: PictureCard | None) -> str:
    if card is None:
        return "Picture of the question"
    return card.title or PurePosixPath(card.file).name
