"""Described pictures on their way into the index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import CorpusImage
from webapp.corpora.searchable import dense_text, searchable_text
from webapp.corpora.services.describing import DescribedBatch
from webapp.corpora.services.index_target import IndexTarget, Progressed
from webapp.corpora.services.languages import language_of

_FIELDS = ("ocr_text", "labels", "perceptual_hash", "sharpness", "language", "indexed_by")


@dataclass(frozen=True, slots=True)
class Shipment:
    """Batches that go together: Chroma takes one large batch faster than many small ones."""

    batches: Sequence[DescribedBatch]

    def send(self, target: IndexTarget) -> None:
        """Store the vectors; twice is the same as once. Touches no database, so any thread may do it."""
        filled = [batch for batch in self.batches if batch.rows]
        if not filled:
            return
        records = [Record(RecordKind.IMAGE, row.pk) for batch in filled for row in batch.rows]
        for space in target.encoder.spaces:
            vectors = np.concatenate([batch.vectors[space] for batch in filled])
            target.vectors.upsert(target.key(space), records, vectors)
        texts = [text for batch in filled for text in batch.texts]
        written = [record for record, text in zip(records, texts, strict=True) if text]
        if written:
            target.vectors.upsert(
                target.text_key, written, np.concatenate([batch.text_vectors for batch in filled])
            )
        wordless = [record for record, text in zip(records, texts, strict=True) if not text]
        target.vectors.remove(target.text_key, wordless)

    def mark(self, target: IndexTarget) -> Progressed:
        """Store what was found and mark the rows as indexed, with their words, in one transaction.

        Rows that were changed while they were on their way are left to the next pass.
        """
        rows = [row for batch in self.batches for row in batch.rows]
        problems = tuple(problem for batch in self.batches for problem in batch.problems)
        with transaction.atomic():
            found = CorpusImage.objects.select_for_update().prefetch_related("documents", "notes")
            current = {row.pk: row for row in found.filter(pk__in=[row.pk for row in rows])}
            ready = [row for row in rows if row.pk in current and _is_same(row, current[row.pk])]
            for row in ready:
                setattr(row, target.mark, target.version)
            if target.is_beside:
                CorpusImage.objects.bulk_update(ready, [target.mark])
                return Progressed(len(rows) + len(problems), problems)
            for row in ready:
                row.language = language_of(row)
            CorpusImage.objects.bulk_update(ready, _FIELDS)
            full_text().replace(
                LexicalEntry(Record(RecordKind.IMAGE, row.pk), row.corpus_id, searchable_text(row))
                for row in ready
            )
        return Progressed(len(rows) + len(problems), problems)


def _is_same(sent: CorpusImage, stored: CorpusImage) -> bool:
    """Whether the row still has the picture and the words that were indexed."""
    stored.ocr_text = sent.ocr_text
    return stored.uid == sent.uid and dense_text(stored) == dense_text(sent)
