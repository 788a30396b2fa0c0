"""Batch files of commands: JSON Lines, each line checked before any is worked on."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from webapp.corpora.errors import BadInput


class BatchLine(BaseModel):
    """A line has an `id`, which comes back with its result; without one, it is the line's number."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = "1"


Line = TypeVar("Line", bound=BatchLine)


def read_lines(path: Path, kind: type[Line]) -> list[Line]:
    """Every line of the file. Raises BadInput that names the line which cannot be used."""
    return list(_parse(path, kind))


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file. Raises BadInput for a path that cannot be read."""
    if path.exists() and not path.is_file():
        raise BadInput(f"The picture {path} is not a file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"The picture {path} cannot be read: {error.strerror}.") from error


def _parse(path: Path, kind: type[Line]) -> Iterator[Line]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"The file {path} cannot be read: {why}.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parse_line(line, number, path, kind)


def _parse_line(line: str, number: int, path: Path, kind: type[Line]) -> Line:
    try:
        parsed = kind.model_validate_json(line)
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, i['loc'])) or 'line'}: {i['msg']}" for i in error.errors())
        raise BadInput(f"Line {number} of {path} cannot be used. {what}") from error
    if "id" not in parsed.model_fields_set:
        parsed.id = str(number)
    return parsed
