"""Bulk actions, the history they make, and the trash."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp.curation import jobs
from webapp.curation.changes import services
from webapp.curation.changes.forms import BulkForm
from webapp.curation.changes.purging import KEPT_FOR, going, trashed
from webapp.curation.changes.values import FIELD_NAMES
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.models import Change, ChangeItem
from webapp.requests import SignedInRequest, back_to, parse_id, parse_ids

PER_PAGE = 50
TRASH_PER_PAGE = 120


@require_POST
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Do an action to the pictures that are named, or to all that a filter leaves."""
    corpus = curated(request, slug)
    form = BulkForm(corpus, request.user, request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(_way_back(request, slug))
    action = Change.Action(form.cleaned_data["action"])
    images = trashed(corpus) if action == Change.Action.RESTORE and form.cleaned_data["all"] else form.images
    if not images.exists():
        messages.error(request, _("Nothing was changed: choose pictures first."))
        return redirect(_way_back(request, slug))
    made = services.begin(corpus, request.user, action, form.detail, images)
    return redirect(_with_change(_way_back(request, slug), made))


@require_POST
def undo_change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a change back as a whole."""
    corpus = curated(request, slug)
    found = get_object_or_404(corpus.changes, pk=pk)
    return redirect(_with_change(_way_back(request, slug), services.undo(found, request.user)))


@require_safe
@never_cache
def history(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who changed what and when, newest first."""
    corpus = curated(request, slug)
    rows = corpus.changes.select_related("person", "undone_by", "job", "undo_job")
    items = ChangeItem.objects.here()[: Change.NAMED]
    rows = rows.prefetch_related(Prefetch("items", items, to_attr="first_items"))  # type: ignore[no-redef]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return corpus_page(request, corpus, "changes/history.html", {"page": page, "names": FIELD_NAMES})


@require_safe
@never_cache
def trash(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was deleted, until it goes for good."""
    corpus = curated(request, slug)
    leaving = going(corpus)
    rows = trashed(corpus).exclude(pk__in=leaving.values("pk")).order_by("-trashed", "-pk")
    context = {
        "page": Paginator(rows, TRASH_PER_PAGE).get_page(request.GET.get("page")),
        "leaving": leaving.count(),
        "days": KEPT_FOR.days,
        "purge": corpus.curation_jobs.filter(kind="purge").first(),
        "change": corpus.changes.filter(pk=parse_id(request.GET.get("changed"))).first(),
    }
    return corpus_page(request, corpus, "changes/trash.html", context)


@require_POST
def empty_trash(request: SignedInRequest, slug: str) -> HttpResponse:
    """Delete for good the pictures that are named, or all that lie in the trash; asks once before."""
    corpus = curated(request, slug)
    is_all, ids = request.POST.get("all") == "1", parse_ids(request.POST.getlist("ids"))
    images = trashed(corpus) if is_all else trashed(corpus).filter(pk__in=ids)
    if not (count := images.count()):
        messages.error(request, _("Nothing was deleted: choose pictures first."))
        return redirect("curation:trash", slug=slug)
    if request.POST.get("confirmed") != "1":
        asked = {"count": count, "ids": [] if is_all else ids}
        return corpus_page(request, corpus, "changes/empty.html", asked)
    jobs.enqueue(corpus, "purge", request.user, {"all": True} if is_all else {"ids": ids})
    return redirect("curation:trash", slug=slug)


def _way_back(request: SignedInRequest, slug: str) -> str:
    """The page that was left, if it is one of ours."""
    return back_to(request, reverse("curation:grid", args=[slug]), below="/corpora/")


def _with_change(path: str, change: Change) -> str:
    parts = urlsplit(path)
    kept = [each for each in parts.query.split("&") if each and not each.startswith("changed=")]
    return f"{parts.path}?{'&'.join([*kept, urlencode({'changed': change.pk})])}"
