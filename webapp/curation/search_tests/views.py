"""The search of a corpus, tried and judged."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agents.errors import SightlineError
from media_store import MediaError
from webapp.corpora.models import Corpus
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.search_tests import measuring, services
from webapp.messages import error_text, translated
from webapp.redaction import for_people
from webapp.requests import UNPROCESSABLE, SignedInRequest, length_problem, parse_id
from webapp.runs import run_access
from webapp.runs.asking import uploads
from webapp.search.views import MAX_CHARACTERS

MEASURES_SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search_tests(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask by `?text=`, by the picture `?uid=`, or by both; POST brings a picture to ask with."""
    corpus = curated(request, slug)
    if request.method == "POST":
        return _with_picture(request, corpus)
    uid = _seen(request, request.GET.get("uid", ""))
    return _page(request, corpus, request.GET.get("text", "").strip(), uid)


def _page(request: SignedInRequest, corpus: Corpus, text: str, uid: str) -> HttpResponse:
    context: dict[str, Any] = {
        "text": text,
        "uid": uid,
        "queries": corpus.test_queries.prefetch_related("judgements"),
        "measures": list(corpus.measures.all()[:MEASURES_SHOWN]),
    }
    status = 200
    if problem := length_problem(text, MAX_CHARACTERS):
        context["problem"], status = problem, UNPROCESSABLE
    elif text or uid:
        context |= _asked(corpus, text, uid)
    return corpus_page(request, corpus, "search_tests/search_tests.html", context, status=status)


@require_POST
def judge(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that a hit is right, or wrong, or take that back; the query becomes a test query."""
    corpus = curated(request, slug)
    text, uid = request.POST.get("text", ""), _seen(request, request.POST.get("uid", ""))
    if length_problem(text, MAX_CHARACTERS):
        return _page(request, corpus, text, uid)
    image = corpus.images.filter(pk=parse_id(request.POST.get("image"))).first()
    document = corpus.documents.filter(pk=parse_id(request.POST.get("document"))).first()
    thing, verdict = None if image and document else image or document, request.POST.get("verdict", "")
    if thing and (text or uid) and verdict in [*services.Opinion]:
        services.judge((corpus, text, uid), thing, services.Opinion(verdict), request.user)
    return redirect(_address(slug, text, uid))


@require_POST
def measure_now(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask all test queries, and keep how well they were answered."""
    corpus = curated(request, slug)
    try:
        measured = measuring.measure(corpus)
    except (SightlineError, MediaError) as error:
        messages.error(request, error_text(error))
        return redirect("curation:search-tests", slug=slug)
    if measured is None:
        messages.error(request, _("Nothing is judged right yet. Ask, and say which hits are right."))
    else:
        measuring.keep(corpus, measured)
    return redirect("curation:search-tests", slug=slug)


@require_POST
def delete_query(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a test query with its judgements."""
    services.forget(get_object_or_404(curated(request, slug).test_queries, pk=pk))
    return redirect("curation:search-tests", slug=slug)


def _seen(request: SignedInRequest, uid: str) -> str:
    """The UID where it is of a picture that the person may see, else an empty one."""
    return uid if uid and run_access.media(request.user).filter(uid=uid).exists() else ""


def _with_picture(request: SignedInRequest, corpus: Corpus) -> HttpResponse:
    text, file = request.POST.get("text", "").strip(), request.FILES.get("picture")
    uid = ""
    try:
        if file:
            uid = uploads.keep(request.user, file.read()).uid
    except MediaError as error:
        messages.error(request, error_text(error))
    if length_problem(text, MAX_CHARACTERS):
        return _page(request, corpus, text, uid)
    return redirect(_address(corpus.slug, text, uid))


def _asked(corpus: Corpus, text: str, uid: str) -> dict[str, Any]:
    """The hits, each with what was said of it."""
    try:
        found = measuring.answer(corpus, text, uid)
    except (SightlineError, MediaError) as error:
        return {"problem": translated(for_people(error))}
    query = corpus.test_queries.prefetch_related("judgements").filter(text=text, uid=uid).first()
    right = measuring.judged(query, is_right=True) if query else set()
    wrong = measuring.judged(query, is_right=False) if query else set()
    rows = []
    for hit in sorted(found.hits, key=lambda hit: not hit.fits):
        [thing] = measuring.things([hit])
        verdict = "right" if thing in right else "wrong" if thing in wrong else ""
        rows.append({"hit": hit, "kind": thing[0], "id": thing[1], "verdict": verdict})
    fitting = sum(hit.fits for hit in found.hits)
    return {"rows": rows, "fitting": fitting, "milliseconds": found.milliseconds, "asked": True}


def _address(slug: str, text: str, uid: str) -> str:
    given = urlencode({name: value for name, value in (("text", text), ("uid", uid)) if value})
    return f"{reverse('curation:search-tests', args=[slug])}?{given}"
