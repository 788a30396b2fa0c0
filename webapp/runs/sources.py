"""Where a citation leads: a document with its quote marked, a picture with its region outlined."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from media_store import Box, ImageFacts, InvalidBox, UnknownImage
from webapp.media.stores import open_media_store
from webapp.media.views import require_media
from webapp.runs import access


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in three parts; the middle one is what is quoted."""

    before: str
    quote: str
    after: str


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document's text; `?start=&end=` (characters) marks a quote."""
    found = get_object_or_404(access.documents(request.user).select_related("corpus"), pk=pk)
    shown = found.pictures.select_related("image").order_by("offset")
    text = mark_text(found.text, request.GET.get("start"), request.GET.get("end"))
    return render(request, "sources/document.html", {"document": found, "text": text, "shown": shown})


@require_safe
def picture(request: HttpRequest, uid: str) -> HttpResponse:
    """A picture large, with what is known about it; `?box=x0,y0,x1,y1` (0..1000) outlines a region."""
    require_media(request.user, uid)
    descriptions = access.pictures(request.user).filter(uid=uid).select_related("corpus")
    documents = access.documents(request.user).filter(pictures__image__uid=uid).distinct()
    context = {
        "uid": uid,
        "facts": stored_facts(uid),
        "box": parse_box(request.GET.get("box")),
        "descriptions": descriptions,
        "documents": documents,
    }
    return render(request, "sources/picture.html", context)


def stored_facts(uid: str) -> ImageFacts:
    """Raise Http404 for a picture that the store no longer has."""
    try:
        return open_media_store().facts(uid)
    except UnknownImage:
        raise Http404("There is no such picture.") from None


def mark_text(text: str, start: str | None, end: str | None) -> MarkedText:
    """Split a text around `[start, end)`. Raises Http404 for a span that does not lie in it."""
    if start is None and end is None:
        return MarkedText(text, "", "")
    try:
        first, last = int(start or ""), int(end or "")
    except ValueError:
        raise Http404("start and end are numbers of characters.") from None
    if not 0 <= first < last <= len(text):
        raise Http404("This passage does not lie in the document.")
    return MarkedText(text[:first], text[first:last], text[last:])


def parse_box(value: str | None) -> Box | None:
    """The box of `x0,y0,x1,y1`. Raises Http404 for anything else."""
    if not value:
        return None
    try:
        x0, y0, x1, y1 = (int(number) for number in value.split(","))
        return Box(x0, y0, x1, y1)
    except (ValueError, InvalidBox):
        raise Http404("A box is x0,y0,x1,y1 in 0..1000.") from None
