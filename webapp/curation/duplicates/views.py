"""Pictures of a corpus that look like one, two beside each other, to be decided about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp.corpora.models import Corpus, CorpusImage
from webapp.curation import jobs
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.duplicates.deciding import DecidedMeanwhile, reopen
from webapp.curation.duplicates.deciding import decide as settle
from webapp.curation.duplicates.scanning import MIN_SIMILARITY
from webapp.curation.models import CurationJob, DuplicatePair
from webapp.requests import SignedInRequest, parse_float, parse_id

DECIDED_SHOWN = 30
DEFAULT_THRESHOLD = 0.95
COMPARED: tuple[tuple[Any, Callable[[CorpusImage], object]], ...] = (
    (gettext_lazy("File"), lambda picture: picture.path),
    (gettext_lazy("Size"), lambda picture: f"{picture.width} × {picture.height}"),
    (gettext_lazy("Bytes"), lambda picture: picture.byte_count),
    (gettext_lazy("Kind"), lambda picture: picture.mime),
    (gettext_lazy("Title"), lambda picture: picture.title),
    (gettext_lazy("Caption"), lambda picture: picture.caption),
    (gettext_lazy("Tags"), lambda picture: ", ".join(picture.tags)),
    (gettext_lazy("Licence"), lambda picture: picture.license),
    (gettext_lazy("Source"), lambda picture: picture.source),
    (gettext_lazy("Came up in"), lambda picture: picture.times_found),
)
"""What is said of both pictures of a pair, with the differences marked."""

Kind, Decision = DuplicatePair.Kind, DuplicatePair.Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """What the query string asks for: which list, from which similarity on, behind which pair."""

    kind: str
    threshold: float
    beyond: int

    @classmethod
    def of(cls, query: QueryDict) -> "Shown":
        kind = query.get("kind") if query.get("kind") in Kind.values else Kind.COPY
        threshold = parse_float(query.get("from"), least=MIN_SIMILARITY, most=1.0)
        return cls(str(kind), threshold or DEFAULT_THRESHOLD, parse_id(query.get("beyond")))

    @property
    def query(self) -> str:
        """As a query string, without the pair."""
        return urlencode({"kind": self.kind, "from": self.threshold})


@require_safe
@never_cache
def duplicates(request: SignedInRequest, slug: str) -> HttpResponse:
    """The next pair to look at, and what was decided lately."""
    corpus, shown = curated(request, slug), Shown.of(request.GET)
    waiting = open_pairs(corpus, shown.kind, shown.threshold)
    pair = waiting.filter(pk__gt=shown.beyond).select_related("first", "second").order_by("pk").first()
    facts = [(name, fact(pair.first), fact(pair.second)) for name, fact in COMPARED] if pair else []
    decided = corpus.duplicates.exclude(decision=Decision.OPEN).select_related(
        "first", "second", "decided_by"
    )
    context = {
        "shown": shown,
        "pair": pair,
        "rows": [{"name": name, "first": a, "second": b, "differs": a != b} for name, a, b in facts],
        "count": waiting.count(),
        "copies": open_pairs(corpus, Kind.COPY, 0).count(),
        "similar": open_pairs(corpus, Kind.SIMILAR, shown.threshold).count(),
        "lowest": MIN_SIMILARITY,
        "decided": decided.order_by("-decided")[:DECIDED_SHOWN],
        "job": corpus.curation_jobs.filter(kind="scan_duplicates").first(),
    }
    return corpus_page(request, corpus, "duplicates/duplicates.html", context)


@require_POST
def scan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have a worker look through the corpus."""
    corpus = curated(request, slug)
    if not corpus.curation_jobs.filter(kind="scan_duplicates", status__in=CurationJob.ACTIVE).exists():
        jobs.enqueue(corpus, "scan_duplicates", request.user, {})
    return redirect("curation:duplicates", slug=slug)


@require_POST
def decide(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Keep one picture of a pair, or both, or open it again."""
    corpus, shown = curated(request, slug), Shown.of(QueryDict(request.POST.get("query", "")))
    pair = get_object_or_404(corpus.duplicates.select_related("first__corpus", "second__corpus"), pk=pk)
    decision = request.POST.get("decision", "")
    if decision == "reopen":
        reopen(pair)
    elif decision in Decision.values and decision:
        try:
            settle(pair, request.user, Decision(decision))
        except DecidedMeanwhile:
            messages.error(request, _("Somebody else has decided about this pair meanwhile."))
    return redirect(f"{reverse('curation:duplicates', args=[slug])}?{shown.query}&beyond={pk}")


def open_pairs(corpus: Corpus, kind: str, threshold: float) -> QuerySet[DuplicatePair]:
    """Pairs to look at; the threshold narrows those that are only similar."""
    found = DuplicatePair.objects.open_in(corpus, kind)
    return found.filter(similarity__gte=threshold) if kind == Kind.SIMILAR else found
