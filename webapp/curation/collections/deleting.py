"""Deletes a corpus, and says what went."""

from dataclasses import dataclass

from django.utils import timezone

from webapp.corpora.models import Corpus, MediaUse, Passage
from webapp.corpora.services.catalogue import delete_corpus
from webapp.runs.models import Share


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """Counts of what a deletion took along; `files_kept` belong to other corpora or runs as well."""

    pictures: int
    documents: int
    passages: int
    files: int
    files_kept: int
    links: int


def delete(corpus: Corpus) -> DeletionReport:
    """Delete the corpus with its vectors, words and own files, and close the share links of runs about it.

    Raises VectorsUnavailable or MediaStoreUnavailable; called again it goes on.
    """
    uses = MediaUse.objects.filter(corpus=corpus).values("uid")
    used_elsewhere = MediaUse.objects.exclude(corpus=corpus).filter(uid__in=uses)
    kept = used_elsewhere.values("uid").distinct().count()
    now = timezone.now()
    open_links = Share.objects.filter(run__corpora=corpus, revoked=None, expires__gt=now)
    keys = list(open_links.values_list("pk", flat=True))
    links_closed = Share.objects.filter(pk__in=keys).update(revoked=now)
    report = DeletionReport(
        corpus.images.count(),
        corpus.documents.count(),
        Passage.objects.filter(document__corpus=corpus).count(),
        uses.count() - kept,
        kept,
        links_closed,
    )
    delete_corpus(corpus)
    return report
