"""Takes documents out of a corpus, with their passages, words and vectors; their pictures stay."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from webapp.corpora.fulltext import full_text
from webapp.corpora.importing.locking import lock_corpus
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, CorpusImage, Document, Passage
from webapp.corpora.services.words import let_words_wait
from webapp.corpora.vectors import open_vectors
from webapp.curation.models import Change


def delete_documents(corpus: Corpus, person: User | None, ids: Collection[int]) -> int:
    """Delete those of the documents that are the corpus's; gives how many. Raises VectorsUnavailable.

    The history of the corpus tells it. Pictures that they showed lose the words that these said instead of
    them, and are indexed again.
    """
    with transaction.atomic():
        lock_corpus(corpus)
        rows = Document.objects.filter(corpus=corpus, pk__in=ids)
        passages = Passage.objects.filter(document__in=rows).values_list("pk", flat=True)
        records = [Record(RecordKind.PASSAGE, pk) for pk in passages]
        if corpus.encoder_version:
            open_vectors().remove(CollectionKey(corpus.pk, corpus.encoder_version, TEXT_SPACE), records)
        full_text().remove(records)
        shown = CorpusImage.objects.filter(documents__document__in=rows)
        touched = CorpusImage.objects.filter(pk__in=list(shown.values_list("pk", flat=True)))
        if let_words_wait(touched):
            indexing.enqueue(corpus, corpus.encoder or None)
        titles = list(rows.order_by("path").values_list("title", flat=True)[: Change.NAMED])
        if count := rows.delete()[1].get("corpora.Document", 0):
            Change.objects.create(
                corpus=corpus, person=person, action=Change.Action.DELETE_DOCUMENTS,
                detail={"titles": titles, "documents": count},
            )  # fmt: skip
        return count
