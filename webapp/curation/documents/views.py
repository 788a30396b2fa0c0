"""The documents of a corpus, in a list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp.curation.corpus_pages import corpus_page, curated, looks_after, readable
from webapp.curation.documents.deleting import delete_documents
from webapp.requests import UNPROCESSABLE, SignedInRequest, length_problem, parse_ids

PER_PAGE = 100
NAMED = 10
"""Documents that are named before they are deleted; of more their number is said."""
MAX_WORDS = 200
"""Characters that are looked for in titles and paths."""


@require_safe
@never_cache
def documents(request: SignedInRequest, slug: str) -> HttpResponse:
    """Documents by their paths, for whoever may read them; `?text=` is looked for in titles and paths."""
    corpus, text = readable(request, slug), request.GET.get("text", "").strip()
    rows = corpus.documents.defer("text").annotate(length=Length("text")).order_by("path")
    problem = length_problem(text, MAX_WORDS)
    if text and not problem:
        rows = rows.filter(title__icontains=text) | rows.filter(path__icontains=text)
    rows = rows.annotate(passage_count=Count("passages", distinct=True))
    rows = rows.annotate(picture_count=Count("pictures", distinct=True))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "text": text, "problem": problem, "may_curate": looks_after(request, corpus)}
    status = UNPROCESSABLE if problem else 200
    return corpus_page(request, corpus, "documents/documents.html", context, status=status)


@require_POST
def delete(request: SignedInRequest, slug: str) -> HttpResponse:
    """Delete the documents that were ticked; asks once before."""
    corpus, ids = curated(request, slug), parse_ids(request.POST.getlist("ids"))
    titles = list(corpus.documents.filter(pk__in=ids).order_by("path").values_list("title", flat=True))
    if not titles:
        messages.error(request, _("Nothing was deleted: choose documents first."))
        return redirect("curation:documents", slug=slug)
    if request.POST.get("confirmed") != "1":
        asked = {"ids": ids, "count": len(titles), "titles": titles[:NAMED], "more": len(titles[NAMED:])}
        return corpus_page(request, corpus, "documents/delete.html", asked)
    count = delete_documents(corpus, request.user, ids)
    words = ngettext("%(count)s document was deleted.", "%(count)s documents were deleted.", count)
    messages.success(request, words % {"count": count})
    return redirect("curation:documents", slug=slug)
