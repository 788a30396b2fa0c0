"""Writes values to pictures, batch by batch: rows, tags, notes, who may see the file, and the index.

A batch is one transaction that locks its pictures. Vectors are moved before it is committed; killed in
between, the batch is done again and finds them where they belong.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.corpora.indexing import hidden_vectors
from webapp.corpora.models import Corpus, CorpusImage, DocumentImage, MediaUse
from webapp.corpora.services.media_uses import claim_media
from webapp.corpora.services.tags import store_tags
from webapp.corpora.services.words import with_words_waiting
from webapp.curation.changes.values import FIELDS, INDEX, NOTES, WRITTEN, Values, put, replace_notes

AT_ONCE = 200
_MARKS = ("indexed_by", "prepared_by", "parts_by", "read_by")


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for one picture, only those that differ from what it has."""

    image: CorpusImage
    values: Values

    @property
    def was_searchable(self) -> bool:
        return self.image.trashed is None and not self.image.is_hidden


def write(edits: Sequence[Edit]) -> None:
    """Store these edits for locked pictures, inside of a transaction. Raises VectorsUnavailable."""
    was = {edit.image.pk: (edit.was_searchable, edit.image.corpus_id) for edit in edits}
    for edit in edits:
        put(edit.image, edit.values)
        edit.image.edition += 1
        if WRITTEN & edit.values.keys():
            edit.image.indexed_by = with_words_waiting(edit.image.indexed_by)
            edit.image.prepared_by = ""
        if INDEX in edit.values:
            edit.image.indexed_by = edit.image.parts_by = edit.image.read_by = ""
        if NOTES in edit.values:
            replace_notes(edit.image, edit.values[NOTES])
    images = [edit.image for edit in edits]
    _move_index(images, was)
    # Only the columns that an edit names: a statement over many columns costs as many times more.
    named = {name for edit in edits for name in edit.values}
    columns = [name for name in FIELDS if name in named]
    CorpusImage.objects.bulk_update(images, [*columns, "edition", *_MARKS])
    store_tags([edit.image for edit in edits if "tags" in edit.values])
    _settle_media([edit.image for edit in edits if {"trashed", "corpus"} & edit.values.keys()], was)


def _move_index(images: Sequence[CorpusImage], was: Mapping[int, tuple[bool, int]]) -> None:
    """Have the index follow: out of the search, back into it, or into the one of another corpus."""
    corpora = Corpus.objects.in_bulk({corpus for _, corpus in was.values()} | {i.corpus_id for i in images})
    left, back, moved = (defaultdict[Any, list[CorpusImage]](list) for _ in range(3))
    for image in images:
        was_searchable, old = was[image.pk]
        if image.corpus_id != old:
            moved[old, image.corpus_id].append(image)
        elif was_searchable and not _is_searchable(image):
            left[old].append(image)
        elif not was_searchable and _is_searchable(image):
            back[old].append(image)
    for (old, new), group in moved.items():
        hidden_vectors.carry_over(group, corpora[old], corpora[new])
    for corpus, group in left.items():
        hidden_vectors.set_aside(corpora[corpus], group)
    for corpus, group in back.items():
        hidden_vectors.bring_back(corpora[corpus], group)


def _is_searchable(image: CorpusImage) -> bool:
    return image.trashed is None and not image.is_hidden


def _settle_media(images: Sequence[CorpusImage], was: Mapping[int, tuple[bool, int]]) -> None:
    """Who may open the files: of what lies in the trash, the curators; of what was moved, the new readers."""
    moved = defaultdict[tuple[int, int], list[CorpusImage]](list)
    settled = defaultdict[tuple[int, bool], list[str]](list)
    for image in images:
        settled[image.corpus_id, image.trashed is not None].append(image.uid)
        if (old := was[image.pk][1]) != image.corpus_id:
            moved[old, image.corpus_id].append(image)
    for (old, new), group in moved.items():
        uids = [image.uid for image in group]
        MediaUse.objects.filter(corpus=old, uid__in=uids).delete()
        DocumentImage.objects.filter(image__in=group).exclude(document__corpus=new).delete()
        claim_media(Corpus.objects.get(pk=new), uids)
    for (corpus, is_trashed), uids in settled.items():
        MediaUse.objects.filter(corpus=corpus, uid__in=uids).update(is_trashed=is_trashed)
