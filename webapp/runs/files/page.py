"""A run as one HTML file that opens without a network: no script, nothing loaded, pictures inside."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from agents.sources import SourceRef
from agents.types import Citation, Evidence
from media_store import Box, MediaStore, Rendition, UnknownImage
from media_store.limits import MIB
from webapp.media.stores import open_media_store
from webapp.runs.files.characters import uncover
from webapp.runs.models import Run
from webapp.runs.presenting.presenters import anchor, present_run
from webapp.runs.sources.quotes import MarkedText, Reach, surround

MAX_PICTURES_BYTES = 20 * MIB
"""What the pictures of one file may have together; later ones are named by their UIDs."""

STYLES = ("sightline.css", "shared.css")
ICONS = "icons.svg"


@dataclass(slots=True)
class OfflineLinks:
    """Everything is in the file: pictures as data, evidence as anchors. Counts what had to be left out."""

    store: MediaStore
    reach: Reach
    left_bytes: int
    too_many: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    quotes_only = True

    def rendition_url(self, uid: str, rendition: str) -> str:
        if not self.reach.has_picture(uid):
            self.missing.add(uid)
            return ""
        try:
            content = self.store.rendition(uid, Rendition(rendition))
        except UnknownImage:
            self.missing.add(uid)
            return ""
        if len(content) > self.left_bytes:
            self.too_many.add(uid)
            return ""
        self.left_bytes -= len(content)
        mime = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        return f"data:{mime};base64,{b64encode(content).decode('ascii')}"

    def picture_url(self, uid: str, box: Box | None) -> str:
        return ""

    def passage_url(self, ref: SourceRef, start: int | None, end: int | None) -> str:
        return ""

    def source_url(self, evidence: Evidence) -> str:
        return f"#{anchor(evidence)}"

    def icon_url(self, name: str) -> str:
        return f"#{name}"


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """A piece of evidence as the file shows it: its citation, if the answer has one, and its surroundings."""

    anchor: str
    evidence: Evidence
    citation: Citation | None
    text: MarkedText


def to_html(run: Run, evidence: Iterable[Evidence], reach: Reach) -> str:
    """The run as the text of a file, with what `reach` opens of it.

    Raises JournalError when its journal cannot be read.
    """
    view = present_run(run)
    citations = {each.evidence.id: each for each in view.answer.citations} if view.answer else {}
    sheets = [
        EvidenceSheet(anchor(each), each, citations.get(each.id), surround(each, reach.text_of(each.source)))
        for each in evidence
    ]
    context = {
        "run": run,
        "view": view,
        "links": OfflineLinks(open_media_store(), reach, MAX_PICTURES_BYTES),
        "sheets": sheets,
        "styles": "\n".join(map(_own_file, STYLES)),
        "icons": _own_file(ICONS),
        "max_bytes": MAX_PICTURES_BYTES,
    }
    return uncover(render_to_string("exports/run.html", context))


def _own_file(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), f"static/{name} ships with Sightline"
    return Path(found).read_text(encoding="utf-8")
