"""A kind of source as a newcomer would add it: clippings of newspapers, each read by whoever sees its run.

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
class Clipping:
    """A piece of a newspaper that a run was given."""

    run: int
    address: str
    title: str
    text: str
    date: str


class Clippings(SourceKind):
    """Clippings by their numbers."""

    def for_run(self, run: Run, key: str) -> StoredSource | None:
        found = find(key)
        return stored(key, found) if found and found.run == run.pk else None

    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        found = find(key)
        runs = Run.objects.all() if person is None else run_access.runs(person)
        return stored(key, found) if found and runs.filter(pk=found.run).exists() else None


def keep(clipping: Clipping) -> SourceRef:
    """Store a clipping; gives its reference."""
    folder().mkdir(exist_ok=True)
    number = len(list(folder().iterdir())) + 1
    path_of(str(number)).write_text(json.dumps(asdict(clipping)))
    return SourceRef("clipping", str(number))


def find(key: str) -> Clipping | None:
    """The clipping of a number; None for what is no number, or is not there."""
    if not (key.isascii() and key.isdigit() and path_of(key).exists()):
        return None
    return Clipping(**json.loads(path_of(key).read_text()))


def stored(key: str, found: Clipping) -> StoredSource:
    return StoredSource(
        SourceRef("clipping", key),
        found.title,
        found.address,
        found.text,
        address=found.address,
        date=found.date,
    )


def folder() -> Path:
    return Path(settings.HOME) / "clippings"


def path_of(key: str) -> Path:
    return folder() / f"{key}.json"


KIND = Clippings()
