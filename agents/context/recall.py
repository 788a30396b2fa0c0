"""What a run has met, found again by its id: nothing is searched, read or looked at anew."""

from collections.abc import Iterator
from dataclasses import replace

from agents.context.assets import times
from agents.memory import WorkingMemory
from agents.observations import PictureSeen, ReviewedItem, SeenHit
from agents.types import Evidence, ImageRef, Question


def recall(question: Question, memory: WorkingMemory, item_id: str) -> tuple[ReviewedItem, ...]:
    """The items under an id: a hit, a piece of evidence, a picture, or each stretch read of a document.

    Empty for an id that the run has not met.
    """
    if hit := memory.pool.get(item_id):
        return (_hit_item(question, memory, hit),)
    if kept := memory.evidence.get(item_id):
        return (_evidence_item(kept),)
    shown = {uid for text in memory.texts for uid in text.images} | {image.uid for image in question.images}
    if item_id in shown or item_id in memory.looks or _hit_of(memory, item_id) is not None:
        return (_picture_item(question, memory, item_id),)
    return tuple(dict.fromkeys(_stretches(memory, item_id)))


def _picture_item(question: Question, memory: WorkingMemory, uid: str) -> ReviewedItem:
    """A picture in words: its size, what the corpus says, what was seen in it, the policy's own line."""
    hit, look = _hit_of(memory, uid), memory.looks.get(uid)
    asked = next((image for image in question.images if image.uid == uid), None)
    line = memory.picture_notes.get(uid)
    known = (
        _size(look or asked), hit.text if hit else "", *(_seen(look) if look else ()),
        f"Noted: {line}" if line else "",
    )  # fmt: skip
    return ReviewedItem(uid, _title(hit, look, asked), "\n".join(filter(None, known)), uid=uid)


def _hit_of(memory: WorkingMemory, uid: str) -> SeenHit | None:
    return next((hit for hit in memory.pool.values() if hit.uid == uid), None)


def _title(hit: SeenHit | None, look: PictureSeen | None, asked: ImageRef | None) -> str:
    if hit:
        return hit.title or hit.file
    if look and look.parent:
        return f"Made from {look.parent}"
    return "Picture of the question" if asked else ""


def _size(picture: PictureSeen | ImageRef | None) -> str:
    match picture:
        case PictureSeen() as look:
            shown = times((look.shown_width, look.shown_height))
            return f"{times((look.width, look.height))} pixels, shown as {shown}"
        case ImageRef(width=width, height=height):
            return f"{times((width, height))} pixels"
        case None:
            return ""


def _seen(look: PictureSeen) -> Iterator[str]:
    if look.caption:
        yield f"Described as: {look.caption}"
    if look.labels:
        yield "May show: " + ", ".join(f"{label.name} ({label.probability:.2f})" for label in look.labels)
    if look.text:
        yield f"Text in it: {look.text}"
    if look.colours:
        yield "Colours: " + ", ".join(look.colours)


def _hit_item(question: Question, memory: WorkingMemory, hit: SeenHit) -> ReviewedItem:
    if hit.uid:
        return replace(_picture_item(question, memory, hit.uid), id=hit.id)
    return ReviewedItem(hit.id, hit.title, hit.text, start=hit.start, end=hit.end, source=hit.source)


def _evidence_item(kept: Evidence) -> ReviewedItem:
    text = "\n".join(filter(None, (kept.quote, kept.note)))
    return ReviewedItem(
        kept.id, kept.title, text, kept.uid, start=kept.start, end=kept.end, source=kept.source
    )


def _stretches(memory: WorkingMemory, item_id: str) -> Iterator[ReviewedItem]:
    for read in memory.texts:
        if item_id in read.ids:
            yield ReviewedItem(
                item_id, read.title, read.text, start=read.start, end=read.end, source=read.source
            )
