"""manage.py trajectory: one run as a file, and back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from agents.errors import SightlineError
from agents.messages import message as _
from webapp.corpora.errors import BadInput
from webapp.management.cli import Reply, SightlineCommand, row_id
from webapp.runs.models import Run
from webapp.runs.templatetags.words import status_words

FORMATS = ("json", "markdown", "html")


class Unwritable(SightlineError):
    """The file could not be written."""


class Command(SightlineCommand):
    help = gettext_noop("Write one run to a file to keep or to read, or read one back.")

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        export = actions.add_parser("export", help=gettext("Write a run to a file."))
        export.add_argument("run", type=row_id, help=gettext("The id of the run."))
        export.add_argument("--format", choices=FORMATS, default="json")
        export.add_argument("--output", type=Path, metavar="FILE", help=gettext("Without it: to stdout."))
        restore = actions.add_parser(
            "import", help=gettext("Make a run of a file that was exported as JSON.")
        )
        restore.add_argument("file", type=Path, help=gettext("A file in the format json."))
        for sub in (export, restore):
            self.add_output(sub)

    def reply(self, **options: Any) -> Reply:
        """Write a file, or read one."""
        if options["action"] == "export":
            return _export(**options)
        from webapp.runs.files.importing import import_run

        file: Path = options["file"]
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = (error.strerror or str(error)) if isinstance(error, OSError) else _("it is not UTF-8 text")
            raise BadInput(
                _("The file %(path)s cannot be read: %(why)s.", path=str(file), why=why)
            ) from error
        run = import_run(text, owner=None)
        summary = gettext("The file is now run %(run)s (%(status)s). Events: %(count)s.") % {
            "run": run.pk, "status": status_words(run.status), "count": run.events.count(),
        }  # fmt: skip
        return Reply({"run": run.pk, "status": run.status, "events": run.events.count()}, summary)


def _export(run: int, format: str, output: Path | None, **_options: Any) -> Reply:
    from webapp.runs.files.writing import FileFormat, write_file
    from webapp.runs.sources.quotes import reach_of

    found = Run.objects.filter(pk=run).first()
    if found is None:
        raise BadInput(_("There is no run %(run)s.", run=str(run)))
    text = write_file(found, FileFormat(format), reach_of(None)).text
    if output is None:
        return Reply({"run": run, "format": format, "text": text}, text.rstrip("\n"))
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Unwritable(
            _("%(path)s cannot be written: %(why)s.", path=str(output), why=error.strerror or str(error))
        ) from error
    text = gettext("Run %(run)s is in %(path)s.") % {"run": run, "path": output}
    return Reply({"run": run, "format": format, "file": str(output)}, text)
