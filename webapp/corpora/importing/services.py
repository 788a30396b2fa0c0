"""Imports files into a corpus. Doing it twice is the same as doing it once; a bad file stops nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from agents.messages import message as _
from webapp.corpora.importing.articles import write_documents
from webapp.corpora.importing.files import SourceFile, check_paths, find_files
from webapp.corpora.importing.manifests import FileReason, Manifest, find_manifest, read_manifest
from webapp.corpora.importing.metering import Meter, Progress, naming
from webapp.corpora.importing.pictures import write_pictures
from webapp.corpora.importing.problems import replace_import_problems
from webapp.corpora.importing.reading import (
    DocumentFile,
    PictureFile,
    ReadFile,
    pictures_in,
    read_files,
    reasons_in,
)
from webapp.corpora.importing.showings import Showing, store_showings
from webapp.corpora.importing.tally import ImportReport, Tally
from webapp.corpora.models import Corpus
from webapp.corpora.services.originals import SHOWN_TYPES, open_originals
from webapp.corpora.services.prefetch import batches

_BATCH = 64
_REFUSALS = (DataError, IntegrityError, ValueError)
"""What a database raises at rows that it does not take."""
_log = logging.getLogger(__name__)


def import_paths(
    corpus: Corpus,
    paths: Sequence[Path],
    *,
    manifest: Path | Manifest | None = None,
    progress: Progress | None = None,
    origin: str = "",
) -> ImportReport:
    """Bring files and folders, with all below them, into the corpus; what changed waits to be indexed.

    A file is known by its path below the folder that was given: one with the same path takes its place.
    Without `manifest` a folder's own manifest.csv or manifest.jsonl is used. Problems are kept under
    `origin`, by default the path, until an import of the same origin finds others. Raises MissingPath or
    BadManifest before anything is written, MediaStoreUnavailable at any time.
    """
    check_paths(paths)
    shared = read_manifest(manifest) if isinstance(manifest, Path) else manifest
    roots = list[_Root]()
    for path in paths:
        own = find_manifest(path) if shared is None and path.is_dir() else None
        told = shared or (read_manifest(own) if own else Manifest())
        found = list(find_files(path))
        sources = [each for each in found if isinstance(each, SourceFile) and not told.is_at(each.file)]
        roots.append(_Root(path, sources, [each for each in found if isinstance(each, FileReason)], told))
    everywhere = {path for root in roots for path in root.names()}
    tally = Tally()
    meter = Meter(sum(len(root.sources) for root in roots), progress)
    seen: set[str] = set()
    for root in roots:
        problems = [*root.problems, *root.manifest.problems]
        problems += root.manifest.absent(everywhere if shared else root.names())
        taken = _Taken(corpus, root.manifest, tally, problems)
        _import_root(root, seen, taken, meter)
        replace_import_problems(corpus, origin or str(root.path.resolve()), problems, taken.paths)
        tally.reasons += sorted(problems, key=lambda each: each.path)
    return tally.report()


@dataclass(frozen=True, slots=True)
class _Root:
    """A path that was given, and what is there."""

    path: Path
    sources: list[SourceFile]
    problems: list[FileReason]
    manifest: Manifest

    def names(self) -> set[str]:
        """The paths that a manifest may name."""
        return {source.path for source in self.sources} | {each.path for each in self.problems}


def _import_root(root: _Root, seen: set[str], taken: "_Taken", meter: Meter) -> None:
    """Write what is there, and what it shows. `seen` are the paths that earlier roots took."""
    fresh = [source for source in root.sources if source.path not in seen]
    taken.problems += [
        FileReason(
            source.path,
            _("Another file of this import has the same path; %(file)s was left out.", file=str(source.file)),
        )
        for source in root.sources
        if source.path in seen
    ]
    with read_files(fresh, meter) as files:
        for batch in batches(files, _BATCH):
            taken.write(batch)
            meter.add(len(batch))
    taken.link()
    seen |= root.names()


class _Taken:
    """What the batches of a root have brought in, as far as links and problems need to know."""

    def __init__(self, corpus: Corpus, manifest: Manifest, tally: Tally, problems: list[FileReason]) -> None:
        self._corpus = corpus
        self._entries = manifest.entries
        self._tally = tally
        self._originals = open_originals()
        self.problems = problems
        self._uids: dict[str, str] = {}
        self._showings: list[Showing] = []

    @property
    def paths(self) -> list[str]:
        """The files that were fine."""
        return [*self._uids, *(showing.path for showing in self._showings)]

    def write(self, batch: Sequence[ReadFile]) -> None:
        """Write a batch; a file that the database refuses costs the others nothing."""
        self.problems += reasons_in(batch)
        found = [each for each in batch if isinstance(each, DocumentFile | PictureFile)]
        with naming(batch):
            try:
                self._write(found)
            except _REFUSALS:
                for file in found:
                    try:
                        with naming([file]):
                            self._write([file])
                    except _REFUSALS as error:
                        _log.warning("%r cannot be stored: %s", file.path, error)
                        self.problems.append(
                            FileReason(file.path, _("The database refused what is in this file."))
                        )

    def link(self) -> None:
        """Link the documents to the pictures that they show."""
        store_showings(self._corpus, self._showings, self._uids)

    def _write(self, files: Sequence[DocumentFile | PictureFile]) -> None:
        documents = [each for each in files if isinstance(each, DocumentFile)]
        pictures = pictures_in(files)
        part = Tally()
        with transaction.atomic():
            write_pictures(self._corpus, pictures, self._entries, part)
            ids = write_documents(self._corpus, documents, self._entries, part)
        self._tally.merge(part)
        for each in documents:
            if each.parsed.media_type in SHOWN_TYPES:
                self._originals.keep(each.sha256, each.file)
        self._uids |= {each.path: each.facts.uid for each in pictures}
        self._showings += [
            Showing(ids[each.path], each.path, len(each.parsed.text), each.parsed.pictures)
            for each in documents
        ]
