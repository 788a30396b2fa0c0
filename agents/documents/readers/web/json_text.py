"""JSON to text: a table where it is a list of records, else one line for each value with where it stands."""

import json
from collections.abc import Iterator
from typing import Any

from agents.documents.document import DocumentSource
from agents.documents.errors import UnreadableDocument
from agents.documents.readers.sources import decoded
from agents.documents.rows import write_rows
from agents.documents.writer import TextWriter
from media_store.messages import message as _

MAX_COLUMNS = 50


def read(source: DocumentSource, writer: TextWriter) -> str:
    """Write its values; gives a title that it names, or "". Raises UnreadableDocument."""
    try:
        value = json.loads(decoded(source, writer))
    except ValueError as error:
        raise UnreadableDocument(_("This is said to be JSON, and cannot be read as that.")) from error
    _write(value, "", writer)
    title = value.get("title") or value.get("name") if isinstance(value, dict) else ""
    return title if isinstance(title, str) else ""


def _write(value: Any, path: str, writer: TextWriter) -> None:
    """With a stack of its own: what is read may nest as deep as it likes."""
    stack = [(value, path)]
    while stack:
        value, path = stack.pop()
        columns = _columns(value)
        if columns:
            if path:
                writer.heading()
                writer.words(path)
            rows = ([_said(record.get(name)) for name in columns] for record in value)
            write_rows([columns, *rows], writer, heads=1)
        elif isinstance(value, dict | list) and value:
            stack += reversed(list(_inside(value, path)))
        else:
            writer.line_break()
            writer.words(f"{path}: {_said(value)}" if path else _said(value))


def _inside(value: dict[str, Any] | list[Any], path: str) -> Iterator[tuple[Any, str]]:
    if isinstance(value, dict):
        yield from ((each, f"{path}.{name}" if path else name) for name, each in value.items())
    else:
        yield from ((each, f"{path}[{place}]") for place, each in enumerate(value))


def _columns(value: Any) -> list[str]:
    """The names of all records of a list whose values are plain; none if it is no such list."""
    if not isinstance(value, list) or len(value) < 2 or not all(isinstance(each, dict) for each in value):
        return []
    names = dict.fromkeys(name for record in value for name in record)
    is_plain = all(not isinstance(each, dict | list) for record in value for each in record.values())
    return list(names) if is_plain and 0 < len(names) <= MAX_COLUMNS else []


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
