"""Brings words of pictures into the index that changed since their pixels were encoded."""

from collections.abc import Iterator

from django.db import transaction

from agents.retrieval.lexical import Record, RecordKind
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.target import IndexTarget, Progressed
from webapp.corpora.models import CorpusImage
from webapp.corpora.searchable import dense_text, image_entry
from webapp.corpora.services import derived
from webapp.corpora.services.languages import language_of
from webapp.corpora.services.words import WORDS_WAIT

_BATCH = 128


def index_words(target: IndexTarget) -> Iterator[Progressed]:
    """One pass; yields after each stored batch. Raises VectorsUnavailable."""
    if target.is_beside:
        return
    after, waiting = 0, f"{target.version}{WORDS_WAIT}"
    rows = CorpusImage.objects.searchable().filter(corpus=target.corpus, indexed_by=waiting)
    rows = rows.prefetch_related("documents", "notes").order_by("pk")
    while page := list(rows.filter(pk__gt=after)[:_BATCH]):
        texts = {row.pk: dense_text(row) for row in page}
        written = [pk for pk, text in texts.items() if text]
        if written:
            vectors = derived.embed_texts(target.encoder, [texts[pk] for pk in written])
            target.vectors.upsert(target.text_key, [Record(RecordKind.IMAGE, pk) for pk in written], vectors)
        wordless = [Record(RecordKind.IMAGE, pk) for pk, text in texts.items() if not text]
        target.vectors.remove(target.text_key, wordless)
        with transaction.atomic():
            found = CorpusImage.objects.searchable().select_for_update()
            current = found.prefetch_related("documents", "notes").filter(pk__in=texts, indexed_by=waiting)
            # A picture whose words changed again on the way is left to the next pass.
            ready = [row for row in current if dense_text(row) == texts[row.pk]]
            for row in ready:
                row.indexed_by, row.language = target.version, language_of(row)
            CorpusImage.objects.bulk_update(ready, ["indexed_by", "language"])
            full_text().replace(map(image_entry, ready))
        after = page[-1].pk
        yield Progressed(len(page))
