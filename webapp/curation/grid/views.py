"""The pictures of a corpus on a light table."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp import access
from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus, IndexJob
from webapp.curation.bulk_actions import ACTIONS
from webapp.curation.corpus_pages import corpus_page, curated, looks_after, readable
from webapp.curation.grid import saved_filters
from webapp.curation.grid.filters import GridFilter, page_of
from webapp.curation.models import SavedFilter
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest, parse_id

PER_PAGE = 120


@require_safe
@never_cache
def grid(request: SignedInRequest, slug: str) -> HttpResponse:
    """A page of pictures; `?beyond=` is the last one that was shown, and htmx asks for the tiles alone.

    Whoever may read the corpus sees them; those who look after it can choose and change them as well.
    """
    return _show(request, readable(request, slug), request.GET)


def _show(
    request: SignedInRequest, corpus: Corpus, filters: QueryDict, status: int = 200, **more: object
) -> HttpResponse:
    may_curate = looks_after(request, corpus)
    form = GridFilter(corpus, filters, is_reader=not may_curate)
    beyond = parse_id(filters.get("beyond")) or None
    pictures, further = page_of(form, beyond, PER_PAGE)
    shown = {
        "corpus": corpus, "form": form, "pictures": pictures, "further": further, "may_curate": may_curate,
    }  # fmt: skip
    if request.headers.get("HX-Request") and beyond:
        return render(request, "curation/grid/_tiles.html", shown)
    context = {
        **shown,
        **more,
        "count": len(pictures) if further is None and not beyond else form.pictures().count(),
    }
    if may_curate:
        changed = corpus.changes.filter(pk=parse_id(request.GET.get("changed"))).first()
        is_indexing = corpus.jobs.filter(status__in=IndexJob.ACTIVE).exists()
        context |= {
            "saved": SavedFilter.objects.filter(owner=request.user, corpus=corpus),
            "targets": access.curated_corpora(request.user).exclude(pk=corpus.pk),
            "actions": ACTIONS,
            "change": changed,
            "is_busy": is_indexing or bool(changed and changed.current_job),
        }
    return corpus_page(request, corpus, "grid/grid.html", context, status)


@require_POST
def save_filter(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep what the grid shows under a name; a name that is used already gets this filter."""
    corpus = curated(request, slug)
    query = GridFilter(corpus, QueryDict(request.POST.get("query", ""))).query()
    name = request.POST.get("name", "")
    try:
        saved_filters.keep(request.user, corpus, name, query)
    except BadInput as error:
        refused = {"name": name, "name_problem": error_text(error)}
        return _show(request, corpus, QueryDict(query), UNPROCESSABLE, **refused)
    return redirect(f"{reverse('curation:grid', args=[slug])}?{query}")


@require_POST
def delete_filter(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a filter; the pictures stay."""
    corpus = curated(request, slug)
    saved_filters.forget(get_object_or_404(SavedFilter, owner=request.user, corpus=corpus, pk=pk))
    return redirect("curation:grid", slug=slug)
