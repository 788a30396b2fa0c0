"""Where a citation leads: a document with its quote marked, a picture with its region outlined."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agents.documents.errors import UnreadableDocument
from agents.errors import SightlineError
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest
from agents.sources import PAGE, SourceRef, document_ref
from media_store import Box, ImageFacts, InvalidBox, MediaError, Rendition, UnknownImage
from webapp import access
from webapp.corpora.serving import scope_of, search_serving
from webapp.media.stores import open_media_store
from webapp.messages import translated
from webapp.redaction import for_people
from webapp.requests import parse_integer
from webapp.runs.execution.wiring import search_index
from webapp.runs.run_access import require_media
from webapp.runs.source_kinds import address_of, source_of_person
from webapp.runs.sources import citing
from webapp.runs.sources.layout import PassageStart, lay_out, page_of
from webapp.runs.sources.page_images import MIME, VERSION, page_image, shows_pages
from webapp.runs.sources.quotes import MarkedText

CACHE_CONTROL = "private, max-age=3600, must-revalidate"
SIMILAR_SHOWN = 12
SIMILAR_THRESHOLD = 0.5
"""The confidence, 0..1, from which on a picture is shown as similar."""
REGIONS_OUTLINED = 12
"""As many as static/sources.css has rules for."""


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document's text with its pictures; `?start=&end=` (characters) marks a quote."""
    found = get_object_or_404(access.documents(request.user).select_related("corpus"), pk=pk)
    shown = list(found.pictures.select_related("image").order_by("offset"))
    text = mark_text(found.text, request.GET.get("start"), request.GET.get("end"))
    places = found.passages.order_by("position").values_list("start", flat=True)
    passages = [PassageStart(number, start) for number, start in enumerate(places, start=1)]
    page = page_of(found.pages, text.span.start) if text.span else 0
    context = {
        "document": found,
        "text": text,
        "length": len(found.text),
        "sections": lay_out(found.text, text.span, passages, shown, found.pages, found.title),
        "page": page,
        "is_scanned": page in found.scanned,
        "shows_pages": shows_pages(found),
        "passages": passages,
        "shown": shown,
        "runs": citing.runs_citing(request.user, document_ref(found.pk)),
    }
    return render(request, "sources/document.html", context)


@require_safe
def document_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a document as it looks; `?start=&end=` marks what of a quote stands on it."""
    found = get_object_or_404(access.documents(request.user), pk=pk)
    span = mark_text(found.text, request.GET.get("start"), request.GET.get("end")).span
    quote = (span.start, span.end) if span else None
    etag = f'"{found.sha256}-{number}-{quote}-{VERSION}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return unchanged
    try:
        data = page_image(found, number, quote)
    except UnreadableDocument as error:
        raise Http404(str(error)) from error
    if data is None:
        raise Http404("There is no such page, or it cannot be shown.")
    return HttpResponse(data, content_type=MIME, headers={"Cache-Control": CACHE_CONTROL, "ETag": etag})


@require_safe
def source(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The text of a source; `?start=&end=` marks a quote. What has a page of its own is shown there."""
    ref = SourceRef(kind, key)
    found = source_of_person(request.user, ref)
    if found is None:
        raise Http404("There is no such source.")
    if (page := address_of(ref)) != request.path:
        return redirect(f"{page}?{request.GET.urlencode()}")
    text = mark_text(found.text, request.GET.get("start"), request.GET.get("end"))
    context = {
        "source": found,
        "is_snapshot": kind == PAGE,
        "text": text,
        "length": len(found.text),
        "sections": lay_out(found.text, text.span, (), (), title=found.title),
        "runs": citing.runs_citing(request.user, ref),
    }
    return render(request, "sources/source.html", context)


@require_safe
def picture(request: HttpRequest, uid: str) -> HttpResponse:
    """A picture large, with what is known about it; `?box=x0,y0,x1,y1` (0..1000) outlines a region."""
    require_media(request.user, uid)
    derived = citing.derived_from(request.user, uid)
    crops = [each for each in derived if each.box][:REGIONS_OUTLINED]
    described = access.pictures(request.user).filter(uid=uid)
    context = {
        "uid": uid,
        "facts": stored_facts(uid),
        "box": parse_box(request.GET.get("box")),
        "descriptions": list(described.select_related("corpus").prefetch_related("notes", "documents")),
        "documents": access.documents(request.user).filter(pictures__image__uid=uid).distinct(),
        "crops": crops,
        "changed": [each for each in derived if not each.box],
        "origins": citing.origins_of(request.user, uid),
        "runs": citing.runs_using(request.user, uid),
    }
    return render(request, "sources/picture.html", context)


@require_safe
def similar(request: HttpRequest, uid: str) -> HttpResponse:
    """The strip of pictures that look like this one, or a sentence that says why there is none."""
    require_media(request.user, uid)
    stored_facts(uid)
    context: dict[str, object] = {"uid": uid}
    try:
        context["hits"] = pictures_like(request.user, uid)
    except SightlineError as error:
        context["problem"] = translated(for_people(error))
    except MediaError as error:
        context["problem"] = error
    template = "sources/_similar.html" if request.headers.get("HX-Request") else "sources/similar.html"
    return render(request, template, context)


def pictures_like(person: access.Person, uid: str) -> list[Hit]:
    """Pictures that look like this one, best first, without itself: of its own corpora that may be read.

    A picture that only runs have is compared with every readable corpus.
    Raises StaleIndex, VectorsUnavailable and ConfigurationError.
    """
    store = open_media_store()
    view = store.shown(uid, Rendition.VIEW)
    readable = access.corpora(person)
    own = readable.filter(pk__in=access.pictures(person).filter(uid=uid).values("corpus"))
    request = SearchRequest(
        scope_of(own or readable), image=view, kinds=frozenset({RecordKind.IMAGE}), limit=SIMILAR_SHOWN + 1,
        threshold=SIMILAR_THRESHOLD,
    )  # fmt: skip
    hits = search_serving(search_index(), request)
    return [hit for hit in hits if hit.card.uid != uid][:SIMILAR_SHOWN]


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
    first, last = parse_integer(start), parse_integer(end, most=len(text))
    if first is None or last is None or first >= last:
        raise Http404("This passage does not lie in the document.")
    return MarkedText(text[:first], text[first:last], text[last:])


def parse_box(value: str | None) -> Box | None:
    """The box of `x0,y0,x1,y1`. Raises Http404 for anything else."""
    if not value:
        return None
    match [parse_integer(number) for number in value.split(",")]:
        case [int(x0), int(y0), int(x1), int(y1)]:
            with suppress(InvalidBox):
                return Box(x0, y0, x1, y1)
    raise Http404("A box is x0,y0,x1,y1 in 0..1000.")
