"""Files that are made once from published weights and kept: networks for onnxruntime, vectors of names."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from agents.retrieval.encoders.errors import EncoderUnavailable

DEFAULT_FOLDER = Path.home() / ".cache" / "sightline"
"""Where programs keep them that name no other folder; Sightline itself keeps them in its home."""
PATIENCE_SECONDS = 600


class MadeFiles:
    """A folder of such files, shared by the processes of an installation: one makes, the others wait.

    Beside each file lies its SHA-256. A file that is missing or does not have it is made anew.
    """

    def __init__(self, folder: Path = DEFAULT_FOLDER) -> None:
        self.folder = folder

    def path(self, name: str, version: str, make: Callable[[Path], None]) -> Path:
        """The file `name`, such as "minilm.onnx", of this version, which `make` writes where there is none.

        Those of other versions are deleted once it is made. Raises EncoderUnavailable, and what `make` does.
        """
        stem, dot, ending = name.partition(".")
        file = self.folder / f"{stem}-{version}{dot}{ending}"
        if _is_whole(file):
            return file
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{stem}.lock", timeout=PATIENCE_SECONDS):
                if not _is_whole(file):
                    _make(file, make)
                    _delete_others(file, stem)
        except (OSError, Timeout) as error:
            raise EncoderUnavailable(
                f"What the encoder needs cannot be written to {self.folder}: {error}. "
                "Let this account write there, and free at least 500 MB."
            ) from error
        return file


def _sum_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _is_whole(file: Path) -> bool:
    try:
        return _checksum(file) == _sum_of(file).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False


def _make(file: Path, make: Callable[[Path], None]) -> None:
    """Under another name until it is whole, so that no process ever reads half a file."""
    unfinished = file.with_name(f"unfinished-{os.getpid()}-{file.name}")
    try:
        make(unfinished)
        _sum_of(file).write_text(_checksum(unfinished), encoding="ascii")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _delete_others(kept: Path, stem: str) -> None:
    for other in kept.parent.glob(f"{stem}-*"):
        if not other.name.startswith(kept.name):
            with suppress(OSError):  # Another process may hold it open, on some systems.
                other.unlink()
