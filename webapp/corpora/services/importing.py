"""Imports files into a corpus. Doing it twice is the same as doing it once; a bad file stops nothing."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings

from webapp.corpora.models import Corpus
from webapp.corpora.services.articles import write_documents
from webapp.corpora.services.files import SourceFile, check_paths, find_files
from webapp.corpora.services.links import Showing, link_pictures
from webapp.corpora.services.manifests import FileReason, Manifest, find_manifest, read_manifest
from webapp.corpora.services.pictures import write_pictures
from webapp.corpora.services.prefetch import batches, prefetch
from webapp.corpora.services.problems import replace_import_problems
from webapp.corpora.services.reading import DocumentFile, OtherFile, PictureFile, ReadFile, read_file
from webapp.corpora.services.tally import ImportReport, Tally
from webapp.media.stores import open_media_store

Progress = Callable[[int, int], None]
"""Is told `(done, total)`."""

_BATCH = 64
_MIB = 1024 * 1024


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
    roots = [_look_into(path, shared) for path in paths]
    everywhere = {path for root in roots for path in root.names()}
    tally = Tally()
    total, done = sum(len(root.sources) for root in roots), 0
    seen: set[str] = set()
    for root in roots:
        for count in _import_root(corpus, root, everywhere if shared else root.names(), seen, tally, origin):
            done += count
            if progress:
                progress(done, total)
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

    def absent(self, present: set[str]) -> Iterator[FileReason]:
        """What the manifest names and is not there."""
        for path in self.manifest.entries.keys() - present:
            yield FileReason(path, f"{self.manifest.name} names this file, but it is not there.")


def _look_into(path: Path, shared: Manifest | None) -> _Root:
    own = find_manifest(path) if shared is None and path.is_dir() else None
    manifest = shared or (read_manifest(own) if own else Manifest())
    found = list(find_files(path))
    return _Root(
        path,
        [each for each in found if isinstance(each, SourceFile)],
        [each for each in found if isinstance(each, FileReason)],
        manifest,
    )


def _import_root(
    corpus: Corpus, root: _Root, present: set[str], seen: set[str], tally: Tally, origin: str
) -> Iterator[int]:
    """Yields how many files each batch had. `seen` are the paths that earlier roots took."""
    problems = [*root.problems, *root.manifest.problems, *root.absent(present)]
    taken = _Taken(corpus, root.manifest)
    for batch in batches(_read(root, seen, problems), _BATCH):
        taken.write(batch, tally)
        problems += [each for each in batch if isinstance(each, FileReason)]
        yield len(batch)
    link_pictures(corpus, taken.showings, taken.uids)
    seen |= root.names()
    replace_import_problems(corpus, origin or str(root.path.resolve()), problems, taken.paths)
    tally.problems += sorted(problems, key=lambda each: each.path)


def _read(root: _Root, seen: set[str], problems: list[FileReason]) -> Iterator[ReadFile]:
    store, max_bytes = open_media_store(), settings.ENV.max_upload_mb * _MIB
    fresh = [source for source in root.sources if source.path not in seen]
    problems += [
        FileReason(source.path, f"Another file of this import has the same path; {source.file} was left out.")
        for source in root.sources
        if source.path in seen
    ]
    with ThreadPoolExecutor(os.cpu_count(), "import") as executor:
        yield from prefetch(executor, partial(read_file, store=store, max_bytes=max_bytes), fresh, _BATCH)


class _Taken:
    """What the batches of a root have brought in, as far as links and problems need to know."""

    def __init__(self, corpus: Corpus, manifest: Manifest) -> None:
        self._corpus = corpus
        self._entries = manifest.entries
        self.uids: dict[str, str] = {}
        self.showings: list[Showing] = []

    @property
    def paths(self) -> list[str]:
        """The files that were fine."""
        return [*self.uids, *(showing.path for showing in self.showings)]

    def write(self, batch: Sequence[ReadFile], tally: Tally) -> None:
        documents = [each for each in batch if isinstance(each, DocumentFile)]
        pictures = [each for each in batch if isinstance(each, PictureFile)]
        pictures += [figure for each in documents for figure in each.figures]
        tally.skipped += sum(isinstance(each, OtherFile) for each in batch)
        write_pictures(self._corpus, pictures, self._entries, tally)
        ids = write_documents(self._corpus, documents, self._entries, tally)
        self.uids |= {each.path: each.facts.uid for each in pictures}
        self.showings += [
            Showing(ids[each.path], each.path, len(each.parsed.text), each.parsed.pictures)
            for each in documents
        ]
