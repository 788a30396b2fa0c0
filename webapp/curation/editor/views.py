"""One picture with all that is said about it, to be said better."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.corpora.models import Corpus, CorpusImage, ImageTag
from webapp.curation.changes import services
from webapp.curation.changes.values import FIELD_NAMES, NOTES, current
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.editor.forms import NoteForm, PictureForm
from webapp.curation.editor.suggesting import suggestions
from webapp.curation.grid.filters import GridFilter
from webapp.curation.models import Change
from webapp.requests import CONFLICT, UNPROCESSABLE, SignedInRequest
from webapp.runs.templatetags.words import written

COMPLETED = 10
HISTORY_SHOWN = 30
_MAX_LICENSES = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def picture(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The picture and its form; the query string is the filter that it was come to from."""
    corpus = curated(request, slug)
    image = get_object_or_404(corpus.images, pk=pk)
    if request.method != "POST":
        return _page(request, corpus, image, PictureForm(None, image=image))
    form = PictureForm(request.POST, image=get_object_or_404(corpus.images, pk=pk))
    if not form.is_valid():
        return _page(request, corpus, image, form, UNPROCESSABLE)
    try:
        change = services.edit(image, request.user, form.values, form.cleaned_data["edition"])
    except services.EditedMeanwhile as other:
        return _show_both(request, corpus, other.image, form)
    messages.success(request, _("Saved.") if change else _("Nothing was different."))
    return redirect(request.get_full_path())


@require_POST
def notes(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Add a note on a region, or delete the one that `delete` numbers."""
    corpus = curated(request, slug)
    image = get_object_or_404(corpus.images, pk=pk)
    kept: list[dict[str, Any]] = current(image, [NOTES])[NOTES]
    if "delete" in request.POST:
        number = request.POST["delete"]
        kept = [note for place, note in enumerate(kept) if str(place) != number]
    else:
        form = NoteForm(request.POST)
        if not form.is_valid():
            facts = PictureForm(None, image=image)
            return _page(request, corpus, image, facts, UNPROCESSABLE, note_form=form)
        kept = [*kept, {**form.cleaned_data, "author": request.user.pk}]
    services.edit(image, request.user, {NOTES: kept}, image.edition, Change.Action.NOTE)
    return redirect("curation:picture", slug=slug, pk=pk)


@require_safe
def tags(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tags of the corpus that begin like `?q=`, the most used first."""
    corpus = curated(request, slug)
    rows = ImageTag.objects.filter(image__corpus=corpus, name__istartswith=request.GET.get("q", "")[:200])
    counted = rows.values("name").annotate(count=Count("pk")).order_by("-count", "name")[:COMPLETED]
    return JsonResponse({"tags": list(counted)})


def _page(
    request: SignedInRequest, corpus: Corpus, image: CorpusImage, form: PictureForm, status: int = 200,
    **more: object,
) -> HttpResponse:  # fmt: skip
    # The pictures before and after, as the grid shows them.
    grid = GridFilter(corpus, request.GET)
    newer = grid.pictures().filter(pk__gt=image.pk).order_by("pk").values_list("pk", flat=True).first()
    older = grid.pictures().filter(pk__lt=image.pk).order_by("-pk").values_list("pk", flat=True).first()
    before, after = (older, newer) if grid.is_oldest_first else (newer, older)
    licenses = corpus.images.exclude(license="").values_list("license", flat=True).order_by("license")
    shown = image.documents.select_related("document").defer("document__text").order_by("document", "offset")
    context = {
        "image": image,
        "form": form,
        "notes": list(image.notes.select_related("author")),
        "suggestions": suggestions(image, [link.alt for link in shown if link.alt]),
        "names": FIELD_NAMES,
        "licenses": licenses.distinct()[:_MAX_LICENSES],
        "shown": shown,
        "problem": corpus.problems.filter(path=image.path).first(),
        "history": image.history.select_related("change__person").order_by("-pk")[:HISTORY_SHOWN],  # type: ignore[attr-defined]
        "before": _address(corpus, before, grid.query()),
        "after": _address(corpus, after, grid.query()),
        "query": grid.query(),
        **more,
    }
    return corpus_page(request, corpus, "editor/picture.html", context, status)


def _show_both(
    request: SignedInRequest, corpus: Corpus, theirs: CorpusImage, form: PictureForm
) -> HttpResponse:
    """What the person wrote stays in the form; what somebody else saved stands beside it."""
    now = current(theirs, form.Meta.fields)
    differing = [
        {"label": form.fields[name].label, "theirs": written(now[name]), "ours": written(value)}
        for name, value in form.values.items()
        if now[name] != value
    ]
    data = request.POST.copy()
    data["edition"] = str(theirs.edition)
    again = PictureForm(data, image=theirs)
    last = theirs.history.select_related("change__person").order_by("-pk").first()  # type: ignore[attr-defined]
    return _page(request, corpus, theirs, again, CONFLICT, differing=differing, last=last)


def _address(corpus: Corpus, pk: int | None, query: str) -> str:
    if pk is None:
        return ""
    path = reverse("curation:picture", args=[corpus.slug, pk])
    return f"{path}?{query}" if query else path
