"""Unpacks a ZIP archive that somebody else made: nothing leaves the folder, nothing fills the disk."""

import lzma
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agents.messages import message as _
from agents.messages import sentence_of
from webapp.corpora.errors import BadInput
from webapp.corpora.services.manifests import FileReason
from webapp.curation.bringing.staging import clean_path

_PIECE = 1024 * 1024
_MIB = 1024 * 1024
_ENCRYPTED = 0x1
_CLASHES = (FileExistsError, NotADirectoryError, IsADirectoryError)
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What the packers raise at one entry: a broken stream, a wrong checksum, a method that nobody knows."""


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """What an archive may hold. Sizes are counted while they are unpacked, whatever the archive says."""

    entries: int = 250_000
    file_bytes: int = 50 * _MIB
    total_bytes: int = 30 * 1024 * _MIB
    disk_share: float = 0.8
    kept_free_bytes: int = 1024 * _MIB


def unpack(archive: Path, folder: Path, limits: UnpackLimits) -> Iterator[FileReason | None]:
    """Unpack file by file; yields None for each that is there, or why it was left out.

    Raises BadInput for an archive that cannot be used at all. Unpacked again, files take their own place.
    """
    free = _free_bytes(folder)
    left = min(limits.total_bytes, int(free * limits.disk_share), free - limits.kept_free_bytes)
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            if len(entries) > limits.entries:
                raise BadInput(
                    _(
                        "This archive has %(count)s files; %(limit)s is the most.",
                        count=len(entries),
                        limit=limits.entries,
                    )
                )
            for entry in entries:
                if entry.is_dir():
                    continue
                reason, written = _refusal(entry, limits), 0
                try:
                    written = 0 if reason else _write(opened, entry, folder, min(limits.file_bytes, left))
                except _CLASHES:
                    reason = _("The archive has a file and a folder of this name.")
                except _DAMAGES as error:
                    reason = _("It is damaged in the archive: %(error)s.", error=str(error))
                left -= max(written, 0)
                if left <= 0 or (written < 0 and left < limits.file_bytes):
                    raise BadInput(_("This archive unpacks to more than there is room for. Divide it."))
                if written < 0:
                    reason = _too_large(limits)
                yield FileReason(entry.filename[:500], reason) if reason else None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise BadInput(_("This is no ZIP archive that can be read: %(error)s", error=str(error))) from error


def _refusal(entry: zipfile.ZipInfo, limits: UnpackLimits) -> str:
    """Why an entry is not even begun; "" when it may be."""
    if entry.flag_bits & _ENCRYPTED:
        return _("It is locked with a password.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("It is a link and was not followed.")
    if entry.file_size > limits.file_bytes:
        return _too_large(limits)
    try:
        clean_path(entry.filename)
    except BadInput as error:
        return sentence_of(error)
    return ""


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, most_bytes: int) -> int:
    """Bytes written, or -1 when the entry was larger than it may be and is not there."""
    file = folder / clean_path(entry.filename)
    file.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    try:
        with opened.open(entry) as source, file.open("wb") as target:
            while piece := source.read(_PIECE):
                written += len(piece)
                if written > most_bytes:
                    file.unlink()
                    return -1
                target.write(piece)
    except _DAMAGES:
        file.unlink(missing_ok=True)
        raise
    return written


def _too_large(limits: UnpackLimits) -> str:
    return _("It has more than %(limit)s MiB, the most that is taken.", limit=limits.file_bytes // _MIB)


def _free_bytes(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free
