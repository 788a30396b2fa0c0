"""Where the bytes lie: a local folder or any object store that fsspec knows."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Protocol

import fsspec
from fsspec.implementations.local import LocalFileSystem

from media_store.errors import MediaStoreUnavailable
from media_store.messages import message as _


class Files(Protocol):
    """Bytes under relative paths such as "im/ab/x.png". A file is there whole or not at all.

    Every method raises MediaStoreUnavailable where the place itself fails.
    """

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None if there is no such file."""

    def write(self, path: str, data: bytes) -> None:
        """Put a file there, in place of one that may be there already."""

    def create(self, path: str, data: bytes) -> bool:
        """Put a file there unless one is there already; whether this call did it."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""

    def names(self, folder: str) -> list[str]:
        """The sorted names of what is directly in a folder; none if there is no such folder."""


def open_files(url: str) -> Files:
    """The files under a plain path or an fsspec URL.

    Raises MediaStoreUnavailable for an unusable URL, and for a server that does not answer.
    """
    try:
        # Another process may have added a file since a listing was cached.
        filesystem, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except (ImportError, ValueError, OSError) as error:  # Some connect while they are opened.
        raise MediaStoreUnavailable(
            _(
                "The media store cannot be opened: %(error)s. Name a folder, or install the fsspec "
                "package for this kind of address.",
                error=str(error),
            )
        ) from error
    if isinstance(filesystem, LocalFileSystem):
        return LocalFiles(Path(root))
    return ObjectFiles(filesystem, root)


class LocalFiles:
    """Files in a local folder, which is made when the first file is written."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        with _explaining_failure(self._root), suppress(FileNotFoundError):
            return (self._root / path).read_bytes()
        return None

    def write(self, path: str, data: bytes) -> None:
        with _explaining_failure(self._root), self._written(path, data) as written:
            written.replace(self._root / path)

    def create(self, path: str, data: bytes) -> bool:
        with _explaining_failure(self._root), self._written(path, data) as written:
            try:
                # Unlike a rename, a hard link never takes the place of another process's file.
                (self._root / path).hardlink_to(written)
            except FileExistsError:
                return False
        return True

    def exists(self, path: str) -> bool:
        with _explaining_failure(self._root):
            return (self._root / path).is_file()

    def remove(self, path: str) -> None:
        with _explaining_failure(self._root):
            (self._root / path).unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        with _explaining_failure(self._root), suppress(FileNotFoundError):
            return sorted(entry.name for entry in (self._root / folder).iterdir())
        return []

    @contextmanager
    def _written(self, path: str, data: bytes) -> Iterator[Path]:
        """A complete file beside the place where it is to appear; gone afterwards unless it was moved."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        written = target.with_name(f".{uuid.uuid4().hex}.part")
        try:
            written.write_bytes(data)
            yield written
        finally:
            written.unlink(missing_ok=True)


class ObjectFiles:
    """Files in an object store, where one put makes a whole object appear."""

    def __init__(self, filesystem: fsspec.AbstractFileSystem, root: str) -> None:
        self._filesystem = filesystem
        self._root = PurePosixPath(root)

    def read(self, path: str) -> bytes | None:
        with _explaining_failure(self._root), suppress(FileNotFoundError):
            return bytes(self._filesystem.cat_file(self._at(path)))
        return None

    def write(self, path: str, data: bytes) -> None:
        with _explaining_failure(self._root):
            self._filesystem.pipe_file(self._at(path), data)

    def create(self, path: str, data: bytes) -> bool:
        with _explaining_failure(self._root):
            try:
                self._filesystem.pipe_file(self._at(path), data, mode="create")
            except FileExistsError:
                return False
        return True

    def exists(self, path: str) -> bool:
        with _explaining_failure(self._root):
            return bool(self._filesystem.isfile(self._at(path)))

    def remove(self, path: str) -> None:
        with _explaining_failure(self._root), suppress(FileNotFoundError):
            self._filesystem.rm_file(self._at(path))

    def names(self, folder: str) -> list[str]:
        with _explaining_failure(self._root), suppress(FileNotFoundError):
            return sorted(
                PurePosixPath(name).name for name in self._filesystem.ls(self._at(folder), detail=False)
            )
        return []

    def _at(self, path: str) -> str:
        return str(self._root / path)


@contextmanager
def _explaining_failure(root: Path | PurePosixPath) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MediaStoreUnavailable(
            _(
                "The media store at %(root)s cannot be used: %(error)s. Check that it exists, has "
                "room, and that this program may read and write it.",
                root=str(root),
                error=error.strerror or str(error),
            )
        ) from error
