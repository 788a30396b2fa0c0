"""Described pictures on their way into the index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from agents.retrieval.lexical import Record, RecordKind
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.describing import DescribedBatch, DescribedImage, maker_of
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.models import CorpusImage
from webapp.corpora.searchable import dense_text, image_entry
from webapp.corpora.services import derived
from webapp.corpora.services.languages import language_of

_FIELDS = ("labels", "perceptual_hash", "sharpness", "language", "indexed_by")


@dataclass(frozen=True, slots=True)
class ImageBatch:
    """Whole pictures: see batch_sending.IndexBatch."""

    batches: Sequence[DescribedBatch]

    @property
    def images(self) -> list[DescribedImage]:
        """Those of all batches."""
        return [image for batch in self.batches for image in batch.images]

    def send(self, target: IndexTarget) -> None:
        """Store the vectors of pictures and of their words."""
        images = self.images
        if not images:
            return
        records = [Record(RecordKind.IMAGE, image.row.pk) for image in images]
        for space in target.encoder.spaces:
            vectors = np.concatenate([image.derivation.vectors[space] for image in images])
            target.vectors.upsert(target.key(space), records, vectors)
        written = {
            record: image.text_vector
            for record, image in zip(records, images, strict=True)
            if image.text_vector is not None
        }
        if written:
            target.vectors.upsert(target.text_key, [*written], np.array([*written.values()]))
        target.vectors.remove(target.text_key, [record for record in records if record not in written])

    def mark(self, target: IndexTarget) -> Progressed:
        """Store what was found and mark the rows as indexed, with their words, in one transaction.

        Rows that were changed while they were on their way are left to the next pass.
        """
        images = {image.row.pk: image for image in self.images}
        problems = tuple(problem for batch in self.batches for problem in batch.problems)
        with transaction.atomic():
            for batch in self.batches:
                derived.remember(maker_of(target.encoder), batch.made)
                derived.remember_texts(target.encoder, batch.embedded)
            found = CorpusImage.objects.select_for_update().prefetch_related("documents", "notes")
            current = {row.pk: row for row in found.filter(pk__in=images)}
            ready = [
                images[pk]
                for pk, row in current.items()
                if row.uid == images[pk].row.uid and dense_text(row) == images[pk].text
            ]
            rows = [image.row for image in ready]
            for row in rows:
                setattr(row, target.mark, target.version)
            if target.is_beside:
                CorpusImage.objects.bulk_update(rows, [target.mark])
            else:
                for image in ready:
                    facts = image.derivation.facts
                    image.row.labels, image.row.perceptual_hash = facts["labels"], facts["fingerprint"]
                    image.row.sharpness, image.row.language = facts["sharpness"], language_of(image.row)
                CorpusImage.objects.bulk_update(rows, _FIELDS)
                full_text().replace(map(image_entry, rows))
        return Progressed(len(images) + len(problems), problems)
