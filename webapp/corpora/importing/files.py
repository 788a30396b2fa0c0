"""Finds the files of an import."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.messages import message as _
from webapp.corpora.errors import MissingPath
from webapp.corpora.importing.manifests import NAMES, FileReason

PATH_LENGTH = 500


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import; `path` is its POSIX path below the import's root, by which the corpus knows it."""

    file: Path
    path: str


def find_files(root: Path) -> Iterator[SourceFile | FileReason]:
    """The files of a folder in the order of their paths, or the one file that `root` is.

    Hidden files and manifests are passed over. A link that leads out of the folder is a FileReason.
    Raises MissingPath.
    """
    if root.is_file():
        yield _named(root, root.name)
    elif root.is_dir():
        yield from _walk(root, root.resolve(), Path(), frozenset())
    else:
        raise MissingPath(_("There is no file or folder %(path)s.", path=str(root)))


def check_paths(paths: Sequence[Path]) -> None:
    """Raise MissingPath before any work is done."""
    for path in paths:
        if not path.exists():
            raise MissingPath(_("There is no file or folder %(path)s.", path=str(path)))


def _walk(
    root: Path, real_root: Path, below: Path, above: frozenset[Path]
) -> Iterator[SourceFile | FileReason]:
    folder = root / below
    if folder.resolve() in above:
        return  # A link to a folder that it lies in.
    above |= {folder.resolve()}
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        relative = below / entry.name
        if entry.name.startswith(".") or (not below.parts and entry.name in NAMES):
            continue
        if entry.is_symlink() and not entry.resolve().is_relative_to(real_root):
            yield FileReason(
                relative.as_posix(), _("This link leads out of the folder and was not followed.")
            )
        elif entry.is_dir():
            yield from _walk(root, real_root, relative, above)
        elif entry.is_file():
            yield _named(entry, relative.as_posix())
        elif entry.is_symlink():
            yield FileReason(relative.as_posix(), _("This link leads nowhere."))


def _named(file: Path, path: str) -> SourceFile | FileReason:
    if len(path) > PATH_LENGTH:
        return FileReason(
            path[:PATH_LENGTH],
            _("Its path is longer than %(limit)s characters.", limit=PATH_LENGTH),
        )
    try:
        path.encode()
    except UnicodeEncodeError:
        return FileReason(
            path.encode(errors="replace").decode(), _("Its name is not valid text. Rename the file.")
        )
    return SourceFile(file, path)
