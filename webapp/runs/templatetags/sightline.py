"""Tags that every page uses: pictures with their region, the link behind a citation."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from agents.types import Evidence
from media_store import Box

register = template.Library()


@register.inclusion_tag("includes/picture.html")
def picture(uid: str, title: str = "", box: Box | None = None) -> dict[str, object]:
    """A thumbnail that leads to the picture's page."""
    return _image(uid, "thumb", title, box)


@register.inclusion_tag("includes/image.html")
def image(uid: str, title: str = "", box: Box | None = None) -> dict[str, object]:
    """A picture large, with its region drawn."""
    return _image(uid, "view", title, box)


@register.filter
def source_url(evidence: Evidence) -> str:
    """Where the evidence stands: its quote in the document's page, or its region on the picture's."""
    if evidence.kind == "image":
        box = evidence.box
        query = {"box": f"{box.x0},{box.y0},{box.x1},{box.y1}"} if box else {}
        return _with_query(reverse("runs:picture", args=[evidence.uid]), query)
    span = {"start": str(evidence.start), "end": str(evidence.end)}
    return _with_query(reverse("runs:document", args=[evidence.document]), span) + "#passage"


def _image(uid: str, rendition: str, title: str, box: Box | None) -> dict[str, object]:
    size = {"width": box.x1 - box.x0, "height": box.y1 - box.y0} if box else {}
    return {"uid": uid, "rendition": rendition, "title": title, "box": box, **size}


def _with_query(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query, safe=',')}" if query else path
