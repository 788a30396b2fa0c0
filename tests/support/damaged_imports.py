"""Imports of which one file is damaged: an archive, or the table that describes the others."""

import json

from tests.support.archives import archive
from tests.support.damage import damaged
from tests.web.drawn import lighthouse_png
from webapp.corpora.models import Corpus
from webapp.curation import jobs
from webapp.curation.imports import services, staging
from webapp.curation.models import CurationJob, Import

_COLUMNS = ("file", "title", "caption", "tags", "source", "source_url", "license")
_ROWS = (
    ("one.png", "The tower", "It is red, and lit.", "tower;lit", "Ada", "https://example.org/1", "CC0"),
    ("a.md", "Grey Head", "", "text", "", "https://example.org/2", ""),
    ("gone.png", "Möwen 😀", "Not there", "", "", "", ""),
)
_CSV = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (_COLUMNS, *_ROWS)).encode()
_SEMICOLONS = "\r\n".join(";".join(row).replace("tower;lit", "tower|lit") for row in (_COLUMNS, *_ROWS))
_LINES = "\n".join(json.dumps(dict(zip(_COLUMNS, row, strict=True))) for row in _ROWS).encode()
_FILES = {"one.png": lighthouse_png(1), "a.md": b"# Grey Head\n\nIt was lit in 1854.\n"}

IMPORTS: dict[str, tuple[str, bytes]] = {
    "zip": ("all.zip", archive({**_FILES, "manifest.csv": _CSV, "deep/er/b.txt": b"Lit.\n" * 40})),
    "csv": ("manifest.csv", _CSV),
    "csv of a spreadsheet": ("list.csv", _SEMICOLONS.encode("utf-16")),
    "jsonl": ("manifest.jsonl", _LINES),
    "ndjson": ("things.ndjson", _LINES),
}
"""What is damaged, and under which name it is sent."""


def bring(corpus: Corpus, name: str, seed: int) -> Import:
    """Bring an import in as a worker does; whatever ends its job is raised."""
    path, data = IMPORTS[name]
    found = Import.objects.create(corpus=corpus, kind="zip" if name == "zip" else "files")
    staging.remove(found)  # A number that was rolled back comes again.
    staging.folder_of(found).mkdir(parents=True)
    for file, content in {**({} if name == "zip" else _FILES), path: damaged(data, seed)}.items():
        (staging.folder_of(found) / file).write_bytes(content)
    services.look_through(found)
    _work(found)
    if found.state == Import.State.CHECKED:
        services.bring_in(found)
        _work(found)
    return found


def outcome(found: Import) -> str:
    """Whether there were rows, or only reasons; "nothing" where neither is told."""
    if found.state == Import.State.FAILED:
        return "reason" if found.report.get("failure") else "nothing"
    if any(found.report[count] for count in ("added", "updated", "unchanged", "duplicates")):
        return "rows"
    return "reason" if found.report["problem_count"] or found.report["skipped"] else "nothing"


def _work(found: Import) -> None:
    for job in CurationJob.objects.filter(status="queued"):
        jobs.execute(job.pk)
    found.refresh_from_db()
