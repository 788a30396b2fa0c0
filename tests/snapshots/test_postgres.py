"""The same in PostgreSQL, which refuses characters that SQLite takes and indexes only short texts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from agents.web.pages.errors import PageUnreadable
from agents.web.pages.page import PagePicture
from tests.agents.web.pages.test_damaged_pages import damaged
from tests.agents.web.pages.test_pages import read
from tests.snapshots.pages import make_page
from webapp.runs.models import Run
from webapp.snapshots.models import Meeting, Snapshot
from webapp.snapshots.services import keep

pytestmark = pytest.mark.processes

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGES = 40


@pytest.fixture(autouse=True)
def _postgres(postgres_as_default: BaseDatabaseWrapper) -> None:
    """All of these tests are on PostgreSQL."""


def test_whatever_is_read_is_stored() -> None:
    for number in range(PAGES):
        try:
            found = read(damaged(number))
        except PageUnreadable:
            continue
        stored = Snapshot.objects.get(pk=keep(found, NOW).pk)
        assert (stored.title, stored.text) == (found.title, found.text)
        assert [each.address for each in stored.pictures.all()] == [each.address for each in found.pictures]


def test_long_addresses_are_no_trouble() -> None:
    long = f"https://a.example/{'a' * 9_000}"
    picture = PagePicture(long, "A lamp", "", "", 0)
    run = Run.objects.create()
    first = keep(make_page("A lamp.", picture, address=long), NOW, run=run.pk)
    again = keep(make_page("A lamp.", picture, address=long), NOW + timedelta(days=1), run=run.pk)
    assert first == again
    assert Meeting.objects.get().fetched == NOW + timedelta(days=1)
