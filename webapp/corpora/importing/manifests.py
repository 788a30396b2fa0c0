"""Manifests: what is said about the files of a folder, as CSV or JSON Lines."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from agents.documents.errors import UnreadableDocument
from agents.documents.text.decoding import decode_text
from agents.messages import message as _
from agents.messages import sentence_of
from agents.parsing.storable import storable
from webapp.corpora.errors import BadManifest
from webapp.corpora.models import FileProblem

NAMES = ("manifest.csv", "manifest.jsonl")
COLUMNS = ("file", "title", "caption", "alt", "tags", "source", "source_url", "license")
_LONGEST = {"title": 500, "source": 500, "source_url": 2000, "license": 200}
_DELIMITERS = ",;\t|"
_DELIMITER_LINE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)
_TAG_SEPARATORS = ";|"
_SYNONYMS = {
    synonym: column
    for column, synonyms in {
        "file": "filename file_name path image datei dateiname pfad bild archivo ruta imagen",
        "title": "name headline titel überschrift título titulo nombre",
        "caption": "description text bildunterschrift beschreibung pie descripción descripcion leyenda",
        "alt": "alt_text alternative_text alternativtext texto_alternativo",
        "tags": "tag keywords keyword subjects schlagwörter stichwörter etiquetas palabras_clave",
        "source": "credit creator photographer author quelle urheber fotograf fuente autor",
        "source_url": "url link web address adresse webadresse enlace dirección",
        "license": "licence rights lizenz rechte licencia derechos",
    }.items()
    for synonym in synonyms.split()
}
"""By what other names people call our columns."""


@dataclass(frozen=True, slots=True)
class FileReason:
    """A file and what is wrong with it, or doubtful, as a sentence."""

    path: str
    reason: str
    kind: FileProblem.Kind = FileProblem.Kind.PROBLEM


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What a manifest says about `file`; None where it has no such column, which changes nothing."""

    file: str
    title: str | None = None
    caption: str | None = None
    alt: str | None = None
    tags: tuple[str, ...] | None = None
    source: str | None = None
    source_url: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries by path relative to the import's root, and what was wrong with some of them."""

    name: str = ""
    entries: Mapping[str, ManifestEntry] = field(default_factory=dict)
    problems: tuple[FileReason, ...] = ()
    path: Path | None = None

    def is_at(self, file: Path) -> bool:
        """Whether that is the file it was read from, which is no document then."""
        return self.path is not None and self.path.resolve() == file.resolve()

    def absent(self, present: Set[str]) -> Iterator[FileReason]:
        """What it names and is not among the paths that are there."""
        for path in self.entries.keys() - present:
            yield FileReason(path, _("%(name)s names this file, but it is not there.", name=self.name))


