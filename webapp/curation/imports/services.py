"""Imports on their way: gathered, looked through, brought in; each step can be left and taken up again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agents.documents.formats import HEAD_BYTES, format_of
from agents.documents.text.decoding import with_mark
from agents.errors import SightlineError
from agents.messages import message as _
from agents.messages import sentence_of, write_message
from agents.web.errors import FetchFailed, FetchRefused
from media_store import MediaError
from webapp.corpora.errors import BadInput
from webapp.corpora.importing.checking import check_folder
from webapp.corpora.importing.manifests import (
    NAMES,
    FileReason,
    Manifest,
    TablePreview,
    find_manifest,
    names_files,
    preview_table,
    read_manifest,
)
from webapp.corpora.importing.services import import_paths
from webapp.corpora.importing.tally import ImportReport
from webapp.corpora.indexing import services as indexing
from webapp.corpora.models import Corpus
from webapp.corpora.services.media_uses import remove_unused
from webapp.curation import jobs
from webapp.curation.imports import staging
from webapp.curation.imports.unpacking import Unpacker, UnpackLimits, UnreadableArchive
from webapp.curation.jobs import Progress
from webapp.curation.models import Change, CurationJob, Import
from webapp.env import names
from webapp.fetching import fetcher
from webapp.http.outages import is_passing
from webapp.work.jobs import Stopped, wish
from webapp.work.leases import LeaseLost

MAX_ADDRESSES = 1_000
KEPT_FOR = timedelta(days=7)
"""How long files wait for an import that nobody touches."""
_SHOWN = 200
Kind, State = Import.Kind, Import.State


def start(corpus: Corpus, person: User, kind: Import.Kind, options: Mapping[str, object]) -> Import:
    """An import that gathers files. Raises BadInput for options that will not do."""
    if kind == Kind.FOLDER:
        allowed_folder(str(options.get("folder", "")))
    if kind == Kind.ADDRESSES:
        lines = str(options.get("addresses", "")).splitlines()
        addresses = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if not addresses:
            raise BadInput(_("Write one address a line."))
        if len(addresses) > MAX_ADDRESSES:
            raise BadInput(_("Give at most %(count)s addresses at a time.", count=MAX_ADDRESSES))
        options = {"addresses": addresses}
    return Import.objects.create(corpus=corpus, person=person, kind=kind, options=dict(options))


def allowed_folder(path: str) -> Path:
    """A folder of the server that files may be brought in from. Raises BadInput for every other."""
    folder = Path(path).resolve()
    roots = [Path(root).resolve() for root in names(settings.ENV.import_folders)]
    if not path or not any(folder == root or root in folder.parents for root in roots):
        raise BadInput(_("Files may not be brought in from there. An administrator allows folders."))
    if not folder.is_dir():
        raise BadInput(_("There is no such folder on the server."))
    return folder


def look_through(found: Import) -> None:
    """Have a worker say what the import would bring. Raises BadInput when there is nothing yet."""
    if found.kind in (Kind.FILES, Kind.ZIP) and not any(staging.received(found)):
        raise BadInput(_("There are no files yet. Add some first."))
    _queue(found, "check_import", State.CHECKING)


@transaction.atomic
def look_through_as(found: Import, columns: dict[str, str]) -> None:
    """The same once more, with which of our columns each of the table's stands for. Raises BadInput."""
    found.options["columns"] = columns
    found.save(update_fields=["options"])
    look_through(found)


def bring_in(found: Import) -> None:
    """Have a worker do the import that was looked through."""
    _queue(found, "bring_in", State.IMPORTING)


def cancel(found: Import) -> None:
    """Give an import up: its files are deleted; what was brought in already stays."""
    if found.job:
        wish(found.job, CurationJob.Wish.CANCEL)
    Import.objects.filter(pk=found.pk).update(state=State.CANCELLED)
    _let_go(found)


@dataclass(frozen=True, slots=True)
class LoneTable:
    """The table that came with the files: its head, and whether it describes them or is a document."""

    name: str
    is_manifest: bool
    head: TablePreview


def lone_table(found: Import) -> LoneTable | None:
    """The table that came with the files, if one did. Raises BadManifest."""
    table, said = _lone_table(_root(found)), found.options.get("columns")
    if table is None or table.suffix.lower() != ".csv":
        return None
    head = preview_table(table)
    if said:
        head = replace(head, columns=tuple((own, said.get(own, "")) for own, _taken in head.columns))
    return LoneTable(table.name, _is_manifest(table, said), head)


