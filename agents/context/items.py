"""Each kind of result as lines of ours, with what comes from outside beside them or in quotes."""

from collections.abc import Collection, Iterator, Sequence
from typing import assert_never

from agents.context.assets import corners, times
from agents.context.item import Item
from agents.context.quoting import plain, quoted
from agents.context.sections import hit_line
from agents.context.web_items import origin_item, web_items
from agents.observations import (
    ClaimChecked,
    Curated,
    EvidenceKept,
    Finish,
    Gated,
    GoalEnded,
    HitsFound,
    LinesFound,
    PageOpened,
    PictureNoted,
    PicturesCompared,
    PictureSeen,
    PicturesSeen,
    PlanRevised,
    Reflected,
    Reviewed,
    SearchesDone,
    TextRead,
    ToolResult,
    WebFound,
)

_MAX_CHARACTERS = 300
_MAX_CAPTION_CHARACTERS = 1_200
_BRIEF_CHARACTERS = 60
"""Characters of a picture's title and text on a page: a hundred such lines are one result."""

_MAX_PICTURES = 40
"""Pictures of a text that are named with it; all of them are in the list of pictures."""


def items_of(result: ToolResult | None, fresh: Collection[str]) -> Iterator[Item]:
    """What a result is told as; hits whose ids are `fresh` had not been met before."""
    match result:
        case HitsFound() | SearchesDone() as searched:
            yield from _searched(searched.all_searches, fresh)
        case PictureSeen() as look:
            yield _look(look)
        case PicturesSeen(pictures, sheet, is_pinned, fetched):
            pinned = " (pinned)" if is_pinned else ""
            yield Item(f"Contact sheet {sheet.uid} shows:" if sheet else f"In view{pinned}:")
            yield from map(_look, pictures)
            yield from map(origin_item, fetched)
        case PicturesCompared() as pair:
            similarity = "unknown" if pair.similarity is None else f"{pair.similarity:.3f}"
            yield Item(
                f"{pair.first} and {pair.second} side by side: {pair.sheet.uid}. "
                f"Hash distance {pair.hash_distance} of 64, similarity {similarity}."
            )
        case TextRead() as text:
            yield _text(text)
        case LinesFound() as found_lines:
            yield from _lines(found_lines)
        case WebFound() | PageOpened() as of_the_web:
            yield from web_items(of_the_web, fresh, _text)
        case Reviewed() as reviewed:
            yield from _reviewed(reviewed)
        case None:
            yield Item("Done.")
        case told_in_a_line:
            yield Item(_said(told_in_a_line))


def _searched(searches: Sequence[HitsFound], fresh: Collection[str]) -> Iterator[Item]:
    """The hits of each search; what several of them found is told in full once."""
    told: set[str] = set()
    for found in searches:
        asked = f"{quoted(found.query, _MAX_CHARACTERS)}: " if found.query else ""
        said = f"{len(found.hits) or 'no'} hits"
        if found.repeat_of:
            said = f"not asked again, it repeats step {found.repeat_of}."
        elif found.words_only:
            lacking = ", ".join(plain(slug, _MAX_CHARACTERS) for slug in found.words_only)
            said += f"; vectors of {lacking} are missing, so pictures and meanings were not all compared"
        yield Item(f"{asked}{said}")
        for hit in found.hits:
            new = " (new)" if hit.id in fresh else ""
            text = hit.text if hit.id not in told else ""
            yield Item(f"- {hit_line(hit, 0)}{new}", text, hit.file, more=hit.id)
        told |= {hit.id for hit in found.hits}


