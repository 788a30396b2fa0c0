"""What every page of a corpus shares: who may be there, and the frame around it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from webapp import access
from webapp.corpora.models import Corpus


def curated(request: HttpRequest, slug: str) -> Corpus:
    """The corpus of this slug if the person looks after it; raises Http404 for every other."""
    return get_object_or_404(access.curated_corpora(request.user), slug=slug)


def readable(request: HttpRequest, slug: str) -> Corpus:
    """The corpus of this slug if the person may read it; raises Http404 for every other."""
    return get_object_or_404(access.corpora(request.user), slug=slug)


def looks_after(request: HttpRequest, corpus: Corpus) -> bool:
    """Whether the person may change this corpus, and not only read it."""
    return access.curated_corpora(request.user).filter(pk=corpus.pk).exists()


def corpus_page(
    request: HttpRequest, corpus: Corpus, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page in the frame of its corpus: `templates/curation/corpus.html` has the tabs.

    Pages that readers see as well say in the context what they `may_curate`.
    """
    frame = {"corpus": corpus, "may_curate": True}
    return render(request, f"curation/{template}", {**frame, **context}, status=status)
