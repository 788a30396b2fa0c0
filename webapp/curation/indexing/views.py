"""The index of a corpus, and the jobs of its workers: watched, stopped, begun, compared."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agents.errors import SightlineError
from media_store import MediaError
from webapp import access
from webapp.corpora.encoders import is_outdated
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, FileProblem, IndexJob
from webapp.corpora.services.catalogue import corpus_status
from webapp.curation import jobs
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.health.views import lost_vectors
from webapp.curation.indexing import services
from webapp.curation.indexing.choices import OTHER, encoder_choices
from webapp.curation.indexing.presenting import jobs_of
from webapp.curation.models import CurationJob
from webapp.curation.search_tests import measuring
from webapp.messages import error_text, translated
from webapp.redaction import for_people
from webapp.requests import UNPROCESSABLE, SignedInRequest, parse_id
from webapp.work import jobs as work
from webapp.work.models import Work

PROBLEMS_PER_PAGE = 50
QUERIES_COMPARED = 20
TABLES: dict[str, type[Work]] = {"index": IndexJob, "curation": CurationJob}


@require_safe
@never_cache
def jobs_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """What workers do for this corpus, and how far its index is."""
    return _jobs_page(request, curated(request, slug))


def _jobs_page(request: SignedInRequest, corpus: Corpus, status: int = 200, **more: object) -> HttpResponse:
    found = jobs_of([corpus])
    problems = corpus.problems.filter(kind=FileProblem.Kind.PROBLEM)
    context: dict[str, Any] = {
        "jobs": found,
        "is_busy": any(view.is_active for view in found),
        "ready": corpus.jobs.filter(status=IndexJob.Status.READY, goes_live=False),
    }
    context |= {
        "status": corpus_status(corpus),
        "mended": corpus.curation_jobs.filter(kind="mend", status=Work.Status.FINISHED).first(),
        "encoders": encoder_choices(corpus),
        "lost": lost_vectors(corpus),
        "is_outdated": is_outdated(corpus.encoder, corpus.encoder_version),
        "page": Paginator(problems.order_by("path"), PROBLEMS_PER_PAGE).get_page(request.GET.get("page")),
        "can_retry": problems.filter(job__isnull=False).exists(),
        "notes": corpus.problems.filter(kind=FileProblem.Kind.NOTE).order_by("path")[:PROBLEMS_PER_PAGE],
    }
    return corpus_page(request, corpus, "indexing/jobs.html", context | more, status)


@require_safe
@never_cache
def queues(request: HttpRequest) -> HttpResponse:
    """What workers do for all corpora that the person looks after."""
    corpora = access.curated_corpora(request.user)
    if not corpora.exists():
        raise Http404("There is no corpus that you look after.")
    found = jobs_of(corpora)
    context = {"jobs": found, "is_busy": any(view.is_active for view in found), "everywhere": True}
    return render(request, "curation/indexing/queues.html", context)


@require_POST
def wish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Pause, resume or cancel a job."""
    corpus = curated(request, slug)
    table = TABLES.get(request.POST.get("table", ""), CurationJob)
    job = get_object_or_404(table, corpus=corpus, pk=parse_id(request.POST.get("job")))  # type: ignore[misc]
    match request.POST.get("wish"):
        case "pause":
            work.wish(job, Work.Wish.PAUSE)
        case "cancel":
            work.wish(job, Work.Wish.CANCEL)
        case "resume":
            work.resume(job)
    return redirect("curation:jobs", slug=slug)


@require_POST
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """Index what waits, everything anew, or with another encoder beside the live index; or mend it all."""
    corpus = curated(request, slug)
    match request.POST.get("what"):
        case "beside":
            return _build_beside(request, corpus)
        case "everything":
            services.index_everything(corpus)
        case "mend":
            jobs.enqueue(corpus, "mend", request.user, {})  # which has what waits indexed at its end
        case _:
            indexing.enqueue(corpus, corpus.encoder or None)
    return redirect("curation:jobs", slug=slug)


@require_POST
def retry(request: SignedInRequest, slug: str) -> HttpResponse:
    """Try again what could not be indexed: one file, or all."""
    corpus = curated(request, slug)
    services.retry(corpus, parse_id(request.POST["problem"]) if request.POST.get("problem") else None)
    return redirect("curation:jobs", slug=slug)


@require_POST
def dismiss(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a file that an import refused off the list of problems."""
    services.dismiss(curated(request, slug), parse_id(request.POST.get("problem")))
    return redirect("curation:jobs", slug=slug)


@require_safe
@never_cache
def compare(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What the index that serves and the one beside it answer to the corpus's own test queries."""
    corpus = curated(request, slug)
    job = get_object_or_404(corpus.jobs, pk=pk, status=IndexJob.Status.READY)
    context: dict[str, Any] = {"job": job}
    try:
        context["live"], context["beside"] = measuring.measure(corpus), measuring.measure(corpus, job)
        context["queries"] = [
            {
                "query": query,
                "live": measuring.answer(corpus, query.text, query.uid),
                "beside": measuring.answer(corpus, query.text, query.uid, job),
            }
            for query in corpus.test_queries.all()[:QUERIES_COMPARED]
        ]
    except (SightlineError, MediaError) as error:
        context["problem"] = translated(for_people(error))
    return corpus_page(request, corpus, "indexing/compare.html", context)


@require_POST
def decide(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Use what was built beside, or delete it."""
    corpus = curated(request, slug)
    job = get_object_or_404(corpus.jobs.select_related("corpus"), pk=pk, status=IndexJob.Status.READY)
    if request.POST.get("wish") == "use":
        indexing.use(job)
        words = _(
            "%(encoder)s takes over as soon as it has what came meanwhile. %(before)s stays ready beside it."
        )
        messages.success(request, words % {"encoder": job.encoder, "before": corpus.encoder})
    else:
        indexing.discard(job)
    return redirect("curation:jobs", slug=slug)


def _build_beside(request: SignedInRequest, corpus: Corpus) -> HttpResponse:
    chosen, typed = request.POST.get("encoder", ""), request.POST.get("name", "")
    try:
        services.build_beside(corpus, typed.strip() if chosen == OTHER else chosen)
    except SightlineError as error:
        refused = {"chosen": chosen, "typed": typed, "encoder_problem": error_text(error)}
        return _jobs_page(request, corpus, UNPROCESSABLE, **refused)
    return redirect("curation:jobs", slug=corpus.slug)
