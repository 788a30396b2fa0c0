"""Writes the documents of an import with their passages."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from agents.documents.parsing import READER_VERSION
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.passages import split_passages
from webapp.corpora.fulltext import full_text
from webapp.corpora.importing.locking import lock_corpus
from webapp.corpora.importing.manifests import ManifestEntry
from webapp.corpora.importing.reading import DocumentFile
from webapp.corpora.importing.tally import Tally
from webapp.corpora.models import Corpus, Document, Passage


def write_documents(
    corpus: Corpus, files: Sequence[DocumentFile], entries: Mapping[str, ManifestEntry], tally: Tally
) -> dict[str, int]:
    """Add, update or leave each document; gives their ids by path. New passages wait to be indexed."""
    with transaction.atomic():
        lock_corpus(corpus)
        known = {row.path: row for row in corpus.documents.filter(path__in=[file.path for file in files])}
        ids = {}
        for file in files:
            row, entry = known.get(file.path), entries.get(file.path)
            if row is None:
                row = Document(corpus=corpus, path=file.path)
                tally.added += 1
                _replace_text(row, file, entry)
            elif (row.sha256, row.text) != (file.sha256, file.parsed.text):
                # The file has changed, or it is read in another way by now.
                tally.updated += 1
                _replace_text(row, file, entry)
            elif describe(row, entry):
                tally.updated += 1
                row.save()
                row.passages.update(indexed_by="", prepared_by="")
            else:
                tally.unchanged += 1
                corpus.documents.filter(pk=row.pk).update(reader_version=READER_VERSION)
            ids[file.path] = row.pk
        return ids


def _replace_text(row: Document, file: DocumentFile, entry: ManifestEntry | None) -> None:
    parsed = file.parsed
    row.title, row.text, row.media_type, row.sha256 = (
        parsed.title,
        parsed.text,
        parsed.media_type,
        file.sha256,
    )
    row.pages, row.scanned, row.reader_version = list(parsed.pages), list(parsed.scanned), READER_VERSION
    describe(row, entry)
    row.save()
    old = list(row.passages.values_list("pk", flat=True))
    full_text().remove([Record(RecordKind.PASSAGE, pk) for pk in old])
    row.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(
            document=row,
            position=position,
            start=span.start,
            end=span.end,
            text=row.text[span.start : span.end],
        )
        for position, span in enumerate(split_passages(parsed.text, parsed.headings))
    )


def describe(row: Document, entry: ManifestEntry | None) -> bool:
    """Take over what the manifest says; True if that changed anything."""
    before = row.title, row.source_url
    if entry is not None:
        row.title = entry.title or row.title
        row.source_url = row.source_url if entry.source_url is None else entry.source_url
    return before != (row.title, row.source_url)
