"""Batch files of commands: JSON Lines, each line checked before any is worked on."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from agents.messages import message as _
from agents.parsing.validation import enumerated, explain
from webapp.corpora.errors import BadInput


class BatchLine(BaseModel):
    """A line has an `id`, which comes back with its result; without one, it is the line's number."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = "1"


Line = TypeVar("Line", bound=BatchLine)


def read_lines(path: Path, kind: type[Line]) -> list[Line]:
    """Every line of the file. Raises BadInput that names the line which cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else _("it is not UTF-8 text")
        raise BadInput(_("The file %(path)s cannot be read: %(why)s.", path=str(path), why=why)) from error
    found = list[Line]()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            parsed = kind.model_validate_json(line)
        except ValidationError as error:
            why = enumerated(explain(error, "line"))
            raise BadInput(
                _(
                    "Line %(number)s of %(path)s cannot be used. %(why)s",
                    number=number,
                    path=str(path),
                    why=why,
                )
            ) from error
        if "id" not in parsed.model_fields_set:
            parsed.id = str(number)
        found.append(parsed)
    return found


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file. Raises BadInput for a path that cannot be read."""
    if path.exists() and not path.is_file():
        raise BadInput(_("The picture %(path)s is not a file.", path=str(path)))
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise BadInput(_("The picture %(path)s cannot be read: %(why)s.", path=str(path), why=why)) from error
