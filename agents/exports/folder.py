"""A whole export: its manifest, and every file by the rules of its format."""

from pathlib import Path

from agents.exports.chatml import validate_chatml
from agents.exports.lmm_searcher import PICTURES
from agents.exports.manifest import NAME, ExportFormat, read_manifest, validate_manifest
from agents.exports.sharegpt import validate_sharegpt
from agents.exports.trace_check import validate_trace
from agents.messages import message as _

LINES = {ExportFormat.SHAREGPT: "sharegpt.jsonl", ExportFormat.CHATML: "chatml.jsonl"}
"""The file of a format that has a line for each run."""

IMAGES = "images"
"""The folder with the pictures of those files, one file for each UID."""


def validate_export(folder: Path) -> list[str]:
    """Problems of an export, as sentences; empty when it is as it was written."""
    if problems := validate_manifest(folder / NAME):
        return problems
    manifest = read_manifest(folder / NAME)
    traces = sorted(folder.glob("task_*.json"))
    match manifest.format:
        case ExportFormat.SHAREGPT:
            problems = validate_sharegpt(folder / LINES[manifest.format])
        case ExportFormat.CHATML:
            problems = validate_chatml(folder / LINES[manifest.format])
        case ExportFormat.LMM_TRACE:
            problems = [problem for trace in traces for problem in validate_trace(trace)]
    # As many lines or traces as runs, and as many pictures as the manifest says.
    lines, place, runs = LINES.get(manifest.format), PICTURES, len(traces)
    if lines:
        place, runs = IMAGES, (folder / lines).read_bytes().count(b"\n")
    pictures = sum(file.is_file() for file in (folder / place).rglob("*"))
    if manifest.count != runs:
        counts = {"said": manifest.count, "found": runs}
        problems.append(_("%(file)s counts %(said)s runs, there are %(found)s.", file=NAME, **counts))
    if manifest.pictures != pictures:
        counts = {"said": manifest.pictures, "found": pictures}
        problems.append(_("%(file)s counts %(said)s pictures, there are %(found)s.", file=NAME, **counts))
    return problems
