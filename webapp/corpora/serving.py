"""Which index of a corpus serves, and searching by it while a curator may have another one take its place."""

from collections.abc import Iterable
from dataclasses import replace

from agents.retrieval.search import CorpusIndex, Hit, Scope, SearchPipeline, SearchRequest
from webapp.corpora.models import Corpus


def scope_of(corpora: Iterable[Corpus]) -> Scope:
    """The corpora as the pipeline knows them; whoever calls has checked access."""
    return tuple(CorpusIndex(c.pk, c.slug, c.encoder, c.encoder_version) for c in corpora)


def search_serving(search: SearchPipeline, request: SearchRequest) -> list[Hit]:
    """Hits of the indexes that serve, whichever did when the request was made: a run outlives a swap.

    A swap drops the index that served before, so an answer counts only if what was asked serves still when
    it has come. Raises StaleIndex, VectorsUnavailable and ConfigurationError.
    """
    scope = _serving(request.scope)
    while True:
        hits = search.run(replace(request, scope=scope))
        now = _serving(scope)
        if now == scope:
            return hits
        scope = now


def _serving(scope: Scope) -> Scope:
    rows = Corpus.objects.only("slug", "encoder", "encoder_version").in_bulk([each.id for each in scope])
    return scope_of(rows[each.id] for each in scope if each.id in rows)
