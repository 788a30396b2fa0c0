"""What an action makes of one picture, as JSON values of its fields, so that it can be taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from webapp.corpora.models import CorpusImage, RegionNote
from webapp.curation.models import Change

Values = Mapping[str, Any]

NOTES, INDEX = "notes", "index"
"""Not columns: the region notes as a list, and that the picture is to be encoded anew."""

WRITTEN = {"title", "caption", "alt", "tags", NOTES}
"""What is searched for words."""

FIELDS = (
    "title", "caption", "alt", "tags", "source", "source_url", "license", "focal_x", "focal_y", "is_hidden",
    "trashed", "corpus",
)  # fmt: skip
FIELD_NAMES = {
    "title": gettext_lazy("Title"),
    "caption": gettext_lazy("Caption"),
    "alt": gettext_lazy("Alternative text"),
    "tags": gettext_lazy("Tags"),
    "source": gettext_lazy("Source"),
    "source_url": gettext_lazy("Address of the source"),
    "license": gettext_lazy("Licence"),
    "focal_x": gettext_lazy("Focal point, from the left"),
    "focal_y": gettext_lazy("Focal point, from the top"),
    NOTES: gettext_lazy("Notes on regions"),
    "is_hidden": gettext_lazy("hidden"),
    "trashed": gettext_lazy("in the trash"),
    "corpus": gettext_lazy("Corpus"),
}
"""What people call the fields that they change."""
_BOX = ("left", "top", "right", "bottom", "text")
_TEXT_FIELDS = {
    Change.Action.CAPTION: "caption",
    Change.Action.LICENSE: "license",
    Change.Action.SOURCE: "source",
}


def wanted(action: Change.Action, detail: Values, image: CorpusImage) -> dict[str, Any]:
    """The values that an action asks for; those that the picture has already are among them."""
    if action in _TEXT_FIELDS:
        return {_TEXT_FIELDS[action]: detail["text"]}
    match action:
        case Change.Action.ADD_TAGS:
            return {"tags": list(dict.fromkeys([*image.tags, *detail["tags"]]))}
        case Change.Action.REMOVE_TAGS:
            return {"tags": [tag for tag in image.tags if tag not in detail["tags"]]}
        case Change.Action.HIDE | Change.Action.SHOW:
            return {"is_hidden": action == Change.Action.HIDE}
        case Change.Action.TRASH:
            return {"trashed": _written(image.trashed or timezone.now())}
        case Change.Action.RESTORE:
            return {"trashed": None}
        case Change.Action.MOVE:
            return {"corpus": detail["corpus"]}
        case Change.Action.REREAD:
            return {INDEX: "again"}
        case _:
            return whole(detail["values"])


def whole(values: Values) -> dict[str, Any]:
    """Values as a picture would have them: a note says all that is kept of it."""
    if NOTES not in values:
        return dict(values)
    notes = [{name: note.get(name) for name in (*_BOX, "author")} for note in values[NOTES]]
    return {**values, NOTES: notes}


def current(image: CorpusImage, names: Iterable[object]) -> dict[str, Any]:
    """The values that the picture has of these fields."""
    found: dict[str, Any] = {}
    for name in map(str, names):
        if name == "corpus":
            found[name] = image.corpus_id
        elif name == "trashed":
            found[name] = _written(image.trashed)
        elif name == NOTES:
            found[name] = list(image.notes.order_by("pk").values(*_BOX, "author"))
        else:
            found[name] = None if name == INDEX else getattr(image, name)
    return found


def put(image: CorpusImage, values: Values) -> None:
    """Set columns of a picture, which the caller stores; notes are not columns."""
    for name, value in values.items():
        if name == "corpus":
            image.corpus_id = value
        elif name == "trashed":
            image.trashed = parse_datetime(value) if value else None
        elif name in FIELDS:
            setattr(image, name, value)


def replace_notes(image: CorpusImage, notes: list[Values]) -> None:
    """Make the region notes of a picture these."""
    image.notes.all().delete()
    RegionNote.objects.bulk_create(
        RegionNote(image=image, author_id=note.get("author"), **{name: note[name] for name in _BOX})
        for note in notes
    )


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
