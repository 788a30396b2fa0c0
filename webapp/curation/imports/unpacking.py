"""Unpacks a ZIP archive that somebody else made: nothing leaves the folder, nothing fills the disk."""

import errno
import io
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agents.messages import message as _
from agents.messages import sentence_of
from media_store.limits import GIB, MIB
from webapp.corpora.errors import BadInput
from webapp.corpora.importing.manifests import FileReason
from webapp.curation.imports.staging import clean_path

_PIECE = MIB
_ENCRYPTED = 0x1
_LOCAL_HEADER_BYTES = 30
_DIRECTORY_SIGNATURE = b"PK\1\2"
_MAX_DIRECTORY_BYTES_PER_ENTRY = 512
"""Of the list of files at an archive's end; a usual entry has 46 and its name."""
_CLASHES = (FileExistsError, NotADirectoryError, IsADirectoryError)
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, MemoryError,
)  # fmt: skip
"""What the packers raise at one entry: a broken stream, a wrong checksum, a method that nobody knows, a place
beyond every file, a stream that wants gigabytes for itself."""
_DAMAGE_ERRNOS = {None, errno.EINVAL}
"""Of an OSError that is no fault of the disk: at a broken stream of bz2, and at a place below zero."""
_NAME_ERRNOS = {errno.ENAMETOOLONG, errno.EILSEQ}
"""Of an OSError at a name that this file system does not take."""


class UnreadableArchive(BadInput):
    """An archive of which nothing can be read."""


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """What an archive may hold. Sizes are counted while they are unpacked, whatever the archive says."""

    entries: int = 250_000
    file_bytes: int = 50 * MIB
    total_bytes: int = 30 * GIB
    disk_share: float = 0.8
    kept_free_bytes: int = GIB


