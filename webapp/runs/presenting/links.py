"""Where the pictures, documents and evidence of a run lead: one renderer of a run, several targets.

The tags of `sightline` ask the `links` of the template's context; a page that sets none gets the routes of
whoever is signed in. Templates write what is only for the live page inside `{% if not links %}`.
"""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse

from agents.sources import PICTURE, SourceRef
from agents.types import Evidence
from media_store import Box
from webapp.runs.source_kinds import address_of


class Links(Protocol):
    """Addresses for one target. An empty one means: no link, and for a picture its UID instead of pixels."""

    @property
    def quotes_only(self) -> bool:
        """Whether texts are shown only where evidence quotes them."""

    def rendition_url(self, uid: str, rendition: str) -> str:
        """The pixels of a picture."""

    def picture_url(self, uid: str, box: Box | None) -> str:
        """A picture large, with a region drawn."""

    def passage_url(self, ref: SourceRef, start: int | None, end: int | None) -> str:
        """A source with a text, at a passage of it."""

    def source_url(self, evidence: Evidence) -> str:
        """Where the evidence stands."""

    def icon_url(self, name: str) -> str:
        """A symbol of the icon sprite."""


class SignedInLinks:
    """The pages of whoever is signed in."""

    quotes_only = False

    def rendition_url(self, uid: str, rendition: str) -> str:
        return _path("media:rendition", uid, rendition)

    def picture_url(self, uid: str, box: Box | None) -> str:
        return _at_box(_path("runs:picture", uid), box)

    def passage_url(self, ref: SourceRef, start: int | None, end: int | None) -> str:
        return _at_passage(address_of(ref), start, end)

    def source_url(self, evidence: Evidence) -> str:
        if evidence.source.kind == PICTURE:
            return self.picture_url(evidence.source.id, evidence.box)
        return self.passage_url(evidence.source, evidence.start, evidence.end)

    def icon_url(self, name: str) -> str:
        return f"{static('icons.svg')}#{name}"


@dataclass(frozen=True, slots=True)
class SharedLinks:
    """The routes below one share link. Texts open only where the run quotes them."""

    token: str
    quotes_only = True

    def rendition_url(self, uid: str, rendition: str) -> str:
        return _path("runs:shared-media", self.token, uid, rendition)

    def picture_url(self, uid: str, box: Box | None) -> str:
        return _at_box(_path("runs:shared-picture", self.token, uid), box)

    def passage_url(self, ref: SourceRef, start: int | None, end: int | None) -> str:
        return ""

    def source_url(self, evidence: Evidence) -> str:
        ref = evidence.source
        if ref.kind == PICTURE:
            return self.picture_url(ref.id, evidence.box)
        path = _path("runs:shared-source", self.token, ref.kind, ref.id)
        return _at_passage(path, evidence.start, evidence.end)

    def icon_url(self, name: str) -> str:
        return f"{static('icons.svg')}#{name}"


SIGNED_IN: Links = SignedInLinks()


def _path(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""  # An imported journal may name what no route can: it is shown, and leads nowhere.


def _at_box(path: str, box: Box | None) -> str:
    return f"{path}?box={box.x0},{box.y0},{box.x1},{box.y1}" if path and box else path


def _at_passage(path: str, start: int | None, end: int | None) -> str:
    if not path or start is None or end is None:
        return path
    return f"{path}?{urlencode({'start': start, 'end': end})}#passage"
