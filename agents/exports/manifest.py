"""What an export holds: which runs, chosen how, and a hash of every file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agents.exports.checks import in_file, is_inside
from agents.messages import message as _
from agents.parsing.validation import explain

SCHEMA_VERSION = 1
NAME = "manifest.json"


class ExportFormat(StrEnum):
    """What runs can be written as."""

    LMM_TRACE = "lmm-trace"
    SHAREGPT = "sharegpt"
    CHATML = "chatml"


@dataclass(frozen=True, slots=True)
class Filters:
    """How runs were chosen: all that is given has to fit; of several corpora or runs, one."""

    runs: tuple[int, ...] = ()
    corpora: tuple[str, ...] = ()
    status: str = ""
    supported: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A run that was chosen and could not be written, with the reason as a sentence."""

    run: int
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """An export.

    `runs` are in the order of their lines, `count` says how many they are, `pictures` how many files of
    pictures; `created` is a time in ISO 8601, `files` has the SHA-256 of every other file by its path.
    """

    schema_version: int
    format: ExportFormat
    created: str
    count: int
    runs: tuple[int, ...]
    pictures: int
    files: Mapping[str, str]
    filters: Filters = field(default_factory=Filters)
    left_out: tuple[LeftOut, ...] = ()


_ADAPTER = TypeAdapter(Manifest)


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file under a folder by its path, but for the manifest."""
    return {name: _hash(folder / name) for name in _names(folder)}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest as the last file of an export."""
    (folder / NAME).write_bytes(_ADAPTER.dump_json(manifest, indent=2) + b"\n")


def read_manifest(path: Path) -> Manifest:
    """The manifest of a file. Raises OSError or pydantic's ValidationError."""
    return _ADAPTER.validate_json(path.read_bytes())


def validate_manifest(path: Path) -> list[str]:
    """Problems of a manifest and of the files beside it, as sentences."""
    if not path.is_file():
        return [_("There is no file %(name)s.", name=path.name)]
    try:
        manifest = read_manifest(path)
    except ValidationError as error:
        return in_file(path, explain(error))
    if manifest.schema_version != SCHEMA_VERSION:
        return [
            _(
                "%(file)s is of version %(written)s; %(known)s is understood.",
                file=path.name, written=manifest.schema_version, known=SCHEMA_VERSION,
            )
        ]  # fmt: skip
    folder, problems = path.parent, list[str]()
    for name, expected in manifest.files.items():
        if not is_inside(folder, name) or not (folder / name).is_file():
            problems.append(_("There is no file %(name)s.", name=name))
        elif _hash(folder / name) != expected:
            problems.append(_("%(name)s was changed after the export.", name=name))
    unlisted = sorted(set(_names(folder)) - manifest.files.keys())
    problems += [_("%(name)s is not in %(file)s.", name=name, file=path.name) for name in unlisted]
    if manifest.count != len(manifest.runs):
        counts = {"said": manifest.count, "named": len(manifest.runs)}
        problems.append(_("%(file)s counts %(said)s runs and names %(named)s.", file=path.name, **counts))
    return problems


def _names(folder: Path) -> list[str]:
    files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return sorted(name for file in files if (name := file.as_posix()) != NAME)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