@dataclass(slots=True)
class Unpacker:
    """Unpacks archives into one folder, where no file takes the place of another."""

    folder: Path
    limits: UnpackLimits = field(default_factory=UnpackLimits)
    _kept: set[tuple[int, int]] = field(default_factory=set)
    """The files that were written, by what the file system knows them by: to some, a.png is A.PNG."""

    def unpack(self, archive: Path) -> Iterator[FileReason | None]:
        """Unpack file by file; yields None for each that is there, or why it was left out.

        Raises UnreadableArchive, and BadInput for more than there is room for. Unpacked again by a new
        Unpacker, files take their own place.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        free, limits = shutil.disk_usage(self.folder).free, self.limits
        left = min(limits.total_bytes, int(free * limits.disk_share), free - limits.kept_free_bytes)
        with _opened(archive, limits) as opened:
            entries = [entry for entry in opened.infolist() if not entry.filename.endswith("/")]
            if not entries:
                raise UnreadableArchive(_("There are no files in this archive."))
            reasons = [_refusal(entry, limits) for entry in entries]
            for place in _overlapping(entries, opened.start_dir):
                reasons[place] = reasons[place] or _("The archive gives it bytes that are not its own.")
            announced = zip(entries, reasons, strict=True)
            if sum(entry.file_size for entry, reason in announced if not reason) > left:
                raise _no_room()
            for entry, refusal in zip(entries, reasons, strict=True):
                reason, written = refusal, 0
                if not reason:
                    reason, written = self._take(opened, entry, min(limits.file_bytes, left))
                left -= max(written, 0)
                if left <= 0 or (written < 0 and left < limits.file_bytes):
                    raise _no_room()
                yield FileReason(entry.filename[:500] or archive.name, reason) if reason else None

    def _take(self, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> tuple[str, int]:
        """Why an entry is not there, or ""; and the bytes written, -1 when it was larger than it may be."""
        try:
            written = self._write(opened, entry, most_bytes)
        except _CLASHES:
            return _("The archive has a file and a folder of this name."), 0
        except _DAMAGES as error:
            return _damage(error), 0
        except OSError as error:
            if error.errno in _NAME_ERRNOS:
                return _("This file has no name that can be kept."), 0
            if error.errno not in _DAMAGE_ERRNOS:
                raise
            return _damage(error), 0
        if written is None:
            return _("There are two files of this name, and the first was kept."), 0
        return (_too_large(self.limits) if written < 0 else ""), written

    def _write(self, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> int | None:
        """Bytes written; -1 when there were more, None when another file has its place."""
        file = self.folder / clean_path(entry.orig_filename)
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and _identity(file) in self._kept:
            return None
        written = 0
        try:
            with opened.open(entry) as source, file.open("wb") as target:
                while piece := source.read(_PIECE):
                    written += len(piece)
                    if written > most_bytes:
                        file.unlink()
                        return -1
                    target.write(piece)
        except (*_DAMAGES, OSError):
            file.unlink(missing_ok=True)
            raise
        self._kept.add(_identity(file))
        return written


@contextmanager
def _opened(archive: Path, limits: UnpackLimits) -> Iterator[zipfile.ZipFile]:
    """The archive with its list of files. Raises UnreadableArchive."""
    with _Counted(archive, limits) as file:
        try:
            opened = zipfile.ZipFile(file)
        except (*_DAMAGES, OSError) as error:
            if isinstance(error, OSError) and error.errno not in _DAMAGE_ERRNOS:
                raise
            raise UnreadableArchive(
                _("This is no ZIP archive that can be read: %(error)s", error=str(error))
            ) from error
        with opened:
            if len(opened.infolist()) > limits.entries:
                raise _too_many(len(opened.infolist()), limits)
            yield opened


class _Counted(io.BufferedReader):
    """The bytes of an archive. Its list of files, all that is ever read at once, is counted before it is read
    into objects: there is room for hundreds of millions in what people may send.
    """

    def __init__(self, archive: Path, limits: UnpackLimits) -> None:
        super().__init__(io.FileIO(archive))
        self._limits = limits

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size <= _PIECE:
            return super().read(size)
        most_bytes = self._limits.entries * _MAX_DIRECTORY_BYTES_PER_ENTRY
        found = super().read(min(size, most_bytes + 1))
        count = found.count(_DIRECTORY_SIGNATURE)
        if len(found) > most_bytes or count > self._limits.entries:
            raise _too_many(count, self._limits)
        return found


def _refusal(entry: zipfile.ZipInfo, limits: UnpackLimits) -> str:
    """Why an entry is not even begun; "" when it may be."""
    if entry.flag_bits & _ENCRYPTED:
        return _("It is locked with a password.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return _("It is a link and was not followed.")
    if kind not in (0, stat.S_IFREG):
        return _("It is a folder, a device or a pipe, and no file.")
    if entry.file_size > limits.file_bytes:
        return _too_large(limits)
    try:
        clean_path(entry.orig_filename)  # As it was before Python cut it at a NUL.
    except BadInput as error:
        return sentence_of(error)
    return ""


def _overlapping(entries: Sequence[zipfile.ZipInfo], end: int) -> Iterator[int]:
    """Which entries run into the next, or over the `end` of all: a few bytes could stand for terabytes."""
    order = sorted(range(len(entries)), key=lambda place: entries[place].header_offset)
    limits = [*(entries[place].header_offset for place in order[1:]), end]
    for place, limit in zip(order, limits, strict=False):  # Where there is no entry, the end is no limit.
        entry = entries[place]
        name_bytes = len(entry.orig_filename)  # At least: a letter has one byte or more.
        if entry.header_offset + _LOCAL_HEADER_BYTES + name_bytes + entry.compress_size > limit:
            yield place


def _identity(file: Path) -> tuple[int, int]:
    known = file.stat()
    return known.st_dev, known.st_ino


def _damage(error: Exception) -> str:
    return _("It is damaged in the archive: %(error)s.", error=str(error) or type(error).__name__)


def _too_large(limits: UnpackLimits) -> str:
    return _("It has more than %(limit)s MiB, the most that is taken.", limit=limits.file_bytes // MIB)


def _too_many(count: int, limits: UnpackLimits) -> BadInput:
    return UnreadableArchive(
        _("This archive has %(count)s files; %(limit)s is the most.", count=count, limit=limits.entries)
    )


def _no_room() -> BadInput:
    return BadInput(_("This archive unpacks to more than there is room for. Divide it."))
