"""The web as a run uses it: the engines, fetcher, snapshots and media store of the settings."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agents.documents.limits import SCANS_OF_PAGES
from agents.documents.pool import shared_readers
from agents.scans.readers import ScanReaders
from agents.sources import SourceRef
from agents.types import SourcePolicy
from agents.web.asking.search import WebSearchDone
from agents.web.engines.protocol import WebQuery
from agents.web.pages.opening import open_page
from agents.web.pages.page import Page
from agents.web.run_web import KeptPage, PictureOrigin, RunWeb
from media_store import MediaStore
from webapp.fetching import fetcher
from webapp.requests import parse_id
from webapp.runs.execution import pictures as run_pictures
from webapp.runs.execution.source_policies import has_engines
from webapp.runs.models import Run
from webapp.snapshots import services as snapshots
from webapp.snapshots.models import Meeting
from webapp.snapshots.stored_pages import kept_page
from webapp.snapshots.stored_sources import PAGE
from webapp.web_search import web_search


@dataclass(frozen=True, slots=True)
class StoredWeb:
    """The web as one run may use it; what it met before is there without a request."""

    run: Run
    store: MediaStore

    def search(self, query: WebQuery) -> WebSearchDone:
        """As RunWeb."""
        return web_search().search(query)

    def fetch_page(self, address: str) -> Page:
        """As RunWeb."""
        readers = ScanReaders(shared_readers(), SCANS_OF_PAGES, settings.ENV.ocr)
        return open_page(address, fetcher(), readers)

    def fetch_picture(self, address: str) -> bytes:
        """As RunWeb."""
        return fetcher().fetch(address).content

    def met_page(self, address: str) -> KeptPage | None:
        """As RunWeb."""
        met = self._met().filter(Q(asked=address) | Q(snapshot__address=address))
        meeting = met.order_by("-fetched", "-pk").first()
        return kept_page(meeting) if meeting else None

    def kept_page(self, ref: SourceRef) -> KeptPage | None:
        """As RunWeb."""
        meeting = self._met().filter(snapshot=parse_id(ref.id)).first() if ref.kind == PAGE else None
        return kept_page(meeting) if meeting else None

    def keep_page(self, page: Page) -> KeptPage:
        """As RunWeb."""
        snapshot = snapshots.keep(page, timezone.now(), run=self.run.pk)
        return kept_page(self._met().get(snapshot=snapshot))

    def met_picture(self, address: str) -> str:
        """As RunWeb."""
        return snapshots.met_at(self.run.pk, address)

    def keep_picture(self, content: bytes, origin: PictureOrigin) -> str:
        """As RunWeb."""
        uid = self.store.put(content).uid
        with transaction.atomic():
            snapshots.keep_picture(uid, origin, self.run.pk, timezone.now())
            run_pictures.meet(self.run, uid)
        return uid

    def _met(self) -> QuerySet[Meeting]:
        return Meeting.objects.filter(run=self.run).select_related("snapshot")


def web_of(run: Run, store: MediaStore) -> RunWeb | None:
    """What a run may do on the web: nothing unless it was asked so, and engines are chosen still."""
    return StoredWeb(run, store) if run.sources != SourcePolicy.CORPORA and has_engines() else None
