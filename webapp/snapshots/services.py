"""Storing pages that were read, and noting who met them."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from agents.messages import sentence_of
from agents.parsing.storable import storable
from agents.web.pages.page import Page, PagePicture
from agents.web.run_web import PictureOrigin
from media_store.errors import MediaError, MediaStoreUnavailable
from media_store.messages import write_message
from webapp.media.stores import open_media_store
from webapp.requests import parse_id
from webapp.snapshots.models import Meeting, MetPicture, Snapshot, SnapshotPicture


def keep(page: Page, fetched: datetime, *, run: int | None = None, person: User | None = None) -> Snapshot:
    """The snapshot of a page, met by the run with a number, by a person, or (neither) at the shell.

    A page that had the same words before is the snapshot that it was then. Raises MediaStoreUnavailable.
    """
    pictures = list[SnapshotPicture]()
    if not Snapshot.objects.filter(checksum=checksum(page)).exists():
        # Outside of the transaction: pictures that lie in the file itself are decoded.
        pictures = [_row(place, picture) for place, picture in enumerate(page.pictures)]
    with transaction.atomic():
        snapshot, is_new = Snapshot.objects.get_or_create(
            checksum=checksum(page), defaults={**_values(page), "fetched": fetched, "last_fetched": fetched}
        )
        if is_new:
            for picture in pictures:
                picture.snapshot = snapshot
            SnapshotPicture.objects.bulk_create(pictures)
        else:
            Snapshot.objects.filter(pk=snapshot.pk, last_fetched__lt=fetched).update(last_fetched=fetched)
            snapshot.last_fetched = max(fetched, snapshot.last_fetched)
        met = Meeting.objects.filter(snapshot=snapshot, run=run, person=person)
        if not met.update(asked=page.asked, fetched=fetched):
            Meeting.objects.create(
                snapshot=snapshot, run_id=run, person=person, asked=page.asked, fetched=fetched
            )
    return snapshot


def keep_picture(uid: str, origin: PictureOrigin, run: int, fetched: datetime) -> None:
    """Note where a stored picture of the web is from, that a run met; one of a page is the page's as well."""
    MetPicture.objects.update_or_create(
        run_id=run,
        uid=uid,
        address=origin.address,
        defaults={
            "page": storable(origin.page),
            "title": storable(origin.title)[:500],
            "author": storable(origin.author),
            "licence": storable(origin.licence)[:200],
            "licence_address": storable(origin.licence_address),
            "fetched": fetched,
        },
    )
    if origin.place is not None:
        of_its_page = SnapshotPicture.objects.filter(
            snapshot=parse_id(origin.snapshot.id), place=origin.place, address=origin.address, uid=""
        )
        of_its_page.filter(snapshot__meetings__run=run).update(uid=uid, problem="")


def met_at(run: int, address: str) -> str:
    """The UID of the picture that a run met last at an address; "" where it met none."""
    found = MetPicture.objects.filter(run=run, address=address).order_by("-pk")
    return found.values_list("uid", flat=True).first() or ""


def has_met(run: int, uid: str) -> bool:
    """Whether a picture is one of the web that a run met, by itself or on a page."""
    if not uid:
        return False
    of_pages = SnapshotPicture.objects.filter(uid=uid, snapshot__meetings__run=run)
    return of_pages.exists() or MetPicture.objects.filter(uid=uid, run=run).exists()


def share(run: int, forked: int) -> None:
    """A fork has met what its parent met: pages, and pictures beside them."""
    met = Meeting.objects.filter(run=run)
    Meeting.objects.bulk_create(
        [Meeting(snapshot_id=m.snapshot_id, run_id=forked, asked=m.asked, fetched=m.fetched) for m in met],
        ignore_conflicts=True,
    )
    pictures = list(MetPicture.objects.filter(run=run))
    for picture in pictures:
        picture.pk, picture.run_id = None, forked
    MetPicture.objects.bulk_create(pictures)


def remove_unmet(numbers: Collection[int]) -> list[str]:
    """Remove those of these snapshots that nobody can read any more; gives the UIDs that they showed."""
    gone = Snapshot.objects.filter(pk__in=numbers, meetings=None)
    uids = list(
        SnapshotPicture.objects.filter(snapshot__in=gone).exclude(uid="").values_list("uid", flat=True)
    )
    gone.delete()
    return uids


def checksum(page: Page) -> str:
    """The same for the same words at the same address."""
    return hashlib.sha256("\0".join((page.address, page.title, page.text)).encode()).hexdigest()


def _values(page: Page) -> dict[str, Any]:
    return {
        "address": page.address,
        "title": page.title,
        "text": page.text,
        "media_type": page.media_type[:100],
        "author": page.author,
        "date": page.date[:40],
        "language": page.language[:12],
        "site": page.site,
        "description": page.description,
        "facts": {
            "headings": list(page.headings),
            "pages": list(page.pages),
            "scanned": list(page.scanned),
            "links": [[each.address, each.text] for each in page.links],
            "notes": [write_message(note) for note in page.notes],
            "canonical": page.canonical,
            "next": page.next,
        },
    }


def _row(place: int, picture: PagePicture) -> SnapshotPicture:
    """A picture of a page; the bytes of one that lies inside of its file are stored at once."""
    row = SnapshotPicture(
        place=place, offset=picture.offset, address=picture.address, alt=picture.alt,
        caption=picture.caption, paragraph=picture.paragraph,
    )  # fmt: skip
    if picture.content:
        try:
            row.uid = open_media_store().put(picture.content).uid
        except MediaStoreUnavailable:
            raise
        except MediaError as error:
            row.problem = sentence_of(error)
    return row
