"""manage.py web open: read a page of the web from the shell."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from agents.documents.limits import SCANS_OF_PAGES
from agents.documents.pool import shared_readers
from agents.messages import message as _
from agents.messages import sentence_of
from agents.scans.readers import ScanReaders
from agents.web.errors import FetchRefused
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from media_store.messages import read_message
from webapp.corpora.errors import BadInput
from webapp.fetching import fetcher
from webapp.management.cli import Reply
from webapp.media.stores import open_media_store
from webapp.messages import translated
from webapp.snapshots.models import Snapshot, SnapshotPicture
from webapp.snapshots.pictures import fetch_pictures
from webapp.snapshots.services import keep
from webapp.snapshots.stored_sources import page_ref

HELP = gettext_noop("Read a page of the web, and keep it with its pictures as it is now.")
MAX_PICTURES = 100


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("address", help=gettext("What to open, from http:// or https:// on."))
    parser.add_argument(
        "--pictures",
        type=int,
        default=20,
        metavar="COUNT",
        help=gettext("How many pictures of its text to fetch, 0 to %(most)s.") % {"most": MAX_PICTURES},
    )


def reply(**options: Any) -> Reply:
    """Fetch the page, read it, store it, and fetch the pictures of its text."""
    most = options["pictures"]
    if not 0 <= most <= MAX_PICTURES:
        raise BadInput(_("--pictures takes a number from 0 to %(most)s.", most=MAX_PICTURES))
    readers = ScanReaders(shared_readers(), SCANS_OF_PAGES, settings.ENV.ocr)
    try:
        page = open_page(options["address"], fetcher(), readers)
    except FetchRefused as error:
        raise BadInput(sentence_of(error)) from error
    snapshot = keep(page, timezone.now())
    shown = snapshot.pictures.filter(offset__isnull=False)
    fetch_pictures(shown[:most], fetcher(), open_media_store())
    return Reply(_as_json(page, snapshot), _as_text(snapshot))


def _as_json(page: Page, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "address": snapshot.address,
        "asked": page.asked,
        "title": snapshot.title,
        "fetched": snapshot.last_fetched.isoformat(),
        "unchanged_since": snapshot.fetched.isoformat(),
        "source": str(page_ref(snapshot.pk)),
        "media_type": snapshot.media_type,
        "author": snapshot.author,
        "date": snapshot.date,
        "language": snapshot.language,
        "site": snapshot.site,
        "text": snapshot.text,
        "notes": list(page.notes),
        "next": page.next,
        "pictures": [_picture(each) for each in snapshot.pictures.all()],
        "links": [{"address": each.address, "text": each.text} for each in page.links],
    }


def _picture(picture: SnapshotPicture) -> dict[str, Any]:
    """`uid` is None where the bytes were not fetched; `problem` says why, if they were asked for."""
    return {
        "uid": picture.uid or None,
        "address": picture.address,
        "alt": picture.alt,
        "caption": picture.caption,
        "paragraph": picture.paragraph,
        "offset": picture.offset,
        "problem": picture.problem,
    }


def _as_text(snapshot: Snapshot) -> str:
    known = (snapshot.author, snapshot.date, snapshot.site, snapshot.address)
    notes = [translated(read_message(note)) for note in snapshot.facts["notes"]]
    pictures = [
        f"{each.uid or '-':20}  {each.caption or each.alt or each.address}"
        + (f"  ({translated(each.problem)})" if each.problem else "")
        for each in snapshot.pictures.filter(offset__isnull=False)
    ]
    blocks = [snapshot.title, "; ".join(filter(None, known)), *notes, snapshot.text, "\n".join(pictures)]
    return "\n\n".join(filter(None, blocks))
