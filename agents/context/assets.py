"""Every picture that a run has met, in one order, and each in one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.context.quoting import plain, quoted
from agents.memory import WorkingMemory
from agents.observations import SeenHit, TextRead
from agents.types import ImageRef, Question
from media_store import Box

PAGE = 100
"""Pictures of one page of all that were met."""

_CAPTION, _FILE, _LINE, _WORDS, _LABEL = 120, 80, 200, 160, 40
"""Characters of each, at most."""

_MAX_LABELS = 3


@dataclass(frozen=True, slots=True)
class Album:
    """What a run knows of its pictures, by UID. `met` has all of them in the order of `met_pictures`."""

    met: tuple[str, ...]
    asked: Mapping[str, ImageRef]
    hits: Mapping[str, SeenHit]
    texts: Mapping[str, TextRead]
    memory: WorkingMemory

    @classmethod
    def of(cls, question: Question, memory: WorkingMemory) -> "Album":
        asked = {image.uid: image for image in question.images}
        hits = {hit.uid: hit for hit in reversed(memory.pool.values()) if hit.uid}
        texts = {uid: text for text in memory.texts for uid in text.images}
        return cls(met_pictures(question, memory), asked, hits, texts, memory)

    @property
    def pages(self) -> int:
        """How many pages of PAGE pictures there are, at least 1."""
        return max(1, -(-len(self.met) // PAGE))

    def original_size(self, uid: str) -> tuple[int, int] | None:
        """Width and height in pixels of the stored picture; None for one that nobody has looked at."""
        known = self.memory.looks.get(uid) or self.asked.get(uid)
        return (known.width, known.height) if known else None

    def shown_size(self, uid: str) -> tuple[int, int] | None:
        """Width and height in pixels of the picture as it was looked at."""
        look = self.memory.looks.get(uid)
        return (look.shown_width, look.shown_height) if look else None


def met_pictures(question: Question, memory: WorkingMemory) -> tuple[str, ...]:
    """UIDs of the question and of all that the run met since, in the order of first meeting."""
    return tuple(dict.fromkeys([*(image.uid for image in question.images), *memory.pictures]))


def picture_line(uid: str, album: Album, marks: Iterable[str] = ()) -> str:
    """`img_… 1600×1067 "caption" (file) [marks]` and, in a few words, what is known of its content."""
    size, stated = album.original_size(uid), ", ".join(marks)
    facts = [uid, times(size) if size else "", _origin(uid, album), f"[{stated}]" if stated else ""]
    # The policy's own line; else what was seen, else what the corpus says.
    look, hit = album.memory.looks.get(uid), album.hits.get(uid)
    seen: list[str] = []
    if line := album.memory.picture_notes.get(uid):
        seen.append(f"noted: {quoted(line, _LINE)}")
    elif look:
        if look.caption:
            seen.append(f"described as {quoted(look.caption, _LINE)}")
        elif look.labels:
            seen.append(
                "may show " + ", ".join(plain(each.name, _LABEL) for each in look.labels[:_MAX_LABELS])
            )
        if look.text.strip():
            seen.append(f"text in it: {quoted(look.text, _WORDS)}")
        if look.note:
            seen.append(f"made to see {quoted(look.note, _WORDS)}")
    if not seen and hit and hit.text:
        seen.append(quoted(hit.text, _WORDS))
    return " ".join(filter(None, [*facts, ", ".join(seen)]))


def times(size: tuple[int, int]) -> str:
    """`1600×1067`."""
    return f"{size[0]}×{size[1]}"


def corners(box: Box) -> str:
    """`box 10,20,500,600`: left, top, right and bottom in thousandths of the sides."""
    return f"box {box.x0},{box.y0},{box.x1},{box.y1}"


def _origin(uid: str, album: Album) -> str:
    if hit := album.hits.get(uid):
        return f"{quoted(hit.title, _CAPTION)} ({plain(hit.file, _FILE)})"
    if uid in album.asked:
        return "(of the question)"
    look = album.memory.looks.get(uid)
    if look and look.parent:
        return f"({corners(look.box)} of {look.parent})" if look.box else f"(made from {look.parent})"
    if found := album.memory.web.origin(uid):
        host = plain(found.host, _FILE)
        return f"{quoted(found.title, _CAPTION)} ({host})" if found.title else f"({host})"
    text = album.texts.get(uid)
    return f"(shown in {quoted(text.title, _CAPTION)})" if text else ""
