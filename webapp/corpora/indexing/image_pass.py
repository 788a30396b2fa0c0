"""The first pass over pictures: vectors of whole ones, labels, and what is written about them.

Workers decode and encode, a thread sends vectors behind them, and the calling thread alone uses the database.
What was derived from the same picture before is taken from there. Vectors go first, then the rows are marked:
after a kill a batch is done again, and its vectors take their own place.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db.models import QuerySet

from webapp.corpora.indexing.batch_sending import send_batches
from webapp.corpora.indexing.batches import ImageBatch
from webapp.corpora.indexing.describing import PendingImage, describe, maker_of
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.searchable import dense_text
from webapp.corpora.services import derived
from webapp.corpora.services.prefetch import batches, prefetch

_PAGE = 256
# Two passes of the encoder at a time fill the gaps that each of them leaves while it prepares pixels: on two
# cores that is a quarter faster than one. More would only take memory, as every pass uses all cores.
WORKERS = 2


def pending_images(corpus: Corpus, version: str, mark: str = "indexed_by") -> QuerySet[CorpusImage]:
    """The pictures that a search should find and that have no vectors of this encoder version."""
    return CorpusImage.objects.searchable().filter(corpus=corpus).exclude(**{mark: version})


def index_images(target: IndexTarget, batch_size: int) -> Iterator[Progressed]:
    """One pass over the pending pictures; yields after each batch that is stored.

    Raises VectorsUnavailable or MediaStoreUnavailable; what was stored stays.
    """
    rows = pending_images(target.corpus, target.version, target.mark)
    pending = (each for page in pages(rows) for each in _with_known(target, page))
    with ThreadPoolExecutor(WORKERS, "encode") as workers:
        described = prefetch(workers, partial(describe, target), batches(pending, batch_size), WORKERS + 1)
        yield from send_batches(target, described, ImageBatch)


def pages(rows: QuerySet[CorpusImage]) -> Iterator[list[CorpusImage]]:
    """Pages by key: the rows of a page that are marked meanwhile do not shift the next one."""
    after, ordered = 0, rows.prefetch_related("documents", "notes").order_by("pk")
    while page := list(ordered.filter(pk__gt=after)[:_PAGE]):
        yield page
        after = page[-1].pk


def _with_known(target: IndexTarget, page: Sequence[CorpusImage]) -> Iterator[PendingImage]:
    texts = [dense_text(row) for row in page]
    pictures = derived.recall(maker_of(target.encoder), [row.uid for row in page])
    vectors = derived.recall_texts(target.encoder, [text for text in texts if text])
    for row, text in zip(page, texts, strict=True):
        yield PendingImage(row, text, pictures.get(row.uid), vectors.get(text))
