"""Vectors that an index should have and has not: the folder was deleted, or comes from an older backup.

Rows say by which version of the encoder they are indexed; collections say what they hold. Where they hold
less, a search finds less than the corpus has, and must not answer as if it were sure.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from agents.errors import SightlineError
from agents.retrieval.lexical import RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey, VectorIndex
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus, Passage
from webapp.corpora.vectors import HomeVectors, connect, open_vectors
from webapp.corpora.vectors_folder import VectorsFolder
from webapp.work.models import Work

REPEATED_AFTER = timedelta(minutes=10)
"""How long after a job nothing is queued for its corpus by itself: what did not help may not help again."""

_ANY = "any"

_log = logging.getLogger(__name__)


def count_lost(corpus: Corpus, vectors: VectorIndex, *, with_waiting: bool = False) -> int:
    """How many vectors the live index of a corpus lacks; 0 for one that has no index yet.

    Of rows that are marked as indexed; `with_waiting` also of those that still wait for it, which searches by
    picture and meaning miss as well. Loads no encoder. Raises VectorsUnavailable.
    """
    version = corpus.encoder_version
    if not version:
        return 0
    images = corpus.images.searchable()
    passages = Passage.objects.filter(document__corpus=corpus)
    if with_waiting:
        unreadable = corpus.problems.filter(job__isnull=False).values("path")
        images = images.filter(Q(indexed_by=version) | ~Q(path__in=unreadable))
    else:
        images, passages = images.filter(indexed_by=version), passages.filter(indexed_by=version)
    pictures = images.count()
    # Not every picture has words, and which have is not counted here: at least one, if any has.
    written = int(images.filter(~Q(title="") | ~Q(caption="")).exists())
    spaces = list(corpus.spaces)
    if not spaces:
        # An earlier version did not note them: those that are there, or one that is not for all of them.
        found = vectors.spaces(corpus.pk, version) - {TEXT_SPACE}
        spaces = [space for space in found if "~" not in space] or [_ANY]
    wanted = {(space, RecordKind.IMAGE): pictures for space in spaces}
    wanted |= {(TEXT_SPACE, RecordKind.IMAGE): written, (TEXT_SPACE, RecordKind.PASSAGE): passages.count()}
    return sum(
        max(0, count - vectors.count(CollectionKey(corpus.pk, version, space), kind))
        for (space, kind), count in wanted.items()
        if count
    )


def incomplete(
    corpora: Iterable[Corpus], vectors: VectorIndex | None = None, *, with_waiting: bool = False
) -> dict[str, int]:
    """How many vectors each corpus lacks, by its slug; only those that lack any. Arguments as above.

    What is counted without those that wait is noted with the corpus, for pages that cannot ask the vectors.
    Raises VectorsUnavailable.
    """
    index, counts = vectors or open_vectors(), dict[str, int]()
    for corpus in corpora:
        counts[corpus.slug] = count_lost(corpus, index, with_waiting=with_waiting)
        if not with_waiting and counts[corpus.slug] != corpus.lost_vectors:
            Corpus.objects.filter(pk=corpus.pk).update(lost_vectors=counts[corpus.slug])
    return {slug: count for slug, count in counts.items() if count}


def known(corpus: Corpus) -> int:
    """How many vectors a corpus lacks: counted where nobody has to be waited for, else when last counted."""
    try:
        if settings.VECTORS_URL:
            return incomplete([corpus], connect(settings.VECTORS_URL)).get(corpus.slug, 0)
        home = HomeVectors(settings.VECTORS_FOLDER, patience_seconds=0)
        try:
            return incomplete([corpus], home.open()).get(corpus.slug, 0)
        finally:
            home.close()
    except SightlineError:
        return corpus.lost_vectors


def mend() -> list[str]:
    """Have vectors that are lost made again: queue an index job for each corpus that lacks some, by slug.

    Only where a server has the vectors: a process that opened the folder would keep it from the server.
    """
    owner = VectorsFolder(settings.VECTORS_FOLDER).owner()
    is_served = bool(settings.VECTORS_URL or (owner and owner.url))
    if not is_served:
        return []
    try:
        lacking = incomplete(Corpus.objects.exclude(encoder_version=""))
    except SightlineError as error:
        _log.warning("Vectors could not be counted: %s", error)
        return []
    recent = Q(jobs__created__gt=timezone.now() - REPEATED_AFTER)
    busy = Q(jobs__status__in=(Work.Status.QUEUED, Work.Status.RUNNING, Work.Status.PAUSED))
    found = Corpus.objects.filter(slug__in=lacking).exclude(
        pk__in=Corpus.objects.filter(recent | busy).values("pk")
    )
    for corpus in found:
        _log.warning("%d vectors of %s are lost and are made again.", lacking[corpus.slug], corpus.slug)
        indexing.enqueue(corpus, corpus.encoder)
    return [corpus.slug for corpus in found]
