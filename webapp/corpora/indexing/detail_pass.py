"""The second pass over pictures, which are searchable by then: vectors of their parts, and their text."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.windows import windows_of
from webapp.corpora.indexing.batch_sending import send_batches
from webapp.corpora.indexing.detailing import READ_BY, DetailedBatch, PendingDetails, detail, maker_of_parts
from webapp.corpora.indexing.image_pass import WORKERS, pages
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.indexing.word_pass import index_words
from webapp.corpora.models import CorpusImage
from webapp.corpora.services import derived
from webapp.corpora.services.prefetch import batches, prefetch
from webapp.corpora.services.words import with_words_waiting

_BATCH = 8
"""Pictures at once: reading the text of one may take a second, and progress is told after each batch."""


def pending_details(target: IndexTarget) -> QuerySet[CorpusImage]:
    """Those of the indexed pictures whose parts have no vectors yet, or in which text was not looked for."""
    return lacking_details(target).filter(**{f"{target.mark}__startswith": target.version})


def lacking_details(target: IndexTarget) -> QuerySet[CorpusImage]:
    """The same, whether they are indexed yet or not."""
    waits = ~Q(**{target.parts_mark: target.parts_version})
    if _reads(target):
        waits |= ~Q(read_by=READ_BY)
    return CorpusImage.objects.searchable().filter(waits, corpus=target.corpus)


def index_details(target: IndexTarget) -> Iterator[Progressed]:
    """One pass over the pending pictures; yields after each batch that is stored.

    Raises VectorsUnavailable, MediaStoreUnavailable or OcrUnavailable; what was stored stays.
    """
    pending = (each for page in pages(pending_details(target)) for each in _with_known(target, page))
    with ThreadPoolExecutor(WORKERS, "details") as workers:
        detailed = prefetch(workers, partial(detail, target), batches(pending, _BATCH), WORKERS + 1)
        for progressed in send_batches(target, detailed, DetailBatch):
            for _ in index_words(target):
                pass  # What was read is found from here on.
            yield progressed


@dataclass(frozen=True, slots=True)
class DetailBatch:
    """Parts of pictures, and the text in them: see batch_sending.IndexBatch."""

    batches: Sequence[DetailedBatch]

    def send(self, target: IndexTarget) -> None:
        """Store the vectors of windows."""
        for space, key in target.window_keys.items():
            found = [
                (Record(RecordKind.IMAGE, row.pk), batch.parts[row.uid].vectors[space])
                for batch in self.batches
                for row in batch.rows
                if row.uid in batch.parts and space in batch.parts[row.uid].vectors
            ]
            if found:
                records = [window for record, _ in found for window in windows_of([record])]
                target.vectors.upsert(key, records, np.concatenate([vectors for _, vectors in found]))

    def mark(self, target: IndexTarget) -> Progressed:
        """Store the text and mark the rows, in one transaction; one with another picture by now stays."""
        sent = {row.pk: (row, batch) for batch in self.batches for row in batch.rows}
        problems = tuple(problem for batch in self.batches for problem in batch.problems)
        with transaction.atomic():
            for batch in self.batches:
                derived.remember(maker_of_parts(target.encoder), batch.made_parts)
                derived.remember(READ_BY, batch.made_texts)
            current = list(CorpusImage.objects.select_for_update().filter(pk__in=sent))
            ready = [row for row in current if row.uid == sent[row.pk][0].uid]
            for row in ready:
                batch = sent[row.pk][1]
                if row.uid in batch.parts:
                    setattr(row, target.parts_mark, target.parts_version)
                text = batch.texts.get(row.uid)
                if text is not None:
                    row.read_by = READ_BY
                if text not in (None, row.ocr_text):
                    row.ocr_text, row.prepared_by = text, ""
                    row.indexed_by = with_words_waiting(row.indexed_by)
            marks = ["ocr_text", "read_by", "indexed_by", "prepared_by", target.parts_mark]
            CorpusImage.objects.bulk_update(ready, marks)
        return Progressed(len(sent) + len(problems), problems)


def _with_known(target: IndexTarget, page: Sequence[CorpusImage]) -> Iterator[PendingDetails]:
    unread = [row.uid for row in page if _reads(target) and row.read_by != READ_BY]
    uncut = [row.uid for row in page if getattr(row, target.parts_mark) != target.parts_version]
    parts, texts = derived.recall(maker_of_parts(target.encoder), uncut), derived.recall(READ_BY, unread)
    for row in page:
        text = texts[row.uid].facts["text"] if row.uid in texts else None
        yield PendingDetails(row, row.uid in uncut, row.uid in unread, parts.get(row.uid), text)


def _reads(target: IndexTarget) -> bool:
    """Text is the row's, not the index's: one that is built beside leaves it alone."""
    return target.reads_text and not target.is_beside
