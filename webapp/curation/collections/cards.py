"""Corpora as cards: what each holds, how far its index is, who may read it. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from webapp import access
from webapp.corpora.models import Corpus, CorpusImage, Document, IndexJob

COVERS = 4


@dataclass(frozen=True, slots=True)
class CorpusCard:
    """A corpus at a glance; `bytes` are of its pictures, `waiting` counts those that are not indexed yet."""

    corpus: Corpus
    covers: tuple[str, ...]
    pictures: int
    bytes: int
    waiting: int
    documents: int
    is_indexing: bool
    is_curated: bool
    readers: int


def cards(person: access.Person) -> list[CorpusCard]:
    """The corpora that the person may read, those they look after first."""
    people = Count("readers", distinct=True) + Count("reader_groups", distinct=True)
    corpora = list(access.corpora(person).annotate(reader_count=people))
    curated = set(access.curated_corpora(person).values_list("pk", flat=True))
    ids = [corpus.pk for corpus in corpora]
    pictures, covers = _pictures(ids), _covers(ids)
    counted = Document.objects.filter(corpus__in=ids).values("corpus").annotate(count=Count("pk")).order_by()
    documents = {row["corpus"]: row["count"] for row in counted}
    running = IndexJob.objects.filter(corpus__in=ids, status__in=IndexJob.ACTIVE)
    indexing = set(running.values_list("corpus", flat=True))
    found = [
        CorpusCard(
            corpus, tuple(covers[corpus.pk]), *pictures.get(corpus.pk, (0, 0, 0)),
            documents=documents.get(corpus.pk, 0), is_indexing=corpus.pk in indexing,
            is_curated=corpus.pk in curated, readers=corpus.reader_count,  # type: ignore[attr-defined]
        )
        for corpus in corpora
    ]  # fmt: skip
    return sorted(found, key=lambda card: (bool(card.corpus.archived), not card.is_curated, card.corpus.name))


def _pictures(ids: Iterable[int]) -> Mapping[int, tuple[int, int, int]]:
    """Pictures, bytes, and how many wait for the index, for each corpus that has any."""
    waits = Q(is_hidden=False) & ~Q(indexed_by=F("corpus__encoder_version"))
    rows = CorpusImage.objects.kept().filter(corpus__in=ids).values("corpus")
    found = rows.annotate(
        pictures=Count("pk"), bytes=Sum("byte_count"), waiting=Count("pk", filter=waits)
    ).order_by()
    return {row["corpus"]: (row["pictures"], row["bytes"], row["waiting"]) for row in found}


def _covers(ids: Iterable[int]) -> Mapping[int, list[str]]:
    """The first pictures of each corpus that are not hidden."""
    place = Window(RowNumber(), partition_by=F("corpus"), order_by=F("pk").asc())
    rows = CorpusImage.objects.searchable().filter(corpus__in=ids).annotate(place=place)
    found = defaultdict[int, list[str]](list)
    for corpus, uid in rows.filter(place__lte=COVERS).order_by("place").values_list("corpus", "uid"):
        found[corpus].append(uid)
    return found
