"""Hits as a policy sees them, and what is read beside them where too few texts are good enough."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from agents.observations import ChannelScore, SeenHit
from agents.reading.languages import is_foreign, language_of
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest

THRESHOLD = 0.15
"""Confidence (0..1) below which the agent is not shown a hit."""

NEAREST = 6
"""Texts that the built-in rules read where too few reach the threshold; their reader says what answers."""

Ask = Callable[[SearchRequest], list[Hit]]
"""Carries out one request."""


def seen_hits(ask: Ask, request: SearchRequest, nearest: int) -> tuple[SeenHit, ...]:
    """Hits for a request, best first.

    Where no text reaches the threshold, or those that do are in another language than the words, so many of
    the `nearest` are shown as well: a question in another language than the texts is far from all.
    """
    hits = ask(request)
    if request.image is None and nearest and RecordKind.PASSAGE in request.kinds:
        hits = [*hits, *_nearest_texts(ask, request, nearest, hits)]
    seen = []
    for hit in hits:
        card = hit.card
        channels = (
            ChannelScore(placing.channel, placing.rank, round(placing.confidence, 4), placing.sources)
            for placing in hit.placings
        )
        found = SeenHit(
            id=f"{card.record.kind}:{card.record.id}", kind=card.record.kind.value,
            title=card.title, text=card.text, file=card.file, corpus=card.corpus,
            score=round(hit.score, 4), confidence=round(hit.confidence, 4), channels=tuple(channels),
            uid=card.uid, document=card.document, start=card.start, end=card.end, documents=card.documents,
            duplicates=tuple(f"{d.record.kind}:{d.record.id}" for d in hit.duplicates), box=hit.box,
        )  # fmt: skip
        seen.append(found)
    return tuple(seen)


def _nearest_texts(ask: Ask, request: SearchRequest, nearest: int, hits: Sequence[Hit]) -> list[Hit]:
    """The nearest texts that are no hits, where there are none or they are in another language."""
    texts = {h.card.record: h.card.text for h in hits if h.card.record.kind is RecordKind.PASSAGE}
    lacking = min(request.limit, nearest) - len(texts)
    if lacking <= 0 or texts and not is_foreign(language_of(request.text), [*texts.values()]):
        return []
    kinds = frozenset({RecordKind.PASSAGE})
    wider = replace(request, kinds=kinds, limit=lacking + len(texts), threshold=0.0)
    return list(islice((hit for hit in ask(wider) if hit.card.record not in texts), lacking))
