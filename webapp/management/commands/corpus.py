"""manage.py corpus: load, look at and delete corpora from the shell."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from webapp.corpora.errors import BadInput
from webapp.corpora.models import Corpus
from webapp.corpora.services.catalogue import (
    CorpusStatus,
    corpus_status,
    create_corpus,
    find_corpus,
    list_corpora,
)
from webapp.management.cli import BAD_INPUT, Reply, SightlineCommand, progress_bar

SAMPLE_SLUG, SAMPLE_NAME = "sample", "Sightline sample"


class Command(SightlineCommand):
    help = "Create corpora, add files to them, index, list and delete them."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

        def action(name: str, help_text: str, *, slug: bool = True) -> CommandParser:
            sub = actions.add_parser(name, help=help_text, description=help_text)
            self.add_output(sub)
            if slug:
                sub.add_argument("slug", help="The short name of the corpus.")
            return sub

        action("sample", "Load the sample corpus; loading it twice changes nothing.", slug=False)
        create = action("create", "Create an empty corpus.")
        create.add_argument("--name", default="", help="Its name on pages; the slug, if not given.")
        create.add_argument("--private", action="store_true", help="Only people who are named may read it.")
        add = action("add", "Add files and folders to a corpus, and index them.")
        add.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="A folder or a file.")
        add.add_argument("--manifest", type=Path, help="CSV or JSONL that describes the files.")
        action("list", "List all corpora.", slug=False)
        action("status", "Tell what a corpus holds and how far its index is.")
        reindex = action("reindex", "Bring the index up to date: make what is missing, remove what is stale.")
        reindex.add_argument("--encoder", help="Build with this encoder; it serves once it is complete.")
        action(
            "mend", "Bring a corpus of an earlier version up to this one; list what must be brought in again."
        )
        action("clear-cache", "Forget vectors and texts that are kept for the next import.", slug=False)
        delete = action("delete", "Delete a corpus with its pictures and its index.")
        delete.add_argument("--yes", action="store_true", required=True, help="There is no way back.")

    def reply(self, **options: Any) -> Reply:
        answer: Callable[..., Reply] = getattr(self, f"_{options['action'].replace('-', '_')}")
        return answer(**options)

    def _sample(self, **_options: Any) -> Reply:
        from webapp.corpora.sample.build import build

        folder = settings.HOME / "sample"
        build(folder)
        corpus = Corpus.objects.filter(slug=SAMPLE_SLUG).first()
        return self._import(corpus or create_corpus(SAMPLE_SLUG, name=SAMPLE_NAME), [folder])

    def _create(self, slug: str, name: str, private: bool, **_options: Any) -> Reply:
        corpus = create_corpus(slug, name=name, private=private)
        return Reply(
            {"corpus": corpus.slug, "name": corpus.name, "private": corpus.is_private},
            f"Created {corpus.slug}. Add files with: manage.py corpus add {corpus.slug} PATH",
        )

    def _add(self, slug: str, paths: Sequence[Path], manifest: Path | None, **_options: Any) -> Reply:
        return self._import(find_corpus(slug), paths, manifest)

    def _list(self, **_options: Any) -> Reply:
        corpora = list_corpora()
        lines = [
            f"{each.slug}: {each.name}, {each.images} pictures, {each.documents} documents"
            for each in corpora
        ]
        text = "\n".join(lines) or "There is no corpus yet. Load one with: manage.py corpus sample"
        return Reply({"corpora": [asdict(each) for each in corpora]}, text)

    def _status(self, slug: str, **_options: Any) -> Reply:
        from webapp.corpora.services.lost_vectors import known  # opens the vectors

        corpus = find_corpus(slug)
        status = replace(corpus_status(corpus), lost_vectors=known(corpus))
        return Reply(status.to_json(), _describe(status))

    def _reindex(self, slug: str, encoder: str | None, **_options: Any) -> Reply:
        if encoder is not None:
            _check_name(encoder)
        return self._index(find_corpus(slug), encoder)

    def _mend(self, slug: str, **_options: Any) -> Reply:
        from webapp.corpora.services.mending import mend  # loads Pillow and its friends

        corpus = find_corpus(slug)
        with progress_bar("Mending") as progress:
            report = mend(corpus, progress)
        indexed = self._index(corpus, None)
        summary = (
            f"{report.as_they_should_be} pictures are as they should be, {report.derived_anew} made anew, "
            f"{report.to_bring_again} must be brought in again.\n"
            f"{report.documents} documents were read by an earlier version: bring their files in again to "
            "have them read anew."
        )
        return Reply({"mended": report.to_json(), **indexed.payload}, f"{summary}\n{indexed.text}")

    def _clear_cache(self, **_options: Any) -> Reply:
        from webapp.corpora.services.derived import forget_all  # knows the encoders

        things, size = forget_all()
        text = f"Forgot {things} things, {size / 1024**2:.1f} MiB. What is indexed stays indexed."
        return Reply({"forgotten": things, "bytes": size}, text)

    def _delete(self, slug: str, **_options: Any) -> Reply:
        from webapp.curation.collections.deleting import (
            delete,
        )  # knows the runs, which other actions need not

        report = delete(find_corpus(slug))
        gone = f"{report.pictures} pictures, {report.documents} documents, {report.files} files"
        text = f"Deleted {slug}: {gone}; {report.links} share links closed, {report.files_kept} files kept."
        return Reply({"deleted": slug, **asdict(report)}, text)

    def _import(self, corpus: Corpus, paths: Sequence[Path], manifest: Path | None = None) -> Reply:
        from webapp.corpora.services.importing import import_paths  # loads Pillow and its friends

        with progress_bar("Importing") as progress:
            report = import_paths(corpus, paths, manifest=manifest, progress=progress)
        indexed = self._index(corpus, None)
        summary = (
            f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.duplicates} duplicates, {report.skipped} skipped."
        )
        payload = {**report.to_json(), **indexed.payload}
        is_useless = bool(report.problems) and not (report.added + report.updated + report.unchanged)
        return Reply(payload, f"{summary}\n{indexed.text}", BAD_INPUT if is_useless else 0)

    def _index(self, corpus: Corpus, encoder: str | None) -> Reply:
        from webapp.corpora.services.indexing import index_now  # loads the encoders

        with progress_bar("Indexing") as progress:
            job = index_now(corpus, encoder, progress)
        corpus.refresh_from_db()
        status = corpus_status(corpus)
        payload = {"corpus": corpus.slug, "indexed": job.done, "status": status.to_json()}
        return Reply(payload, _describe(status))


def _check_name(encoder: str) -> None:
    from agents.retrieval.encoders import encoder_names

    if encoder.partition(":")[0] not in encoder_names():
        raise BadInput(f"There is no encoder {encoder!r}; there are: {', '.join(encoder_names())}.")


def _describe(status: CorpusStatus) -> str:
    lines = [
        f"{status.slug}: {status.name}{' (private)' if status.private else ''}",
        f"  pictures: {status.images}, {status.indexed_images} indexed",
        f"  documents: {status.documents}",
        f"  passages: {status.passages}, {status.indexed_passages} indexed",
        f"  encoder: {status.encoder or 'none yet'} {status.encoder_version}",
        *_unfinished(status),
        *_outdated(status),
        *(f"  skipped: {files}. {reason}" for reason, files in status.skipped),
        *(f"  ? {path}: {reason}" for path, reason in status.notes),
        *(f"  ! {path}: {reason}" for path, reason in status.problems),
    ]
    return "\n".join(lines)


def _unfinished(status: CorpusStatus) -> list[str]:
    lines = []
    if status.waiting_details:
        lines.append(
            f"  searchable, but parts and text of {status.waiting_details} pictures are still to be read"
        )
    if status.lost_vectors:
        told = f"  lost vectors: {status.lost_vectors}; searches find less than there is."
        lines.append(f"{told} Run manage.py corpus reindex {status.slug}")
    return lines


def _outdated(status: CorpusStatus) -> list[str]:
    if not (status.outdated_images or status.outdated_documents):
        return []
    counts = f"{status.outdated_images} pictures, {status.outdated_documents} documents"
    return [f"  of an earlier version: {counts}; see manage.py corpus mend {status.slug}"]
