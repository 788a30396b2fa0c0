import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import Field

from agents.context.fence import as_shown
from agents.looking.derived import origin
from agents.messages import message as _
from agents.observations import EvidenceKept, FetchedPicture
from agents.sources import StoredSource, picture_ref
from agents.text.hidden import places_of, visible
from agents.text.marker_folding import with_own_letters
from agents.toolbox import EVIDENCE, SourceArgument, ToolContext, ToolFailed
from agents.types import Evidence, Importance
from media_store import Box

PHASES = EVIDENCE


def note(  # noqa: PLR0913  The parameters of a tool are its schema.
    context: ToolContext,
    document: SourceArgument | None = None,
    quote: Annotated[str, Field(max_length=2_000)] = "",
    uid: str | None = None,
    box: Box | None = None,
    importance: Importance = Importance.FAIR,
    note: Annotated[str, Field(max_length=500)] = "",
) -> EvidenceKept:
    """Keep a piece of evidence, so that the answer may cite it.

    Either document and quote (the quote must stand in the stored text, word for word), or uid and, for a
    region, box. document may also be what else was read, as it is named (page:3). importance: how much it
    matters. note: why it is kept.
    """
    if (document is None) == (uid is None):
        raise ToolFailed(
            "invalid_arguments", _("Give either document and quote, or uid."), _("One piece a call.")
        )
    kept_id = context.memory.next_evidence_id()
    if document is not None:
        piece = _from_source(kept_id, context.source(document), quote, box)
    else:
        # Of a picture that the run made, with the title of what it was made from.
        shown = context.memory.web.uids.get(uid or "", uid or "")
        context.require_readable(shown)
        first = origin(context.memory, shown)
        known = next(filter(None, map(context.library.source, map(picture_ref, (shown, first)))), None)
        of_the_web = None if known else context.memory.web.origin(first)
        if of_the_web:
            piece = _from_the_web(kept_id, shown, of_the_web, box)
        else:
            found = known or StoredSource(picture_ref(shown), "Picture of the question")
            piece = _evidence(kept_id, "image", replace(found, ref=picture_ref(shown)), uid=shown, box=box)
    piece = replace(piece, importance=importance, note=note)
    if withdrawn := context.memory.withdrawn_like(piece):
        withdrawn_id, withdrawal = withdrawn
        raise ToolFailed(
            "withdrawn",
            _(
                "A person withdrew this as evidence (%(evidence)s), so it is not kept again: %(reason)s",
                evidence=withdrawn_id, reason=withdrawal.reason or _("no reason was given."),
            ),
            _("Keep other words or another picture."),
        )  # fmt: skip
    return EvidenceKept(piece)


def _from_source(kept_id: str, found: StoredSource, quote: str, box: Box | None) -> Evidence:
    """A quote of its text; without one, of what has no text, its pixels.

    A model copies what it was shown: without hidden characters, with lookalikes for marks of our own. Runs of
    white space count as equal.
    """
    if found.uid and not found.text:
        return _evidence(kept_id, "image", found, uid=found.uid, box=box)
    span = _span(quote, found.text)
    if span is None:
        shown = visible(found.text)
        span = _span(with_own_letters(as_shown(quote)), with_own_letters(as_shown(shown)))
        if span and shown != found.text:
            places = places_of(shown, found.text)
            span = places[span[0]], places[span[1] - 1] + 1
    if span is None:
        raise ToolFailed(
            "quote_not_found",
            _("These words do not stand in the document."),
            _("Copy them from what was read, without changes."),
        )
    start, end = span
    page = found.page_at(start)
    return _evidence(
        kept_id, "text", found, quote=found.text[start:end], start=start, end=end, page_number=page,
        is_scanned=page in found.scanned,
    )  # fmt: skip


def _from_the_web(kept_id: str, uid: str, found: FetchedPicture, box: Box | None) -> Evidence:
    """A picture of the web with where it is from."""
    page = found.page or found.address
    return Evidence(
        kept_id, "image", found.title or found.host, page, uid=uid, box=box, source=picture_ref(uid),
        address=found.address, page=found.page, author=found.author, licence=found.licence,
    )  # fmt: skip


def _evidence(kept_id: str, kind: Literal["text", "image"], found: StoredSource, **place: Any) -> Evidence:
    """A piece of a source; `place` are the fields of Evidence that say which."""
    title = found.title or PurePosixPath(found.file).name
    return Evidence(
        kept_id, kind, title, found.file, source=found.ref, address=found.address, date=found.date, **place
    )


def _span(quote: str, text: str) -> tuple[int, int] | None:
    words = [re.escape(word) for word in quote.split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return found.span() if found else None
