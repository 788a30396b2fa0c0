"""Snapshots as sources: what quotes are checked against."""

from django.db.models import QuerySet

from agents.sources import SourceRef, StoredSource
from webapp.requests import parse_id
from webapp.snapshots.models import Snapshot

PAGE = "page"


def page_ref(number: int) -> SourceRef:
    """The snapshot of a page."""
    return SourceRef(PAGE, str(number))


def page_source(snapshots: QuerySet[Snapshot], key: str) -> StoredSource | None:
    """The one of these snapshots that has a number. Its day is the one on which it was read so."""
    row = snapshots.filter(pk=parse_id(key)).first()
    if row is None:
        return None
    shown = row.pictures.exclude(uid="").order_by("offset", "place").values_list("offset", "uid")
    return StoredSource(
        page_ref(row.pk),
        row.title,
        row.address,
        row.text,
        address=row.address,
        date=row.fetched.date().isoformat(),
        pictures=tuple((offset, uid) for offset, uid in shown if offset is not None),
        pages=tuple(row.facts.get("pages", ())),
        scanned=tuple(row.facts.get("scanned", ())),
    )
