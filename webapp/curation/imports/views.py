"""Bringing pictures and documents in: choose, look through, bring in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from webapp.corpora.errors import BadInput, BadManifest
from webapp.corpora.importing.manifests import COLUMNS
from webapp.corpora.models import Corpus
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.imports import services, staging
from webapp.curation.models import Import
from webapp.env import names
from webapp.messages import error_text
from webapp.requests import CONFLICT, UNPROCESSABLE, SignedInRequest, parse_integer, wants_json

LISTED = 20
MAX_ARCHIVE_BYTES = 20 * 1024**3


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def imports(request: SignedInRequest, slug: str) -> HttpResponse:
    """The ways in and what came by them; POST begins one."""
    corpus = curated(request, slug)
    return _begin(request, corpus) if request.method == "POST" else _imports_page(request, corpus)


def _imports_page(
    request: SignedInRequest, corpus: Corpus, status: int = 200, **refused: str
) -> HttpResponse:
    """With what was `refused`: the `kind`, the `problem`, and what was typed."""
    services.settle(corpus.imports.all())
    past = list(corpus.imports.select_related("person", "job")[:LISTED])
    context: dict[str, object] = {
        "unfinished": corpus.imports.filter(
            person=request.user, kind=Import.Kind.FILES, state=Import.State.GATHERING
        ).first(),
        "imports": past,
        "is_busy": any(found.is_working for found in past),
        "folders": names(settings.ENV.import_folders),
        "most_mb": settings.ENV.max_upload_mb,
        "most_addresses": services.MAX_ADDRESSES,
        "refused": refused,
    }
    return corpus_page(request, corpus, "imports/imports.html", context, status)


@require_http_methods(["GET", "HEAD"])
@never_cache
def import_page(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """How far an import is, what it would bring, and what came of it."""
    corpus = curated(request, slug)
    services.settle(corpus.imports.filter(pk=pk))
    found = get_object_or_404(corpus.imports.select_related("job"), pk=pk)
    context: dict[str, object] = {"found": found, "columns": COLUMNS, "most_mb": settings.ENV.max_upload_mb}
    if found.state == Import.State.CHECKED:
        try:
            context["table"] = services.lone_table(found)
        except BadManifest as error:
            context["table_problem"] = error_text(error)
    return corpus_page(request, corpus, "imports/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def import_file(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """GET: what was received. POST: a chunk of the file `?path=` from `?offset=` on, as the body."""
    found = get_object_or_404(curated(request, slug).imports, pk=pk)
    if request.method != "POST":
        return JsonResponse({"received": dict(staging.received(found))})
    if found.state != Import.State.GATHERING:
        return _problem(_("This import takes no further files."), CONFLICT)
    offset = parse_integer(request.GET.get("offset"))
    length = parse_integer(request.headers.get("Content-Length") or "0", most=staging.CHUNK_BYTES)
    if offset is None or length is None:
        return _problem(_("A chunk has an offset and at most 8 MiB."), UNPROCESSABLE)
    try:
        size = staging.append(found, request.GET.get("path", ""), offset, request, _most_bytes(found))
    except staging.WrongOffset as wrong:
        return JsonResponse({"received": wrong.received}, status=CONFLICT)
    except BadInput as error:
        return _problem(error_text(error), UNPROCESSABLE)
    return JsonResponse({"received": size})


@require_POST
def step(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Look it through, say what columns mean, bring it in, or give it up."""
    found = get_object_or_404(curated(request, slug).imports, pk=pk)
    here = redirect("curation:import", slug=slug, pk=pk)
    try:
        match request.POST.get("wish"), found.state:
            case "look", Import.State.GATHERING:
                services.look_through(found)
            case "columns", Import.State.CHECKED:
                pairs = zip(request.POST.getlist("own"), request.POST.getlist("ours"), strict=False)
                columns = {own: ours for own, ours in pairs if ours in COLUMNS}
                if "file" not in columns.values():
                    raise BadInput(
                        _("Say which column names the file: without it a line belongs to no picture.")
                    )
                services.look_through_as(found, columns)
            case "bring", Import.State.CHECKED:
                services.bring_in(found)
            case "cancel", state if state not in (Import.State.FINISHED, Import.State.CANCELLED):
                services.cancel(found)
            case _:
                messages.error(request, _("This import is not at that point any more."))
    except BadInput as error:
        messages.error(request, error_text(error))
    return here


def _begin(request: SignedInRequest, corpus: Corpus) -> HttpResponse:
    """With a script, files follow in chunks; without one they came with the form."""
    kind = request.POST.get("kind", "")
    typed = {name: request.POST[name] for name in ("folder", "addresses") if name in request.POST}
    try:
        if kind not in Import.Kind.values:
            raise BadInput(_("Choose how the files come in."))
        found = services.start(corpus, request.user, Import.Kind(kind), typed)
        for file in request.FILES.getlist("files"):
            staging.append(found, file.name or "", 0, file, _most_bytes(found))
        if wants_json(request):
            address = reverse("curation:import", args=[corpus.slug, found.pk])
            return JsonResponse({"address": address}, status=201)
        services.look_through(found)
    except (BadInput, staging.WrongOffset) as error:
        if wants_json(request):
            return _problem(error_text(error), UNPROCESSABLE)
        problem = error_text(error)
        return _imports_page(request, corpus, UNPROCESSABLE, kind=kind, problem=problem, **typed)
    return redirect("curation:import", slug=corpus.slug, pk=found.pk)


def _most_bytes(found: Import) -> int:
    return MAX_ARCHIVE_BYTES if found.kind == Import.Kind.ZIP else settings.ENV.max_upload_bytes


def _problem(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=status)
