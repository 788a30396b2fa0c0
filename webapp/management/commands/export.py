"""manage.py export: write runs for other programs, or check what was written."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from agents.exports.folder import validate_export
from agents.exports.manifest import ExportFormat, Filters
from agents.messages import message as _
from webapp.corpora.errors import BadInput
from webapp.management.cli import FAILED, Reply, SightlineCommand, row_id
from webapp.management.scopes import corpora_named
from webapp.messages import translated
from webapp.runs.models import Run

_PROBLEMS_TOLD = 20


class Command(SightlineCommand):
    help = gettext_noop("Write runs as traces to look at or as conversations to train on.")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        folder = gettext("A folder that does not exist or is empty.")
        runs = gettext("Ids of runs; without any, all that fit.")
        again = gettext("May be repeated.")
        parser.add_argument("format", nargs="?", choices=[*map(str, ExportFormat)])
        parser.add_argument("target", nargs="?", type=Path, help=folder)
        parser.add_argument("run", nargs="*", type=row_id, help=runs)
        parser.add_argument("--corpus", action="append", default=[], metavar="SLUG", help=again)
        parser.add_argument("--status", choices=Run.Status.values)
        parser.add_argument("--supported", action="store_true", help=gettext("Only fully supported answers."))
        parser.add_argument("--check", type=Path, metavar="FOLDER", help=gettext("Check an export instead."))

    def reply(self, **options: Any) -> Reply:
        """Write and then check, or only check."""
        if folder := options["check"]:
            if options["format"]:
                raise BadInput(_("Give either what to export, or --check and a folder."))
            text = gettext("%(folder)s is as it was written.") % {"folder": folder}
            return _checked(folder, {"target": str(folder)}, text)
        if options["target"] is None:
            raise BadInput(_("Say what to write and where: manage.py export FORMAT TARGET."))
        from webapp.runs.files.folder import export  # loads the tools

        target: Path = options["target"]
        corpora = (
            tuple(corpus.slug for corpus in corpora_named(options["corpus"])) if options["corpus"] else ()
        )
        filters = Filters(tuple(options["run"]), corpora, options["status"] or "", options["supported"])
        manifest = export(ExportFormat(options["format"]), target, filters)
        whole = asdict(manifest)
        del whole["files"]  # Their hashes are in the manifest's file.
        counts = {"folder": target, "runs": manifest.count, "pictures": manifest.pictures}
        lines = [gettext("%(folder)s has %(runs)s runs and %(pictures)s pictures.") % counts]
        left_out = gettext("Run %(run)s was left out: %(reason)s")
        lines += [
            left_out % {"run": each.run, "reason": translated(each.reason)} for each in manifest.left_out
        ]
        payload = {"target": str(target), **json.loads(json.dumps(whole))}
        return _checked(target, payload, "\n".join(lines))


def _checked(folder: Path, payload: dict[str, Any], text: str) -> Reply:
    problems = validate_export(folder)
    if not problems:
        return Reply({**payload, "problems": []}, text)
    error = _("%(folder)s has problems: %(count)s.", folder=str(folder), count=len(problems))
    lines = [translated(each) for each in (error, *problems[:_PROBLEMS_TOLD])]
    if more := len(problems[_PROBLEMS_TOLD:]):
        lines.append(gettext("and %(count)s more.") % {"count": more})
    return Reply({**payload, "error": error, "problems": problems}, "\n".join(lines), FAILED)