def _look(look: PictureSeen) -> Item:
    size = f"{times((look.width, look.height))}, shown {times((look.shown_width, look.shown_height))}"
    made = f", {corners(look.box) + ' of' if look.box else 'made from'} {look.parent}" if look.parent else ""
    labels = ", ".join(
        f"{plain(label.name, _MAX_CHARACTERS)} {label.probability:.2f}" for label in look.labels
    )
    colours = ", ".join(plain(colour, _MAX_CHARACTERS) for colour in look.colours)
    facts = [
        f"- {look.uid} {size}{made}",
        f"made to see {quoted(look.note, _MAX_CHARACTERS)}" if look.note else "",
        f"described as {quoted(look.caption, _MAX_CAPTION_CHARACTERS)}" if look.caption else "",
        f"may show: {labels}" if labels else "",
        f"colours: {colours}" if colours else "",
        "text in it:" if look.text.strip() else "",
    ]
    return Item("; ".join(filter(None, facts)), look.text, f"text in {look.uid}", more=look.uid)


def _text(text: TextRead) -> Item:
    name, place = str(text.source), f"{text.start}-{text.end} of {text.length}"
    beside = f"; pictures in it: {' '.join(text.images[:_MAX_PICTURES])}" if text.images else ""
    scanned = "; read by OCR, letters may be mistaken" if text.is_scanned else ""
    head = f"{name} {quoted(text.title, _MAX_CHARACTERS)}, {place}{scanned}{beside}"
    return Item(head, text.text, text.file, text.start, name)


def _lines(found: LinesFound) -> Iterator[Item]:
    more = ", and there are more" if found.is_cut else ""
    yield Item(f"{quoted(found.pattern, _MAX_CHARACTERS)}: {len(found.lines) or 'no'} places{more}")
    for line in found.lines:
        where = f"{line.source} at {line.start}"
        yield Item(
            f"- {where} in {quoted(line.title, _MAX_CHARACTERS)}: {quoted(line.line, _MAX_CHARACTERS)}",
            more=where,
        )


def _reviewed(reviewed: Reviewed) -> Iterator[Item]:
    if reviewed.page is not None:
        yield Item(f"Pictures met, page {reviewed.page} of {reviewed.pages}:")
        for item in reviewed.items:
            yield Item(
                f"- {item.id} {quoted(item.title, _BRIEF_CHARACTERS)} {quoted(item.text, _BRIEF_CHARACTERS)}",
                more=item.id,
            )
        return
    for item in reviewed.items:
        uid = f" {item.uid}" if item.uid and item.uid != item.id else ""
        place = f" {item.source} at {item.start or 0}" if item.uid is None and item.source else ""
        reviewed_line = f"- {item.id}{uid} {quoted(item.title, _MAX_CHARACTERS)}{place}"
        yield Item(reviewed_line, item.text, item.title or item.id, item.start, item.id)


_ToldInALine = (
    EvidenceKept
    | Curated
    | PictureNoted
    | ClaimChecked
    | PlanRevised
    | GoalEnded
    | Reflected
    | Gated
    | Finish
)


def _said(result: _ToldInALine) -> str:
    match result:
        case EvidenceKept(kept):
            return f"Kept as {kept.id} ({kept.importance})."
        case Curated(importance, dropped, pinned, unpinned):
            counts = {"ranked": importance, "dropped": dropped, "pinned": pinned, "unpinned": unpinned}
            return ", ".join(f"{len(ids)} {change}" for change, ids in counts.items() if ids) + "."
        case PictureNoted(uid):
            return f"Noted: your line stands for {uid}."
        case ClaimChecked(verdicts=verdicts):
            said = (
                f"{v.evidence_id or 'no evidence'} {v.verdict} ({quoted(v.reason, _MAX_CHARACTERS)})"
                for v in verdicts
            )
            return "; ".join(said) + "."
        case PlanRevised(operations):
            return f"The plan took {len(operations)} changes."
        case GoalEnded(goal, status):
            return f"Goal {goal} ended: {status}."
        case Reflected(is_satisfied, missing):
            return "Satisfied." if is_satisfied else f"Not satisfied; missing: {plain(missing, 500)}"
        case Gated(can_answer, confidence):
            can = "can" if can_answer else "cannot"
            return f"The question {can} be answered without a search (confidence {confidence:.2f})."
        case Finish(draft):
            return "A draft was handed in." if draft else "The run ends without an answer."
        case _ as never:
            assert_never(never)