def check(job: CurationJob, progress: Progress) -> None:
    """The dry run: gather what is still elsewhere, then compare every file with the corpus."""
    found = Import.objects.get(pk=job.detail["import"])
    if _has_ended(found):
        return
    with _failing(found):
        problems = list[FileReason]()
        if found.kind == Kind.ZIP:
            problems = _unpack(found, progress)
        elif found.kind == Kind.ADDRESSES:
            problems = _fetch(found, progress)
        found.report = {"gathered": _written(problems), "gathered_count": len(problems)}
        report, changes, stored = check_folder(found.corpus, _root(found), _manifest(found), progress)
        found.report["changes"] = [[each.path, each.change, each.kind] for each in changes]
        staging.home_of(found).mkdir(parents=True, exist_ok=True)
        (staging.home_of(found) / "stored.json").write_text(json.dumps(stored))
        _finish(found, State.CHECKED, report)


def import_now(job: CurationJob, progress: Progress) -> None:
    """The import; again it goes on, and changes nothing that is there."""
    found = Import.objects.get(pk=job.detail["import"])
    if _has_ended(found):
        return
    with _failing(found):
        report = import_paths(
            found.corpus, [_root(found)], manifest=_manifest(found), progress=progress,
            origin=f"import {found.pk}",
        )  # fmt: skip
        indexing.enqueue(found.corpus, found.corpus.encoder or None)
        with transaction.atomic():
            _finish(found, State.FINISHED, report)
            if found.changes_corpus:
                counts = {"added": report.added, "updated": report.updated}
                Change.objects.create(
                    corpus=found.corpus, person=found.person, action=Change.Action.IMPORT,
                    detail={"import": found.pk, **counts},
                )  # fmt: skip
        _let_go(found)


def remove_outdated() -> None:
    """Delete the files of imports that nobody has touched for long."""
    outdated = Import.objects.filter(touched__lt=timezone.now() - KEPT_FOR)
    for found in outdated.filter(state__in=(State.GATHERING, State.CHECKED)):
        cancel(found)
    for found in outdated.filter(state=State.FAILED):
        if staging.home_of(found).exists():
            _let_go(found)


def settle(imports: QuerySet[Import]) -> None:
    """An import whose job ended without a word to it, because it was cancelled or killed, ends as well."""
    working = imports.filter(state__in=(State.CHECKING, State.IMPORTING))
    for ended, state in (
        (CurationJob.Status.CANCELLED, State.CANCELLED),
        (CurationJob.Status.FAILED, State.FAILED),
    ):
        found = working.filter(job__status=ended)
        if found.exists():  # A page that has nothing to write is shown while nobody can write.
            found.update(state=state)


def _has_ended(found: Import) -> bool:
    """Whether the import was brought in or given up; what an interruption may have left of it is deleted."""
    has_ended = found.state in (State.FINISHED, State.CANCELLED)
    if has_ended:
        _let_go(found)
    return has_ended


@contextmanager
def _failing(found: Import) -> Iterator[None]:
    """Whatever ends the work of an import, its state says so; one that is put down or goes on later waits."""
    try:
        yield
    except LeaseLost:
        raise
    except Stopped as stopped:
        if stopped.status == CurationJob.Status.CANCELLED:
            cancel(found)
        raise
    except BaseException as error:
        if is_passing(error):
            raise
        if isinstance(error, SightlineError | MediaError):
            failure = sentence_of(error)
        elif files := getattr(error, "__notes__", [""])[0]:
            failure = _(
                "This import stopped at an error, and the log says which. It was at: %(files)s. "
                "What was done before stays.",
                files=files,
            )
        else:
            failure = _(
                "This import stopped at an error, and the log says which. What was done before stays."
            )
        report = {**found.report, "failure": write_message(failure)}
        Import.objects.filter(pk=found.pk).update(state=State.FAILED, report=report)
        raise


def _queue(found: Import, kind: str, state: Import.State) -> None:
    with transaction.atomic():
        found.job = jobs.enqueue(found.corpus, kind, found.person, {"import": found.pk})
        found.state = state
        found.save(update_fields=["job", "state", "touched"])


