"""What a run has met, found again by its id: nothing is searched, read or looked at anew."""

from dataclasses import replace

from agents.context.assets import times
from agents.memory import WorkingMemory
from agents.observations import ReviewedItem, SeenHit
from agents.types import Question


def recall(question: Question, memory: WorkingMemory, item_id: str) -> tuple[ReviewedItem, ...]:
    """The items under an id: a hit, a piece of evidence, a picture, or each stretch read of a document.

    Empty for an id that the run has not met.
    """
    if hit := memory.pool.get(item_id):
        if hit.uid:
            return (replace(_picture_item(question, memory, hit.uid), id=hit.id),)
        item = ReviewedItem(hit.id, hit.title, hit.text, start=hit.start, end=hit.end, source=hit.source)
        return (item,)
    if kept := memory.evidence.get(item_id):
        text, source = "\n".join(filter(None, (kept.quote, kept.note))), kept.source
        item = ReviewedItem(
            kept.id, kept.title, text, kept.uid, start=kept.start, end=kept.end, source=source
        )
        return (item,)
    shown = {uid for text in memory.texts for uid in text.images} | {image.uid for image in question.images}
    if item_id in shown or item_id in memory.looks or _hit_of(memory, item_id) is not None:
        return (_picture_item(question, memory, item_id),)
    stretches = (
        ReviewedItem(item_id, read.title, read.text, start=read.start, end=read.end, source=read.source)
        for read in memory.texts
        if item_id in read.ids
    )
    return tuple(dict.fromkeys(stretches))


def _picture_item(question: Question, memory: WorkingMemory, uid: str) -> ReviewedItem:
    """A picture in words: its size, what the corpus says, what was seen in it, the policy's own line."""
    hit, look = _hit_of(memory, uid), memory.looks.get(uid)
    asked = next((image for image in question.images if image.uid == uid), None)
    title = "Picture of the question" if asked else ""
    if hit:
        title = hit.title or hit.file
    elif look and look.parent:
        title = f"Made from {look.parent}"
    elif found := memory.web.origin(uid):
        title = found.title or found.page
    known = [hit.text if hit else ""]
    if look:
        size, shown = times((look.width, look.height)), times((look.shown_width, look.shown_height))
        labels = ", ".join(f"{label.name} ({label.probability:.2f})" for label in look.labels)
        known = [
            f"{size} pixels, shown as {shown}",
            *known,
            f"Described as: {look.caption}" if look.caption else "",
            f"May show: {labels}" if labels else "",
            f"Text in it: {look.text}" if look.text else "",
            f"Colours: {', '.join(look.colours)}" if look.colours else "",
        ]
    elif asked:
        known = [f"{times((asked.width, asked.height))} pixels", *known]
    if line := memory.picture_notes.get(uid):
        known.append(f"Noted: {line}")
    return ReviewedItem(uid, title, "\n".join(filter(None, known)), uid=uid)


def _hit_of(memory: WorkingMemory, uid: str) -> SeenHit | None:
    return next((hit for hit in memory.pool.values() if hit.uid == uid), None)
