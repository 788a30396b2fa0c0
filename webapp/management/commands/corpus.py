"""manage.py corpus: load, look at and delete corpora from the shell."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from agents.messages import message
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
from webapp.management.scopes import LOAD_SAMPLE
from webapp.messages import translated

SAMPLE_SLUG, SAMPLE_NAME = "sample", "Sightline sample"


class Command(SightlineCommand):
    help = gettext_noop("Create corpora, add files to them, index, list and delete them.")

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

        def action(name: str, help_text: str, *, slug: bool = True) -> CommandParser:
            sub = actions.add_parser(name, help=help_text, description=help_text)
            self.add_output(sub)
            if slug:
                sub.add_argument("slug", help=_("The short name of the corpus."))
            return sub

        action("sample", _("Load the sample corpus; loading it twice changes nothing."), slug=False)
        create = action("create", _("Create an empty corpus."))
        create.add_argument("--name", default="", help=_("Its name on pages; the slug, if not given."))
        create.add_argument(
            "--private", action="store_true", help=_("Only people who are named may read it.")
        )
        add = action("add", _("Add files and folders to a corpus, and index them."))
        add.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=_("A folder or a file."))
        add.add_argument("--manifest", type=Path, help=_("CSV or JSONL that describes the files."))
        action("list", _("List all corpora."), slug=False)
        action("status", _("Tell what a corpus holds and how far its index is."))
        reindex = action(
            "reindex", _("Bring the index up to date: make what is missing, remove what is stale.")
        )
        reindex.add_argument("--encoder", help=_("Build with this encoder; it serves once it is complete."))
        action(
            "mend",
            _("Bring a corpus of an earlier version up to this one; list what must be brought in again."),
        )
        action("clear-cache", _("Forget vectors and texts that are kept for the next import."), slug=False)
        delete = action("delete", _("Delete a corpus with its pictures and its index."))
        delete.add_argument("--yes", action="store_true", required=True, help=_("There is no way back."))

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
            _("Created %(slug)s. Add files with: %(command)s")
            % {"slug": corpus.slug, "command": f"manage.py corpus add {corpus.slug} PATH"},
        )

    def _add(self, slug: str, paths: Sequence[Path], manifest: Path | None, **_options: Any) -> Reply:
        return self._import(find_corpus(slug), paths, manifest)

    def _list(self, **_options: Any) -> Reply:
        corpora = list_corpora()
        lines = [
            f"{each.slug}: {each.name}, {_pictures(each.images)}, {_documents(each.documents)}"
            for each in corpora
        ]
        none = _("There is no corpus yet. Load one with: %(command)s") % {"command": LOAD_SAMPLE}
        text = "\n".join(lines) or none
        return Reply({"corpora": [asdict(each) for each in corpora]}, text)

    def _status(self, slug: str, **_options: Any) -> Reply:
        from webapp.corpora.indexing.lost_vectors import known  # opens the vectors

        corpus = find_corpus(slug)
        status = replace(corpus_status(corpus), lost_vectors=known(corpus))
        return Reply(status.to_json(), _describe(status))

    def _reindex(self, slug: str, encoder: str | None, **_options: Any) -> Reply:
        if encoder is not None:
            from agents.retrieval.encoders import encoder_names

            if encoder.partition(":")[0] not in encoder_names():
                known = ", ".join(encoder_names())
                sentence = gettext_noop("There is no encoder %(name)s; there are: %(known)s.")
                raise BadInput(message(sentence, name=repr(encoder), known=known))
        return self._index(find_corpus(slug), encoder)

    def _mend(self, slug: str, **_options: Any) -> Reply:
        from webapp.corpora.mending import mend  # loads Pillow and its friends

        corpus = find_corpus(slug)
        with progress_bar(_("Mending")) as progress:
            report = mend(corpus, progress)
        indexed = self._index(corpus, None)
        summary = _(
            "Pictures that are as they should be: %(as_they_should_be)s; made anew: %(derived_anew)s; to be "
            "brought in again: %(to_bring_again)s.\n"
            "Documents that an earlier version read: %(documents)s. Bring their files in again to have them "
            "read anew."
        )
        text = f"{summary % report.to_json()}\n{indexed.text}"
        return Reply({"mended": report.to_json(), **indexed.payload}, text)

    def _clear_cache(self, **_options: Any) -> Reply:
        from webapp.corpora.services.derived import forget_all  # knows the encoders

        things, size = forget_all()
        text = ngettext(
            "Forgot %(count)s thing, %(size)s. What is indexed stays indexed.",
            "Forgot %(count)s things, %(size)s. What is indexed stays indexed.",
            things,
        ) % {"count": things, "size": filesizeformat(size)}
        return Reply({"forgotten": things, "bytes": size}, text)

    def _delete(self, slug: str, **_options: Any) -> Reply:
        from webapp.curation.collections.deleting import (
            delete,
        )  # knows the runs, which other actions need not

        report = delete(find_corpus(slug))
        text = _(
            "Deleted %(slug)s. Pictures: %(pictures)s; documents: %(documents)s; files: %(files)s; share "
            "links closed: %(links)s; files kept: %(files_kept)s."
        ) % {"slug": slug, **asdict(report)}
        return Reply({"deleted": slug, **asdict(report)}, text)

    def _import(self, corpus: Corpus, paths: Sequence[Path], manifest: Path | None = None) -> Reply:
        from webapp.corpora.importing.services import import_paths  # loads Pillow and its friends

        with progress_bar(_("Importing")) as progress:
            report = import_paths(corpus, paths, manifest=manifest, progress=progress)
        indexed = self._index(corpus, None)
        summary = _(
            "Added: %(added)s; updated: %(updated)s; unchanged: %(unchanged)s; duplicates: %(duplicates)s; "
            "skipped: %(skipped)s."
        )
        payload = {**report.to_json(), **indexed.payload}
        is_useless = bool(report.problems) and not (report.added + report.updated + report.unchanged)
        return Reply(payload, f"{summary % report.to_json()}\n{indexed.text}", BAD_INPUT if is_useless else 0)

    def _index(self, corpus: Corpus, encoder: str | None) -> Reply:
        from webapp.corpora.indexing.services import index_now  # loads the encoders

        with progress_bar(_("Indexing")) as progress:
            job = index_now(corpus, encoder, progress)
        corpus.refresh_from_db()
        status = corpus_status(corpus)
        payload = {"corpus": corpus.slug, "indexed": job.done, "status": status.to_json()}
        return Reply(payload, _describe(status))


def _describe(status: CorpusStatus) -> str:
    """What it holds, how far its index is, and under that what needs somebody's attention."""
    indexed = {"count": status.images, "indexed": status.indexed_images}
    passages = {"count": status.passages, "indexed": status.indexed_passages}
    encoder = f"{status.encoder or _('none yet')} {status.encoder_version}"
    private = f" ({_('private')})" if status.private else ""
    lines = [
        f"{status.slug}: {status.name}{private}",
        "  " + _("pictures: %(count)s, %(indexed)s indexed") % indexed,
        "  " + _("documents: %(count)s") % {"count": status.documents},
        "  " + _("passages: %(count)s, %(indexed)s indexed") % passages,
        "  " + _("encoder: %(name)s") % {"name": encoder},
        *_left_to_do(status),
        *(
            "  " + _("skipped: %(count)s. %(reason)s") % {"count": files, "reason": translated(reason)}
            for reason, files in status.skipped
        ),
        *(f"  ? {path}: {translated(reason)}" for path, reason in status.notes),
        *(f"  ! {path}: {translated(reason)}" for path, reason in status.problems),
    ]
    return "\n".join(lines)


def _left_to_do(status: CorpusStatus) -> list[str]:
    """What is still to be read, lost, or of an earlier version, and the commands that mend it."""
    lines = []
    if status.waiting_details:
        told = _("searchable, but pictures whose parts and text are still to be read: %(count)s")
        lines.append("  " + told % {"count": status.waiting_details})
    if status.lost_vectors:
        told = _("lost vectors: %(count)s; searches find less than there is. Run %(command)s")
        command = f"manage.py corpus reindex {status.slug}"
        lines.append("  " + told % {"count": status.lost_vectors, "command": command})
    if status.outdated_images or status.outdated_documents:
        counts = f"{_pictures(status.outdated_images)}, {_documents(status.outdated_documents)}"
        told = _("of an earlier version: %(counts)s; see %(command)s")
        lines.append("  " + told % {"counts": counts, "command": f"manage.py corpus mend {status.slug}"})
    return lines


def _pictures(count: int) -> str:
    return ngettext("%(count)s picture", "%(count)s pictures", count) % {"count": count}


def _documents(count: int) -> str:
    return ngettext("%(count)s document", "%(count)s documents", count) % {"count": count}
