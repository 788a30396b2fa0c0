"""Writes the pictures of an import: one row for each picture of a corpus, whatever its files are called."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from agents.retrieval.lexical import Record, RecordKind
from media_store.records import VERSION
from webapp.corpora.fulltext import full_text
from webapp.corpora.importing.locking import lock_corpus
from webapp.corpora.importing.manifests import ManifestEntry
from webapp.corpora.importing.reading import PAGE_MARK, PictureFile
from webapp.corpora.importing.tally import Tally
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.services.media_uses import claim_media, release_media
from webapp.corpora.services.tags import store_tags
from webapp.corpora.services.words import with_words_waiting

_FIELDS = (
    "uid", "width", "height", "mime", "byte_count", "title", "caption", "alt", "tags",
    "source", "source_url", "license", "ocr_text", "labels", "perceptual_hash", "sharpness", "indexed_by",
    "prepared_by", "parts_by", "prepared_parts_by", "read_by", "frame", "frames", "media_version",
)  # fmt: skip


def write_pictures(
    corpus: Corpus, files: Sequence[PictureFile], entries: Mapping[str, ManifestEntry], tally: Tally
) -> None:
    """Add, update or leave the row of each file; rows whose text or pixels changed wait to be indexed."""
    with transaction.atomic():
        lock_corpus(corpus)
        batch = _Batch(corpus, files, entries)
        for file in files:
            batch.take(file, tally)
        batch.drop_missing_pages(files)
        batch.save()


class _Batch:
    """The rows that the files of a batch may concern."""

    def __init__(
        self, corpus: Corpus, files: Sequence[PictureFile], entries: Mapping[str, ManifestEntry]
    ) -> None:
        self._corpus = corpus
        self._entries = entries
        rows = corpus.images.select_for_update()
        self._by_uid = {row.uid: row for row in rows.filter(uid__in=[file.facts.uid for file in files])}
        self._by_path = {row.path: row for row in rows.filter(path__in=[file.path for file in files])}
        # One row found by both ways is one object.
        self._by_path |= {row.path: row for row in self._by_uid.values() if row.path in self._by_path}
        self._added: list[CorpusImage] = []
        self._changed: list[CorpusImage] = []
        self._removed: list[CorpusImage] = []
        self._replaced_uids: list[str] = []

    def take(self, file: PictureFile, tally: Tally) -> None:
        known, here = self._by_uid.get(file.facts.uid), self._by_path.get(file.path)
        # What the manifest says of a file holds for its further pages, unless it speaks of them as well.
        entry = self._entries.get(file.path) or self._entries.get(file.path.partition(PAGE_MARK)[0])
        if known is None:
            self._put(file, here, entry, tally)
        elif known.trashed:
            tally.in_trash += 1
        elif known.path != file.path:
            tally.duplicates += 1
            if here is not None:
                self._remove(here)
            # What is said of a copy holds for the picture, if nothing is said of its own file.
            if known.path not in self._entries and describe(known, entry) and known.pk:
                self._changed.append(known)
        elif describe(known, entry):
            tally.updated += 1
            self._changed.append(known)
        else:
            tally.unchanged += 1
            if not known.mime:
                # A row from before these facts were kept.
                known.mime, known.byte_count = file.facts.mime, file.facts.size_bytes
                self._changed.append(known)

    def drop_missing_pages(self, files: Sequence[PictureFile]) -> None:
        """Pages that a file had before and has not any more, or that are beyond the limit now."""
        present = {file.path for file in files}
        present |= {problem.path for file in files for problem in file.problems}
        for file in files:
            if file.facts.has_pages and PAGE_MARK not in file.path:
                pages = self._corpus.images.select_for_update().filter(
                    path__startswith=f"{file.path}{PAGE_MARK}", trashed=None
                )
                for row in pages.exclude(path__in=present):
                    self._by_path.setdefault(row.path, row)
                    self._remove(row)

    def save(self) -> None:
        """Write what was taken."""
        CorpusImage.objects.bulk_create(self._added)
        CorpusImage.objects.bulk_update(self._changed, _FIELDS)
        store_tags([*self._added, *self._changed])
        gone = [row.pk for row in self._removed]
        full_text().remove([Record(RecordKind.IMAGE, pk) for pk in gone])
        CorpusImage.objects.filter(pk__in=gone).delete()
        claim_media(self._corpus, [row.uid for row in (*self._added, *self._changed)])
        release_media(self._corpus, self._replaced_uids)

    def _put(
        self, file: PictureFile, here: CorpusImage | None, entry: ManifestEntry | None, tally: Tally
    ) -> None:
        """A picture that the corpus does not have: a new row, or new content for the row of this path."""
        if here is None:
            row = CorpusImage(corpus=self._corpus, path=file.path)
            self._added.append(row)
            tally.added += 1
        else:
            row = here
            self._forget_uid(row)
            self._changed.append(row)
            tally.updated += 1
        row.uid, row.width, row.height = file.facts.uid, file.facts.width, file.facts.height
        row.mime, row.byte_count = file.facts.mime, file.facts.size_bytes
        row.frame, row.frames, row.media_version = file.facts.frame, file.facts.frames, VERSION
        # Whatever was found in an earlier picture is forgotten.
        row.ocr_text, row.labels, row.perceptual_hash, row.indexed_by = "", [], "", ""
        row.sharpness, row.prepared_by = None, ""
        row.parts_by = row.prepared_parts_by = row.read_by = ""
        describe(row, entry)
        self._by_uid[row.uid] = self._by_path[row.path] = row

    def _remove(self, row: CorpusImage) -> None:
        self._removed.append(row)
        self._forget_uid(row)
        del self._by_path[row.path]

    def _forget_uid(self, row: CorpusImage) -> None:
        self._replaced_uids.append(row.uid)
        self._by_uid.pop(row.uid, None)


def describe(row: CorpusImage, entry: ManifestEntry | None) -> bool:
    """Take over what the manifest says; True if that changed anything."""
    if entry is None:
        return False
    told = {
        "title": entry.title,
        "caption": entry.caption,
        "tags": None if entry.tags is None else list(entry.tags),
        "alt": entry.alt,
        "source": entry.source,
        "source_url": entry.source_url,
        "license": entry.license,
    }
    changed = {name for name, value in told.items() if value is not None and getattr(row, name) != value}
    for name in changed:
        setattr(row, name, told[name])
    if changed & {"title", "caption", "alt", "tags"}:
        row.indexed_by, row.prepared_by = with_words_waiting(row.indexed_by), ""
    return bool(changed)
