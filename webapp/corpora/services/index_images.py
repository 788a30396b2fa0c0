"""Brings pictures into the index: labels, text read in them, vectors of every space, words.

Workers decode and encode, a thread sends vectors behind them, and the calling thread alone uses the database.
Vectors go first, then the rows are marked: after a kill a batch is done again, and its vectors take their own
place.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db.models import QuerySet

from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.describing import DescribedBatch, describe
from webapp.corpora.services.index_target import IndexTarget, Progressed
from webapp.corpora.services.prefetch import batches, prefetch
from webapp.corpora.services.shipments import Shipment

_PAGE = 256
# Two passes of the encoder at a time fill the gaps that each of them leaves while it prepares pixels: on two
# cores that is a quarter faster than one. More would only take memory, as every pass uses all cores.
_WORKERS = 2
# The clock keeps progress in sight where the encoder is slow.
_SHIPMENT_ROWS, _SHIPMENT_SECONDS = 256, 2.0


def pending_images(corpus: Corpus, version: str, mark: str = "indexed_by") -> QuerySet[CorpusImage]:
    """The pictures that a search should find and that have no vectors of this encoder version."""
    return CorpusImage.objects.searchable().filter(corpus=corpus).exclude(**{mark: version})


def index_images(target: IndexTarget, batch_size: int) -> Iterator[Progressed]:
    """One pass over the pending pictures; yields after each shipment that is stored.

    Raises VectorsUnavailable, MediaStoreUnavailable or OcrUnavailable; what was stored stays.
    """
    with ThreadPoolExecutor(_WORKERS, "encode") as workers, ThreadPoolExecutor(1, "vectors") as sender:
        described = prefetch(
            workers, partial(describe, target), batches(_pending(target), batch_size), _WORKERS + 1
        )
        under_way: tuple[Shipment, Future[None]] | None = None
        for shipment in _shipments(described):
            following = shipment, sender.submit(shipment.send, target)
            if under_way:
                yield _store(target, *under_way)
            under_way = following
        if under_way:
            yield _store(target, *under_way)


def _store(target: IndexTarget, shipment: Shipment, sending: "Future[None]") -> Progressed:
    """Wait until the vectors have arrived, then mark the rows."""
    sending.result()
    return shipment.mark(target)


def _shipments(described: Iterable[DescribedBatch]) -> Iterator[Shipment]:
    gathered, begun = list[DescribedBatch](), time.monotonic()
    for batch in described:
        gathered.append(batch)
        rows = sum(len(each.rows) for each in gathered)
        if rows >= _SHIPMENT_ROWS or time.monotonic() - begun > _SHIPMENT_SECONDS:
            yield Shipment(gathered)
            gathered, begun = [], time.monotonic()
    if gathered:
        yield Shipment(gathered)


def _pending(target: IndexTarget) -> Iterator[CorpusImage]:
    """Pages by key: the rows of a page that are marked meanwhile do not shift the next one."""
    after = 0
    rows = (
        pending_images(target.corpus, target.version, target.mark)
        .prefetch_related("documents", "notes")
        .order_by("pk")
    )
    while page := list(rows.filter(pk__gt=after)[:_PAGE]):
        yield from page
        after = page[-1].pk
