"""Writing runs into a folder for other programs: lines to train on or traces to look at, with a manifest."""

import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from agents.errors import JournalError, SightlineError
from agents.events import from_payload
from agents.exports.chatml import chatml_line
from agents.exports.conversation import converse
from agents.exports.folder import IMAGES, LINES
from agents.exports.lmm_searcher import trace_of
from agents.exports.manifest import (
    SCHEMA_VERSION,
    ExportFormat,
    Filters,
    LeftOut,
    Manifest,
    hash_files,
    write_manifest,
)
from agents.exports.record import RunRecord
from agents.exports.samples import sample_of
from agents.exports.sharegpt import sharegpt_line
from agents.messages import message as _
from agents.messages import sentence_of
from media_store import MediaError, MediaStore, MediaStoreUnavailable, Rendition
from webapp.corpora.errors import BadInput
from webapp.media.stores import open_media_store
from webapp.runs.models import Run, RunEvent

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}
_STOPPED = (Run.Status.FAILED, Run.Status.CANCELLED)


class ExportFailed(SightlineError):
    """An export could not be written, or nothing in it could."""


class NotExportable(Exception):
    """A run that cannot be written in a format; the message says why."""


def select(filters: Filters) -> list[Run]:
    """The runs that fit, by id. Raises BadInput for a run that does not exist, and when none fits."""
    runs: QuerySet[Run] = Run.objects.order_by("pk")
    if filters.runs:
        known = set(Run.objects.filter(pk__in=filters.runs).values_list("pk", flat=True))
        if missing := sorted(set(filters.runs) - known):
            raise BadInput(_("There is no run %(run)s.", run=", ".join(map(str, missing))))
        runs = runs.filter(pk__in=known)
    if filters.corpora:
        runs = runs.filter(corpora__slug__in=filters.corpora).distinct()
    if filters.status:
        runs = runs.filter(status=filters.status)
    if filters.supported:
        supported = RunEvent.objects.filter(kind="answer_given", payload__answer__is_supported=True)
        runs = runs.filter(pk__in=supported.values("run"))
    if not (found := list(runs)):
        raise BadInput(_("No run fits what was asked for."))
    return found


def export(form: ExportFormat, target: Path, filters: Filters) -> Manifest:
    """Write the runs that fit into a new folder, all or nothing.

    A run that cannot be written is left out, and the manifest says why. Raises BadInput for a target that
    holds something and when no run fits, ExportFailed when nothing could be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput(
            _("%(folder)s is not empty. Choose a new folder, or delete that one first.", folder=str(target))
        )
    runs = select(filters)
    folder = target.absolute().with_name(f".{target.absolute().name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        try:
            manifest = _write(form, folder, runs, filters)
            folder.rename(target)
            return manifest
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise ExportFailed(_("The export could not be written: %(error)s", error=str(error))) from error


def _write(form: ExportFormat, folder: Path, runs: Collection[Run], filters: Filters) -> Manifest:
    gallery = _Gallery(open_media_store(), folder)
    writer = _Traces(gallery) if form is ExportFormat.LMM_TRACE else _SampleLines(gallery, form)
    written: list[int] = []
    left_out: list[LeftOut] = []
    for run in runs:
        try:
            rows = RunEvent.objects.filter(run=run).order_by("seq").values_list("kind", "payload", "created")
            events = [(from_payload(kind, payload), created) for kind, payload, created in rows]
            times = tuple(created for _event, created in events)
            message = run.message if run.status in _STOPPED else ""
            writer.write(RunRecord(run.pk, tuple(event for event, _created in events), times, message))
        except MediaStoreUnavailable:
            raise
        except (NotExportable, JournalError, MediaError) as problem:
            left_out.append(LeftOut(run.pk, sentence_of(problem)))
        else:
            written.append(run.pk)
    if not written:
        raise ExportFailed(
            _(
                "None of %(count)s runs could be written. Run %(run)s: %(reason)s",
                count=len(runs),
                run=str(left_out[0].run),
                reason=left_out[0].reason,
            )  # fmt: skip
        )
    manifest = Manifest(
        SCHEMA_VERSION, form, timezone.now().isoformat(timespec="seconds"), len(written), tuple(written),
        gallery.count, hash_files(folder), filters, tuple(left_out),
    )  # fmt: skip
    write_manifest(folder, manifest)
    return manifest


@dataclass(slots=True)
class _Gallery:
    """Copies pictures as a model gets to see them: in the size of their `view`, JPEG or PNG."""

    store: MediaStore
    folder: Path
    count: int = 0

    def endings(self, uids: Collection[str]) -> dict[str, str]:
        """The ending of each picture's file. Raises MediaError for one that cannot be had."""
        return {uid: _ENDINGS[self.store.rendition_facts(uid, Rendition.VIEW).mime] for uid in uids}

    def copy(self, uid: str, name: str) -> None:
        """Write a picture under a path of the export, once."""
        path = self.folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.store.rendition(uid, Rendition.VIEW))
            self.count += 1


@dataclass(slots=True)
class _Traces:
    """A file and a folder of pictures for each run."""

    gallery: _Gallery

    def write(self, record: RunRecord) -> None:
        conversation = converse(record.events)
        trace = trace_of(record, conversation, self.gallery.endings(conversation.pictures))
        for name, uid in trace.pictures.items():
            self.gallery.copy(uid, name)
        text = trace.log.model_dump_json(by_alias=True, exclude_none=True, indent=2)
        (self.gallery.folder / trace.name).write_text(f"{text}\n", encoding="utf-8")


@dataclass(slots=True)
class _SampleLines:
    """A line for each run, and each picture once."""

    gallery: _Gallery
    form: ExportFormat

    def write(self, record: RunRecord) -> None:
        sample = sample_of(converse(record.events))
        if sample is None:
            raise NotExportable(_("Nothing was decided in it yet."))
        endings = self.gallery.endings(set(sample.pictures))
        paths = {uid: f"{IMAGES}/{uid}{ending}" for uid, ending in endings.items()}
        for uid, name in paths.items():
            self.gallery.copy(uid, name)
        with (self.gallery.folder / LINES[self.form]).open("a", encoding="utf-8") as file:
            line = (
                sharegpt_line(sample, paths)
                if self.form is ExportFormat.SHAREGPT
                else chatml_line(sample, paths)
            )
            file.write(f"{line}\n")
