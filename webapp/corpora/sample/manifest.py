"""The manifest of a corpus folder: one row a picture, as the importer reads it."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

TAG_SEPARATOR = ";"


@dataclass(frozen=True)
class ManifestRow:
    """What is said about one picture; `file` is relative to the manifest, `tags` are joined by semicolons."""

    file: str
    title: str
    caption: str
    tags: str
    source_url: str
    license: str


def write_manifest(path: Path, rows: Iterable[ManifestRow]) -> None:
    """Write `rows` as UTF-8 CSV with a header line, in the order given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(ManifestRow))
        writer.writerows(astuple(row) for row in rows)
