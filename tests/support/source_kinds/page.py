"""A kind of source as a newcomer would add it: snapshots of web pages, each read by whoever sees its run.

This file is all there is of it: put into `webapp/runs/source_kinds`, it works. Its rows are files, for tests.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from agents.sources import SourceRef, StoredSource
from webapp.access import Person
from webapp.runs import run_access
from webapp.runs.models import Run
from webapp.runs.source_kinds.base import SourceKind


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it was when a run fetched it."""

    run: int
    address: str
    title: str
    text: str
    date: str


class Pages(SourceKind):
    """Snapshots by their numbers."""

    def for_run(self, run: Run, key: str) -> StoredSource | None:
        found = find(key)
        return stored(key, found) if found and found.run == run.pk else None

    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        found = find(key)
        runs = Run.objects.all() if person is None else run_access.runs(person)
        return stored(key, found) if found and runs.filter(pk=found.run).exists() else None


def keep(snapshot: Snapshot) -> SourceRef:
    """Store a page; gives its reference."""
    folder().mkdir(exist_ok=True)
    number = len(list(folder().iterdir())) + 1
    path_of(str(number)).write_text(json.dumps(asdict(snapshot)))
    return SourceRef("page", str(number))


def find(key: str) -> Snapshot | None:
    """The snapshot of a number; None for what is no number, or is not there."""
    if not (key.isascii() and key.isdigit() and path_of(key).exists()):
        return None
    return Snapshot(**json.loads(path_of(key).read_text()))


def stored(key: str, found: Snapshot) -> StoredSource:
    return StoredSource(
        SourceRef("page", key), found.title, found.address, found.text, address=found.address, date=found.date
    )


def folder() -> Path:
    return Path(settings.HOME) / "pages"


def path_of(key: str) -> Path:
    return folder() / f"{key}.json"


KIND = Pages()
