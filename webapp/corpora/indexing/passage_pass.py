"""Brings passages into the index: dense vectors and words."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from agents.retrieval.lexical import Record, RecordKind
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.models import Corpus, Passage
from webapp.corpora.searchable import passage_entry, passage_text
from webapp.corpora.services import derived

_BATCH = 64


def pending_passages(corpus: Corpus, version: str, mark: str = "indexed_by") -> QuerySet[Passage]:
    """The passages that have no vector of this encoder version."""
    return Passage.objects.filter(document__corpus=corpus).exclude(**{mark: version})


def index_passages(target: IndexTarget) -> Iterator[Progressed]:
    """One pass over the pending passages; yields after each stored batch. Raises VectorsUnavailable."""
    after = 0
    rows = (
        pending_passages(target.corpus, target.version, target.mark).select_related("document").order_by("pk")
    )
    while page := list(rows.filter(pk__gt=after)[:_BATCH]):
        texts = [passage_text(row) for row in page]
        records = [Record(RecordKind.PASSAGE, row.pk) for row in page]
        target.vectors.upsert(target.text_key, records, derived.embed_texts(target.encoder, texts))
        with transaction.atomic():
            found = Passage.objects.select_for_update().select_related("document")
            current = {row.pk: row for row in found.filter(pk__in=[row.pk for row in page])}
            # A passage whose document was renamed or replaced meanwhile is left to the next pass.
            ready = [
                current[record.id]
                for record, text in zip(records, texts, strict=True)
                if record.id in current and passage_text(current[record.id]) == text
            ]
            marked = Passage.objects.filter(pk__in=[row.pk for row in ready])
            marked.update(**{target.mark: target.version})
            if not target.is_beside:
                full_text().replace(map(passage_entry, ready))
        after = page[-1].pk
        yield Progressed(len(page))
