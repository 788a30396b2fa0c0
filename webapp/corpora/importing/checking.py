"""What an import would do, without doing it: the files are read, the corpus stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agents.documents.parsing import READER_VERSION
from webapp.corpora.importing.articles import describe as describe_document
from webapp.corpora.importing.files import SourceFile, find_files
from webapp.corpora.importing.manifests import FileReason, Manifest, ManifestEntry
from webapp.corpora.importing.metering import Meter, Progress, naming
from webapp.corpora.importing.pictures import describe as describe_picture
from webapp.corpora.importing.reading import (
    DocumentFile,
    PictureFile,
    ReadFile,
    pictures_in,
    read_files,
    reasons_in,
)
from webapp.corpora.importing.tally import ImportReport, Tally
from webapp.corpora.models import Corpus
from webapp.corpora.services.prefetch import batches

NAMED = 200
"""Files that are named of those that would change the corpus; the others are counted."""
_BATCH = 64


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that would be `added` or `updated`, as a `picture` or a `document`."""

    path: str
    change: str
    kind: str


@dataclass(slots=True)
class ImportCheck:
    """What was found so far.

    `stored` are pictures that the media store has now, used or not; `changes` are the first NAMED files that
    would change the corpus.
    """

    corpus: Corpus
    entries: Mapping[str, ManifestEntry] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    stored: list[str] = field(default_factory=list)
    changes: list[FileChange] = field(default_factory=list)
    _uids: set[str] = field(default_factory=set)

    def take(self, batch: Sequence[ReadFile]) -> None:
        """Compare a batch of files with the corpus."""
        documents = [each for each in batch if isinstance(each, DocumentFile)]
        pictures = pictures_in(batch)
        self.stored += [each.facts.uid for each in pictures]
        self.tally.reasons += reasons_in(batch)
        self._compare_pictures(pictures)
        rows = self.corpus.documents.filter(path__in=[file.path for file in documents])
        known = {row.path: row for row in rows}
        for file in documents:
            row = known.get(file.path)
            if row is None:
                self._change(file, "added")
                continue
            is_other = (row.sha256, row.text) != (file.sha256, file.parsed.text)
            is_old = row.reader_version < READER_VERSION
            is_told = describe_document(row, self.entries.get(file.path))
            if is_other or is_old or is_told:
                self._change(file, "updated")
            else:
                self._count("unchanged")

    def _compare_pictures(self, files: Sequence[PictureFile]) -> None:
        rows = self.corpus.images
        uids, paths = [file.facts.uid for file in files], [file.path for file in files]
        known = {row.uid: row for row in rows.filter(uid__in=uids)}
        here = set(rows.filter(path__in=paths).values_list("path", flat=True))
        for file in files:
            row = known.get(file.facts.uid)
            if row is None and file.facts.uid not in self._uids:
                self._change(file, "updated" if file.path in here else "added")
            elif row is not None and row.trashed:
                self._count("in_trash")
            elif row is None or row.path != file.path:
                self._count("duplicates")
            else:
                if describe_picture(row, self.entries.get(file.path)):
                    self._change(file, "updated")
                else:
                    self._count("unchanged")
            self._uids.add(file.facts.uid)

    def _change(self, file: PictureFile | DocumentFile, change: str) -> None:
        self._count(change)
        if len(self.changes) < NAMED:
            kind = "picture" if isinstance(file, PictureFile) else "document"
            self.changes.append(FileChange(file.path, change, kind))

    def _count(self, name: str) -> None:
        setattr(self.tally, name, getattr(self.tally, name) + 1)


def check_folder(
    corpus: Corpus, folder: Path, manifest: Manifest, progress: Progress
) -> tuple[ImportReport, list[FileChange], list[str]]:
    """What an import of the folder would bring, which files, and what pictures the media store took for it.

    Raises MissingPath, MediaStoreUnavailable and ReadersUnavailable.
    """
    found = list(find_files(folder))
    sources = [each for each in found if isinstance(each, SourceFile) and not manifest.is_at(each.file)]
    check = ImportCheck(corpus, manifest.entries)
    check.tally.reasons += [each for each in found if isinstance(each, FileReason)]
    check.tally.reasons += [*manifest.problems, *manifest.absent({each.path for each in sources})]
    meter = Meter(len(sources), progress)
    with read_files(sources, meter) as files:
        for batch in batches(files, _BATCH):
            with naming(batch):
                check.take(batch)
            meter.add(len(batch))
    return check.tally.report(), check.changes, check.stored
