"""Compares vectors and words with the rows, which are the truth, and has what is missing made again."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from agents.retrieval import windows
from agents.retrieval.lexical import Record, RecordKind
from webapp.corpora.fulltext import full_text
from webapp.corpora.indexing.target import IndexTarget
from webapp.corpora.models import CorpusImage, Passage
from webapp.corpora.searchable import dense_text
from webapp.corpora.services.prefetch import batches

_BATCH = 500


def reconcile(target: IndexTarget) -> None:
    """Unmark rows whose vectors or words are gone, and remove vectors whose rows are gone.

    So a folder of vectors that was deleted or restored from a backup is made whole by the next pass.
    """
    images = CorpusImage.objects.searchable().filter(corpus=target.corpus)
    passages = Passage.objects.filter(document__corpus=target.corpus)
    if not target.is_beside and full_text().count(target.corpus.pk) == 0:
        images.update(**{target.mark: ""})
        passages.update(**{target.mark: ""})
    image_ids, passage_ids = _ids(images), _ids(passages)
    for key in target.image_keys:
        stored = target.vectors.records(key)
        _unmark(images, image_ids - _ids_of(stored, RecordKind.IMAGE), target.mark)
        target.vectors.remove(key, [record for record in stored if record.id not in image_ids])
    stored = target.vectors.records(target.text_key)
    _unmark(passages, passage_ids - _ids_of(stored, RecordKind.PASSAGE), target.mark)
    wordless = image_ids - _ids_of(stored, RecordKind.IMAGE)
    written = [
        row.pk
        for batch in batches(wordless, _BATCH)
        for row in images.filter(pk__in=batch).prefetch_related("documents", "notes")
        if dense_text(row)
    ]
    _unmark(images, written, target.mark)
    _reconcile_windows(target, images, image_ids)
    known = {RecordKind.IMAGE: image_ids, RecordKind.PASSAGE: passage_ids}
    target.vectors.remove(target.text_key, [each for each in stored if each.id not in known[each.kind]])


def _reconcile_windows(target: IndexTarget, images: QuerySet[CorpusImage], ids: set[int]) -> None:
    """The same for windows: a picture that has vectors of parts has all of them."""
    large = images.filter(width__gte=windows.MIN_SIDE, height__gte=windows.MIN_SIDE)
    for key in target.window_keys.values():
        stored = target.vectors.records(key)
        there = Counter(windows.picture_of(window).id for window in stored)
        whole = {pk for pk, count in there.items() if count == len(windows.BOXES)}
        _unmark(images, _ids(large) - whole, target.parts_mark)
        target.vectors.remove(key, [each for each in stored if windows.picture_of(each).id not in ids])


def _ids(rows: QuerySet[CorpusImage] | QuerySet[Passage]) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _ids_of(records: Iterable[Record], kind: RecordKind) -> set[int]:
    return {record.id for record in records if record.kind is kind}


def _unmark(rows: QuerySet[CorpusImage] | QuerySet[Passage], ids: Iterable[int], mark: str) -> None:
    for batch in batches(ids, _BATCH):
        rows.filter(pk__in=batch).update(**{mark: ""})
