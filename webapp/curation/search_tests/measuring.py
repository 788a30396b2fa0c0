"""How well a corpus answers its test queries: recall and discounted cumulative gain of the first ten.

nDCG as in Järvelin and Kekäläinen (2002), with gain 1 for what somebody judged right and 0 for the rest.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from agents.retrieval.search import CorpusIndex, Hit, SearchRequest
from media_store import Rendition
from webapp.corpora.models import Corpus, IndexJob
from webapp.corpora.serving import scope_of, search_serving
from webapp.curation.models import QualityMeasure, TestQuery
from webapp.media.stores import open_media_store
from webapp.runs.execution.wiring import search_index

DEPTH = 10
Thing = tuple[str, int]
"""What can be judged: an image, or a document by any of its passages."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A query with its hits, best first, and how long they took."""

    hits: tuple[Hit, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class SearchQuality:
    """Means over the queries that have something judged right; milliseconds are the median of a query."""

    queries: int
    recall: float
    ndcg: float
    milliseconds: float


def answer(corpus: Corpus, text: str, uid: str, beside: IndexJob | None = None) -> Answered:
    """Ask a corpus, by the index that serves or by one that was built beside it.

    Raises StaleIndex, VectorsUnavailable, UnknownImage and ConfigurationError.
    """
    store = open_media_store()
    picture = store.shown(uid, Rendition.VIEW) if uid else None
    started = time.perf_counter()
    request = SearchRequest(scope_of([corpus]), text, picture, limit=DEPTH)
    if beside:
        index = CorpusIndex(beside.corpus_id, beside.corpus.slug, beside.encoder, beside.encoder_version)
        hits = search_index().run(replace(request, scope=(index,)))
    else:
        hits = search_serving(search_index(), request)
    return Answered(tuple(hits), (time.perf_counter() - started) * 1000)


def measure(corpus: Corpus, beside: IndexJob | None = None) -> SearchQuality | None:
    """The corpus's test queries, asked; None where nothing was judged right yet. Raises as `answer`."""
    recalls, gains, times = [], [], []
    for query in corpus.test_queries.prefetch_related("judgements"):
        right = judged(query, is_right=True)
        if not right:
            continue
        found = answer(corpus, query.text, query.uid, beside)
        ranked = things(found.hits)
        recalls.append(len(right & {*ranked}) / len(right))
        gains.append(ndcg(ranked, right))
        times.append(found.milliseconds)
    return SearchQuality(len(recalls), fmean(recalls), fmean(gains), median(times)) if recalls else None


def keep(corpus: Corpus, measured: SearchQuality) -> QualityMeasure:
    """Keep a measure of the index that serves, to see it over time."""
    return QualityMeasure.objects.create(
        corpus=corpus, encoder=corpus.encoder, encoder_version=corpus.encoder_version,
        queries=measured.queries, recall=measured.recall, ndcg=measured.ndcg,
        milliseconds=measured.milliseconds,
    )  # fmt: skip


def judged(query: TestQuery, *, is_right: bool) -> set[Thing]:
    """What was judged right, or wrong, for a query."""
    rows = [row for row in query.judgements.all() if row.is_right is is_right]
    return {("image", row.image_id) if row.image_id else ("document", row.document_id or 0) for row in rows}


def things(hits: Sequence[Hit]) -> list[Thing]:
    """What hits are of, each once, in their order."""
    found = (
        ("image", hit.card.record.id) if hit.card.uid else ("document", hit.card.document or 0)
        for hit in hits
    )
    return list(dict.fromkeys(found))


def ndcg(ranked: Sequence[Thing], right: set[Thing]) -> float:
    """0..1; 1 when everything that is right stands first."""
    gain = sum(1 / math.log2(place + 2) for place, each in enumerate(ranked[:DEPTH]) if each in right)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(len(right), DEPTH)))
    return gain / ideal if ideal else 0.0
