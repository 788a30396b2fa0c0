"""The formats in which one run can be taken away."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import slugify

from webapp.runs.execution import journal
from webapp.runs.files.markdown import to_markdown
from webapp.runs.files.page import to_html
from webapp.runs.files.record import to_json
from webapp.runs.models import Run
from webapp.runs.sources.quotes import Reach, evidence_of

MAX_NAME_CHARACTERS = 40


class FileFormat(StrEnum):
    """JSON for programs and for `manage.py trajectory import`, the others for people."""

    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


_MEDIA_TYPES = {
    FileFormat.JSON: "application/json",
    FileFormat.MARKDOWN: "text/markdown; charset=utf-8",
    FileFormat.HTML: "text/html; charset=utf-8",
}
_ENDINGS = {FileFormat.JSON: "json", FileFormat.MARKDOWN: "md", FileFormat.HTML: "html"}


@dataclass(frozen=True, slots=True)
class TrajectoryFile:
    """A file with a name of ASCII letters, digits, hyphens and one dot."""

    name: str
    media_type: str
    text: str


def write_file(run: Run, form: FileFormat, reach: Reach) -> TrajectoryFile:
    """The run in a format; HTML has pictures and passages as far as `reach` goes.

    Raises JournalError when its journal cannot be read, which JSON does not need to be.
    """
    if form is FileFormat.JSON:
        text = to_json(run)
    else:
        evidence = evidence_of(journal.state(run))
        text = to_markdown(run, evidence) if form is FileFormat.MARKDOWN else to_html(run, evidence, reach)
    words = slugify(run.question)[:MAX_NAME_CHARACTERS].strip("-")
    name = "-".join(filter(None, ("run", str(run.pk), words)))
    return TrajectoryFile(f"{name}.{_ENDINGS[form]}", _MEDIA_TYPES[form], text)