def find_manifest(folder: Path) -> Path | None:
    """The manifest at the top of a folder, if it has one."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def read_manifest(path: Path, columns: Mapping[str, str] | None = None) -> Manifest:
    """Read CSV (comma, semicolon, tab or bar) or, by its name, JSON Lines.

    `columns` says which of our columns each of the table's own stands for; "" leaves one out. Without it,
    they are told by their names.

    Raises BadManifest with what to mend when it cannot be read as a whole. A bad line is a problem of that
    line, and a guessed encoding one of the manifest.
    """
    try:
        decoded = decode_text(path.read_bytes())
    except (OSError, UnreadableDocument) as error:
        raise BadManifest(
            _("The manifest %(path)s cannot be read: %(error)s", path=str(path), error=sentence_of(error))
        ) from error
    is_lines = path.suffix.lower() in (".jsonl", ".ndjson")
    rows = _json_rows(decoded.text, path) if is_lines else _csv_rows(decoded.text, path, columns)
    entries: dict[str, ManifestEntry] = {}
    problems = [FileReason(path.name, note, FileProblem.Kind.NOTE) for note in decoded.notes]
    for line, row in rows:
        entry = _entry(row, f"{path.name}, line {line}", problems)
        if entry is not None:
            entries[entry.file] = entry
    return Manifest(path.name, entries, tuple(problems), path)


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The head of a table: its own columns, what each is taken for ("" for nothing), and its first rows."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


def preview_table(path: Path, rows: int = 3) -> TablePreview:
    """What a CSV file would be taken for. Raises BadManifest when it cannot be read."""
    try:
        reader = _reader(decode_text(path.read_bytes()).text)
        names = [name.strip() for name in reader.fieldnames or []]
        found = [tuple(str(value or "") for value in row.values()) for row in islice(reader, rows)]
    except (OSError, UnreadableDocument, csv.Error) as error:
        raise BadManifest(
            _("The table %(name)s cannot be read: %(error)s", name=path.name, error=sentence_of(error))
        ) from error
    return TablePreview(tuple((name, guess_column(name)) for name in names), tuple(found))


def names_files(path: Path) -> bool:
    """Whether a table has a column that can only name files: without one it is a document like others."""
    if path.suffix.lower() != ".csv":
        return True
    try:
        return any(taken == "file" for _, taken in preview_table(path, rows=0).columns)
    except BadManifest:
        return False


def guess_column(name: str) -> str:
    """Which of our columns a name in English, German or Spanish stands for; "" for none."""
    plain = re.sub(r"[^a-zäöüßáéíóúñ]+", "_", name.strip().lower()).strip("_")
    return plain if plain in COLUMNS else _SYNONYMS.get(plain, "")


def _reader(text: str) -> "csv.DictReader[str]":
    """Excel writes its own first line where the delimiter is not the usual one: `sep=;`."""
    told = _DELIMITER_LINE.match(text)
    if told:
        return csv.DictReader(StringIO(text[told.end() :], newline=""), delimiter=told[1])
    first = text.partition("\n")[0]
    return csv.DictReader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count))


def _csv_rows(
    text: str, path: Path, columns: Mapping[str, str] | None
) -> Iterator[tuple[int, Mapping[str, object]]]:
    first = text.partition("\n")[0]
    reader = _reader(text)
    try:
        own = [name.strip() for name in reader.fieldnames or []]
        taken = guess_column if columns is None else lambda name: columns.get(name, "")
        # A column that stands for nothing keeps a name that none of ours has.
        reader.fieldnames = [taken(name) or f"-{name}" for name in own]
        if "file" not in reader.fieldnames:
            raise BadManifest(
                _(
                    "The manifest %(path)s has no column named “file”; its first line reads “%(first)s”. "
                    "Begin it with a line such as: %(columns)s",
                    path=str(path),
                    first=first[:100],
                    columns=",".join(COLUMNS),
                )
            )
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadManifest(
            _(
                "The manifest %(path)s is no CSV file: %(error)s, at line %(line)s.",
                path=str(path),
                error=str(error),
                line=reader.line_num,
            )
        ) from error


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_int=str)  # Python reads no number of more than 4,300 digits.
        except (ValueError, RecursionError) as error:
            raise BadManifest(
                _(
                    "Line %(line)s of the manifest %(path)s is no JSON: %(error)s.",
                    line=number,
                    path=str(path),
                    error=str(error),
                )
            ) from error
        if not isinstance(row, dict):
            raise BadManifest(
                _("Line %(line)s of the manifest %(path)s is no JSON object.", line=number, path=str(path))
            )
        yield number, row


def _entry(row: Mapping[str, object], place: str, problems: list[FileReason]) -> ManifestEntry | None:
    file = (_text(row.get("file")) or "").strip().replace("\\", "/").removeprefix("./")
    if not file:
        problems.append(FileReason(place, _("This line names no file.")))
        return None
    tags = row.get("tags")
    if tags is not None and not isinstance(tags, list):
        separator = next((each for each in _TAG_SEPARATORS if each in str(tags)), ",")
        tags = str(tags).split(separator)
    title, source, source_url = (
        _bounded(row, column, file, problems) for column in ("title", "source", "source_url")
    )
    if source_url and not is_web_address(source_url):
        # Pages link to it: `javascript:` would run.
        left_out = _(
            "Its source_url “%(value)s” is no http or https address and was left out.",
            value=source_url[:100],
        )
        problems.append(FileReason(file, left_out))
        source_url = ""
    return ManifestEntry(
        file,
        title=title,
        caption=_text(row.get("caption")),
        alt=_text(row.get("alt")),
        tags=None if tags is None else tuple(dict.fromkeys(filter(None, map(_text, tags)))),
        source=source,
        source_url=source_url,
        license=_bounded(row, "license", file, problems),
    )


def _text(value: object) -> str | None:
    """One line of text that any database can store: JSON may hold NUL and half of a surrogate pair."""
    if value is None:
        return None
    return " ".join(str(storable(str(value))).split())


def _bounded(row: Mapping[str, object], column: str, file: str, problems: list[FileReason]) -> str | None:
    value = _text(row.get(column))
    if value is not None and len(value) > _LONGEST[column]:
        problems.append(
            FileReason(
                file,
                _(
                    "Its %(column)s is longer than %(limit)s characters and was cut.",
                    column=column,
                    limit=_LONGEST[column],
                ),
            )
        )
        return value[: _LONGEST[column]]
    return value


def is_web_address(value: str) -> bool:
    """Whether a link to `value` leads to a web page."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
