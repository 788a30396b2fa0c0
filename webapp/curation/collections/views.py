"""The page of all corpora, and what concerns one as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp import access
from webapp.accounts.roles import curators_only, may_curate
from webapp.corpora.errors import CorpusExists
from webapp.curation.collections import services
from webapp.curation.collections.cards import cards
from webapp.curation.collections.deleting import delete
from webapp.curation.collections.forms import CorpusForm, NewCorpusForm
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest


@require_safe
@never_cache
def corpora(request: HttpRequest) -> HttpResponse:
    """Cards of the corpora that the person may read."""
    found = cards(request.user)
    context = {
        "cards": found,
        "is_busy": any(card.is_indexing for card in found),
        "may_create": may_curate(request.user),
    }
    return render(request, "curation/collections/corpora.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def create(request: SignedInRequest) -> HttpResponse:
    """Make a corpus; whoever makes it looks after it."""
    form = NewCorpusForm(request.POST or None)
    if form.is_valid():
        try:
            corpus = services.create(form, request.user)
        except CorpusExists as error:
            form.add_error("slug", error_text(error))
        else:
            said = _("“%(name)s” is there. Bring in its first files.") % {"name": corpus.name}
            messages.success(request, said)
            return redirect("curation:imports", slug=corpus.slug)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "curation/collections/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name, description, access; archive and deletion."""
    corpus = curated(request, slug)
    form = CorpusForm(request.POST or None, instance=corpus)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        corpus.refresh_from_db()  # A name that was refused is not the name of the page.
        return corpus_page(request, corpus, "collections/settings.html", {"form": form}, status)
    services.change(form, request.user)
    messages.success(request, _("Saved."))
    # Whoever took their own name off the list has no page of settings any more.
    is_still_ours = access.curated_corpora(request.user).filter(pk=corpus.pk).exists()
    return redirect("curation:settings", slug) if is_still_ours else redirect("curation:corpora")


@require_POST
def archive(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the corpus out of new questions, or put it back."""
    corpus = curated(request, slug)
    services.archive(corpus, not corpus.archived)
    return redirect("curation:settings", slug=slug)


@require_POST
def delete_corpus(request: SignedInRequest, slug: str) -> HttpResponse:
    """Delete the corpus for good; its short name has to be typed."""
    corpus = curated(request, slug)
    if request.POST.get("confirmed") != slug:
        problem = _("Nothing was deleted. Type “%(slug)s” to delete this corpus.") % {"slug": slug}
        context = {"form": CorpusForm(instance=corpus), "problem": problem}
        return corpus_page(request, corpus, "collections/settings.html", context, UNPROCESSABLE)
    name, report = corpus.name, delete(corpus)
    return render(request, "curation/collections/deleted.html", {"name": name, "report": report})
