"""What the manifest of an export finds: files that changed, went or came."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.events import StepDecided
from agents.exports.folder import validate_export
from agents.exports.manifest import (
    SCHEMA_VERSION,
    ExportFormat,
    Filters,
    LeftOut,
    Manifest,
    hash_files,
    read_manifest,
    validate_manifest,
    write_manifest,
)
from tests.agents.context.runs import uid
from tests.agents.exports.journals import change, looking, planning, write_sample, write_trace


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An export of one run with three pictures."""
    write_sample(tmp_path, [*looking(2), StepDecided(3, "Enough", ())])
    write_manifest(tmp_path, manifest_of(tmp_path, ExportFormat.SHAREGPT, pictures=3))
    return tmp_path


def manifest_of(folder: Path, form: ExportFormat, pictures: int) -> Manifest:
    left_out = (LeftOut(8, "Nothing was decided in it yet."),)
    return Manifest(
        SCHEMA_VERSION, form, "2026-01-31T17:05:09+00:00", 1, (7,), pictures, hash_files(folder),
        Filters(corpora=("sea",), supported=True), left_out,
    )  # fmt: skip


def test_a_manifest_can_be_read_again(exported: Path) -> None:
    assert read_manifest(exported / "manifest.json") == manifest_of(exported, ExportFormat.SHAREGPT, 3)


def test_a_manifest_names_every_file_but_itself(exported: Path) -> None:
    files = json.loads((exported / "manifest.json").read_text())["files"]
    assert set(files) == {"sharegpt.jsonl", *(f"images/{uid(n)}.jpg" for n in (1, 2, 9_000))}
    assert all(len(digest) == 64 for digest in files.values())


def test_an_export_as_it_was_written_has_no_problems(exported: Path) -> None:
    assert validate_export(exported) == []


def test_traces_are_counted_by_their_files(tmp_path: Path) -> None:
    write_trace(tmp_path, planning())
    write_manifest(tmp_path, manifest_of(tmp_path, ExportFormat.LMM_TRACE, pictures=2))
    assert validate_export(tmp_path) == []


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed line": (
        lambda folder: change(folder / "sharegpt.jsonl", "What", "Who"),
        "sharegpt.jsonl was changed after the export.",
    ),
    "a changed picture": (
        lambda folder: (folder / f"images/{uid(1)}.jpg").write_bytes(b"other"),
        f"images/{uid(1)}.jpg was changed after the export.",
    ),
    "a picture that is gone": (
        lambda folder: (folder / f"images/{uid(1)}.jpg").unlink(),
        f"There is no file images/{uid(1)}.jpg.",
    ),
    "a file that came": (
        lambda folder: (folder / "more.txt").touch(),
        "more.txt is not in manifest.json.",
    ),
    "a count that is wrong": (
        lambda folder: change(folder / "manifest.json", '"count": 1', '"count": 2'),
        "manifest.json counts 2 runs and names 1.",
    ),
    "a newer version": (
        lambda folder: change(folder / "manifest.json", '"schema_version": 1', '"schema_version": 9'),
        "manifest.json is of version 9; 1 is understood.",
    ),
    "a path out of the folder": (
        lambda folder: change(folder / "manifest.json", '"sharegpt.jsonl"', '"../sharegpt.jsonl"'),
        "There is no file ../sharegpt.jsonl.",
    ),
    "an unknown format": (
        lambda folder: change(folder / "manifest.json", '"sharegpt"', '"alpaca"'),
        "manifest.json: format: give one of: 'lmm-trace', 'sharegpt', 'chatml'",
    ),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "There is no file manifest.json."),
}


@pytest.mark.parametrize(("spoil", "problem"), SPOILT.values(), ids=SPOILT)
def test_what_was_changed_is_found(exported: Path, spoil: Callable[[Path], object], problem: str) -> None:
    spoil(exported)
    assert problem in validate_manifest(exported / "manifest.json")
    assert problem in validate_export(exported)


def test_pictures_that_were_not_counted_are_found(tmp_path: Path) -> None:
    write_trace(tmp_path, planning())
    write_manifest(tmp_path, manifest_of(tmp_path, ExportFormat.LMM_TRACE, pictures=5))
    assert validate_export(tmp_path) == ["manifest.json counts 5 pictures, there are 2."]
