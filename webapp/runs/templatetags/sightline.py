"""Tags that every page uses: pictures with their region, links to what a run found, its share links.

Where things lead is up to the `links` of the context; see webapp/runs/presenting/links.py.
"""

from django import template
from django.template.context import Context

from agents.sources import SourceRef, document_ref
from agents.types import Evidence
from media_store import Box
from webapp.runs.models import Run
from webapp.runs.presenting.links import SIGNED_IN, Links
from webapp.runs.sharing import services as share_links

register = template.Library()


@register.inclusion_tag("includes/picture.html", takes_context=True)
def picture(context: Context, uid: str, title: str = "", box: Box | None = None) -> dict[str, object]:
    """A thumbnail that leads to the picture's page."""
    url = _links(context).picture_url(uid, box)
    view = {"view_address": _links(context).rendition_url(uid, "view")} if url else {}
    return {**_image(context, uid, "thumb", title, box), "url": url, **view}


@register.inclusion_tag("includes/image.html", takes_context=True)
def image(context: Context, uid: str, title: str = "", box: Box | None = None) -> dict[str, object]:
    """A picture large, with its region drawn."""
    return _image(context, uid, "view", title, box)


@register.inclusion_tag("includes/picture.html", takes_context=True)
def large(context: Context, uid: str, title: str = "", box: Box | None = None) -> dict[str, object]:
    """A picture large with its region drawn, which opens larger still."""
    view = _links(context).rendition_url(uid, "view")
    return {**_image(context, uid, "view", title, box), "url": view, "view_address": view}


@register.inclusion_tag("includes/thumb.html", takes_context=True)
def thumb(context: Context, uid: str) -> dict[str, object]:
    """A thumbnail that only adorns the words beside it."""
    return _image(context, uid, "thumb", "", None)


@register.inclusion_tag("includes/link.html", takes_context=True)
def passage_link(
    context: Context, source: SourceRef, text: str, start: int | None = None, end: int | None = None
) -> dict[str, object]:
    """Words that lead to a source, at a passage of its text."""
    return {"url": _links(context).passage_url(source, start, end), "text": text}


@register.inclusion_tag("includes/link.html", takes_context=True)
def document_link(
    context: Context, document: int, text: str, start: int | None = None, end: int | None = None
) -> dict[str, object]:
    """Words that lead to a document of a corpus, at a passage of it."""
    return passage_link(context, document_ref(document), text, start, end)


@register.inclusion_tag("includes/link.html", takes_context=True)
def picture_link(context: Context, uid: str, text: str) -> dict[str, object]:
    """Words that lead to a picture."""
    return {"url": _links(context).picture_url(uid, None), "text": text}


@register.simple_tag(takes_context=True)
def source_url(context: Context, evidence: Evidence) -> str:
    """Where the evidence stands: its quote in the document, or its region on the picture."""
    return _links(context).source_url(evidence)


@register.simple_tag(takes_context=True)
def icon_url(context: Context, name: str) -> str:
    """A symbol of the icon sprite."""
    return _links(context).icon_url(name)


@register.inclusion_tag("runs/_sharing.html")
def sharing(run: Run) -> dict[str, object]:
    """The share links of a run, with the form that makes one."""
    return {"sharing": share_links.panel(run)}


def _links(context: Context) -> Links:
    links: Links = context.get("links") or SIGNED_IN
    return links


def _image(context: Context, uid: str, rendition: str, title: str, box: Box | None) -> dict[str, object]:
    size = {"width": box.x1 - box.x0, "height": box.y1 - box.y0} if box else {}
    address = _links(context).rendition_url(uid, rendition)
    shown = {"address": address, "is_lazy": rendition == "thumb" and not address.startswith("data:")}
    return {"uid": uid, "title": title, "box": box, **shown, **size}