def _finish(found: Import, state: Import.State, report: ImportReport) -> None:
    """Tell what came of the files, and of those that were not even had: the import does not gather again."""
    gathered, count = found.report.get("gathered", []), found.report.get("gathered_count", 0)
    found.report = {
        **report.to_json(), "changes": found.report.get("changes", []),
        "gathered": gathered, "gathered_count": count,
        "problems": [*gathered, *_written(report.problems)][:_SHOWN],
        "problem_count": count + len(report.problems),
        "notes": _written(report.notes),
        "skipped_kinds": [[write_message(reason), count] for reason, count in report.skipped_kinds[:_SHOWN]],
    }  # fmt: skip
    found.state = state
    working = Import.objects.filter(pk=found.pk).exclude(state=State.CANCELLED)
    working.update(report=found.report, state=state, touched=timezone.now())


def _written(reasons: Sequence[FileReason]) -> list[list[object]]:
    return [[each.path, write_message(each.reason)] for each in reasons[:_SHOWN]]


def _root(found: Import) -> Path:
    if found.kind == Kind.FOLDER:
        return allowed_folder(str(found.options["folder"]))
    return staging.home_of(found) / "unpacked" if found.kind == Kind.ZIP else staging.folder_of(found)


def _unpack(found: Import, progress: Progress) -> list[FileReason]:
    unpacker = Unpacker(_root(found), UnpackLimits(file_bytes=settings.ENV.max_upload_bytes))
    problems: list[FileReason] = []
    archives = sorted(path for path, _size in staging.received(found))
    for path in archives:
        try:
            for number, reason in enumerate(unpacker.unpack(staging.folder_of(found) / path)):
                problems += [reason] if reason else []
                if number % 100 == 0:
                    progress(number, 0)
        except UnreadableArchive as error:
            if len(archives) == 1:
                raise
            problems.append(FileReason(path, sentence_of(error)))
    return problems


def _fetch(found: Import, progress: Progress) -> list[FileReason]:
    """Fetch each address once; the manifest says where each file came from."""
    folder, problems, lines = staging.folder_of(found), list[FileReason](), list[str]()
    folder.mkdir(parents=True, exist_ok=True)
    addresses = found.options["addresses"]
    for number, address in enumerate(addresses, start=1):
        # The last part of the address behind a digest of it, so that two are never one.
        digest = hashlib.sha256(address.encode()).hexdigest()[:8]
        last = PurePosixPath(unquote(urlsplit(address).path)).name
        kept = "".join(each if each.isalnum() or each in "-_." else "-" for each in last)[-80:].lstrip(".")
        name = f"{digest}-{kept or 'file'}"
        try:
            if not (folder / name).exists():
                fetched = fetcher().fetch(address)
                form, content = format_of(name, head=fetched.content[:HEAD_BYTES]), fetched.content
                if form is not None and form.media_type.startswith("text/"):
                    # What the server says of its encoding is written into a text.
                    content = with_mark(content, fetched.declared_encoding)
                (folder / name).write_bytes(content)
            lines.append(json.dumps({"file": name, "source_url": address}))
        except (FetchFailed, FetchRefused) as error:
            problems.append(FileReason(address[:500], sentence_of(error)))
        progress(number, len(addresses))
    (folder / "manifest.jsonl").write_text("\n".join(lines))
    return problems


def _manifest(found: Import) -> Manifest:
    """What describes the files: the folder's own manifest, else a lone table that names files.

    A table that names none is a document, unless a person has said what its columns mean.
    """
    table, columns = _lone_table(_root(found)), found.options.get("columns")
    return read_manifest(table, columns) if table and _is_manifest(table, columns) else Manifest()


def _is_manifest(table: Path, columns: object) -> bool:
    return table.name in NAMES or bool(columns) or names_files(table)


def _lone_table(root: Path) -> Path | None:
    """The folder's own manifest, else the only table that lies at its top."""
    if not root.is_dir():
        return None
    tables = [each for each in root.iterdir() if each.suffix.lower() in (".csv", ".jsonl", ".ndjson")]
    return find_manifest(root) or (tables[0] if len(tables) == 1 else None)


def _let_go(found: Import) -> None:
    """Delete its files, and the pictures that were stored for the dry run alone."""
    stored = staging.home_of(found) / "stored.json"
    uids = json.loads(stored.read_text()) if stored.exists() else []
    remove_unused(dict.fromkeys(uids))
    staging.remove(found)
